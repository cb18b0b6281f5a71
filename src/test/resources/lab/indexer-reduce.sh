# Values come in the order of the map tasks, which is that of the documents' names.
awk -F '\t' '
    $1 "" != key { if (NR > 1) print key "\t" count " " list; key = $1 ""; count = 0; list = "" }
    { list = list (count++ ? "," : "") $2 }
    END { if (NR > 0) print key "\t" count " " list }
'
