awk -F '\t' '
    $1 "" != key { if (NR > 1) print key "\t" list; key = $1 ""; list = $2; next }
    { list = list " " $2 }
    END { if (NR > 0) print key "\t" list }
'
