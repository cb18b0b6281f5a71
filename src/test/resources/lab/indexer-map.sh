tr -cs A-Za-z '\n' | sort -u | awk -v document="${MR_INPUT_FILE##*/}" '/./ { print $0 "\t" document }'
