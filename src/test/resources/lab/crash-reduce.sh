# SECONDS
. "${0%/*}/perhaps.sh"
sort | while IFS="$(printf '\t')" read -r key value; do
    if [ "$key" = "${last-}" ]; then
        printf ' %s' "$value"
    else
        perhaps "$1"
        printf '%s%s\t%s' "${last:+
}" "$key" "$value"
        last=$key
    fi
done
