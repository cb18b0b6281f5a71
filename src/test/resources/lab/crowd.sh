# How many workers are at the same work at once, for scripts that read this in. The process above a command is its worker.

# join FOLDER WORK SECONDS: leaves the worker's id in the folder for a while, and prints how many there were when it came
join() {
    : >"$1/$2-$PPID"
    together=0
    for file in "$1/$2"-*; do
        if kill -0 "${file##*-}" 2>/dev/null; then
            together=$((together + 1))
        fi
    done
    sleep "$3"
    rm "$1/$2-$PPID"
    echo "$together"
}
