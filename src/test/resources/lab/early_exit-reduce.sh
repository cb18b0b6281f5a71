# SECONDS
cut -f 1 | uniq -c | while read -r count document; do
    case "$document" in
        *sherlock* | *tom*) sleep "$1" ;;
    esac
    printf '%s\t%s\n' "$document" "$count"
done
