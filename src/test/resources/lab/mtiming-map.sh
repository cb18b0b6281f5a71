# FOLDER SECONDS
. "${0%/*}/crowd.sh"
cat >/dev/null
printf 'times-%s\t%s\n' "$PPID" "$(date +%s)"
printf 'parallel-%s\t%s\n' "$PPID" "$(join "$1" map "$2")"
