# FOLDER SECONDS
cat >/dev/null
: >"$1/jobcount-$$-$MR_TASK.$MR_ATTEMPT"
sleep "$2"
printf 'a\tx\n'
