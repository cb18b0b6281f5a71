awk -F '\t' '
    $1 "" != key { if (NR > 1) print key "\t" count; key = $1 ""; count = 0 }
    { count++ }
    END { if (NR > 0) print key "\t" count }
'
