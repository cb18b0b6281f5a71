# SECONDS
. "${0%/*}/perhaps.sh"
perhaps "$1"
document=${MR_INPUT_FILE##*/}
printf 'a\t%s\nb\t%s\nc\t%s\nd\txyzzy\n' "$document" "${#document}" "$(($(wc -c)))"
