# FOLDER
cut -f 1 | uniq | while read -r key; do
    printf '%s\t%s\n' "$key" "$(($(ls "$1" | wc -l)))"
done
