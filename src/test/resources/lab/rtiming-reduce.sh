# FOLDER SECONDS
. "${0%/*}/crowd.sh"
cut -f 1 | uniq | while read -r key; do
    printf '%s\t%s\n' "$key" "$(join "$1" reduce "$2")"
done
