cat >/dev/null
printf '%s\t1\n' "${MR_INPUT_FILE##*/}"
