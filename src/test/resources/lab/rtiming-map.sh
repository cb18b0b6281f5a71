cat >/dev/null
for key in a b c d e f g h i j; do
    printf '%s\t1\n' "$key"
done
