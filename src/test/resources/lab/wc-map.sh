tr -cs A-Za-z '\n' | awk '/./ { print $0 "\t1" }'
