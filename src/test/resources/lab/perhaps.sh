# What may happen at the beginning of each call, for scripts that read this in.

# perhaps SECONDS: fails, kills the worker, sleeps for up to so long, or does nothing; nothing at all without an argument
perhaps() {
    [ -n "$1" ] || return 0
    chance=$(($(od -An -N2 -tu2 /dev/urandom) % 1000))
    if [ "$chance" -lt 165 ]; then
        exit 1
    elif [ "$chance" -lt 330 ]; then
        kill -9 "$PPID"
        exit 1
    elif [ "$chance" -lt 660 ]; then
        sleep $(($(od -An -N2 -tu2 /dev/urandom) % ($1 + 1)))
    fi
}
