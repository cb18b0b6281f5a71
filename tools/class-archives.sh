#!/usr/bin/env bash
# Records the classes of the programs as the JVM keeps them for a quick start, from a tiny job, into
# target/class-archives/<major version of the JDK>. Packaging runs it with the building JDK; for another one, which works without
# as well: MR_JAVA_HOME=... tools/class-archives.sh. What cannot be recorded is said, and left out.
set -euo pipefail
self=$(readlink -f -- "${BASH_SOURCE[0]}")
root=${self%/tools/*}
# shellcheck source=tools/launch.sh
. "$root/tools/launch.sh"
mr_program=class-archives
mr_find_java
archives=$root/target/class-archives/$mr_java_major
room=$root/target/class-archives/.$mr_java_major.tmp

# record PROGRAM: what makes it leave its archive, in the folder it works in.
record() {
    echo "-XX:TieredStopAtLevel=1 -Xlog:disable -XX:ArchiveClassesAtExit=$1.jsa"
}

# Whether the programs start with their archives and not without: one that a full disk cut short would end the JVM each time.
check() {
    local MR_CHUNK_OPTS MR_DRIVER_OPTS MR_WORKER_OPTS
    export MR_CHUNK_OPTS="-Xshare:on -XX:SharedArchiveFile=mr-chunk.jsa"
    export MR_DRIVER_OPTS="-Xshare:on -XX:SharedArchiveFile=mr-driver.jsa"
    export MR_WORKER_OPTS="-Xshare:on -XX:SharedArchiveFile=mr-worker.jsa"
    "$root/tools/mr-chunk" --version && "$root/tools/mr-driver" --version && "$root/tools/mr-worker" --version
}

train() {
    export MR_JAVA_HOME=${mr_java%/bin/java} MR_CHUNK_OPTS MR_DRIVER_OPTS MR_WORKER_OPTS
    MR_CHUNK_OPTS=$(record mr-chunk)
    MR_DRIVER_OPTS=$(record mr-driver)
    MR_WORKER_OPTS=$(record mr-worker)
    printf 'a word or two\nor three\n' >words.txt
    "$root/tools/mr-chunk" --chunks 2 --out chunks words.txt
    "$root/tools/mr-driver" start --dir job --local-workers 1 --inputs chunks --reduce-tasks 2
}

rm -rf "$archives" "$room"
mkdir -p "$room"
cd "$room"
if ! { train && check; } >train.log 2>&1 </dev/null; then
    cat train.log >&2
    echo "$mr_program: no archive of the programs' classes could be recorded; they start more slowly without" >&2
    cd "$root"
    rm -rf "$room"
    exit 0
fi
mkdir -p "$archives"
mv -- *.jsa "$archives"
cd "$root"
rm -rf "$room"
