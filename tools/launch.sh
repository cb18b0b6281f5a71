# shellcheck shell=bash
# What the launchers share. They source this file; it is not run by itself.

# One line on stderr, then the exit code for a usage or configuration error.
mr_refuse() {
    printf '%s: %s\n' "$mr_program" "$1" >&2
    exit 2
}

# A JVM opens some fifty files before it does anything; with fewer it fails wherever it happens to be. It raises the soft limit to
# the hard one by itself.
mr_check_open_files() {
    local limit needed=64
    limit=$(ulimit -Hn)
    if [ "$limit" != unlimited ] && [ "$limit" -lt "$needed" ]; then
        printf '%s: the limit of open files is %s, and at least %s are needed; raise it (ulimit -n %s, or more) and run this again\n' \
            "$mr_program" "$limit" "$needed" "$needed" >&2
        exit 4
    fi
}

# Sets mr_java and mr_java_major if $1 is a java program of JDK 17 or newer. Starts a JVM only when no release file tells.
mr_try_java() {
    local java=$1 line version=""
    [ -x "$java" ] && [ ! -d "$java" ] || return 1
    if [ -r "${java%/bin/java}/release" ]; then
        while IFS= read -r line || [ -n "$line" ]; do
            case $line in
                JAVA_VERSION=*)
                    version=${line#JAVA_VERSION=}
                    version=${version//\"/}
                    break
                    ;;
            esac
        done <"${java%/bin/java}/release"
    fi
    if [ -z "$version" ]; then
        line=$("$java" -version 2>&1) || return 1
        [[ $line =~ version\ \"([^\"]*)\" ]] || return 1
        version=${BASH_REMATCH[1]}
    fi
    version=${version%%[!0-9]*}
    [ -n "$version" ] && [ "$version" -ge 17 ] || return 1
    mr_java=$java
    mr_java_major=$version
}

# Sets mr_java and mr_java_major, or refuses.
mr_find_java() {
    local home path
    for home in "${MR_JAVA_HOME:-}" "${JAVA_HOME:-}"; do
        if [ -n "$home" ] && mr_try_java "${home%/}/bin/java"; then
            return
        fi
    done
    if path=$(type -P java) && path=$(readlink -f -- "$path") && mr_try_java "$path"; then
        return
    fi
    for home in /usr/lib/jvm/*; do
        if mr_try_java "$home/bin/java"; then
            return
        fi
    done
    mr_refuse "no JDK 17 or newer found in MR_JAVA_HOME, JAVA_HOME, PATH or /usr/lib/jvm; install one, or set MR_JAVA_HOME to its folder"
}

# File names are UTF-8; in any other locale, or one that is not installed, the JVM would not find those with other letters.
mr_use_utf8() {
    if [ "$(locale charmap 2>/dev/null)" != UTF-8 ]; then
        export LC_ALL=C.UTF-8
    fi
}

# SQLite's library lies unpacked beside the jars; where there is none for this system the JVM extracts its own.
mr_use_native_sqlite() {
    local folder=$1/target/native/org/sqlite/native/$(uname -s)/$(uname -m)
    folder=${folder/Darwin/Mac}
    folder=${folder/%arm64/aarch64}
    if [ -d "$folder" ] && ! compgen -G '/lib/ld-musl-*' >/dev/null; then
        options+=("-Dorg.sqlite.lib.path=$folder")
    fi
}

# Sets mr_class_path, in one order in every locale: an archive of classes serves the class path it was made with.
mr_find_classes() {
    local LC_ALL=C jar
    mr_class_path=$1/target/mr.jar
    for jar in "$1"/target/lib/*.jar; do
        mr_class_path+=:$jar
    done
}

# mr_use_class_archive ROOT USER_JVM_OPTIONS: where tools/class-archives.sh has recorded the program's classes for this JDK, the JVM
# maps them instead of reading jars. One that does not fit, of another build or folder, is passed over without a word.
mr_use_class_archive() {
    local folder=$1/target/class-archives/$mr_java_major
    if [ ! -d "$folder" ]; then return; fi
    options+=("-Dmr.class.archives=$folder")
    case $2 in *Archive* | *-Xshare*) return ;; esac
    if [ -r "$folder/$mr_program.jsa" ]; then
        options+=("-XX:SharedArchiveFile=$folder/$mr_program.jsa" "-Xlog:cds*=off")
        if [ "$mr_java_major" -ge 24 ]; then options+=("-Xlog:aot*=off"); fi
    fi
}

# mr_launch ROOT PROGRAM MAIN_CLASS JVM_OPTIONS USER_JVM_OPTIONS ARGUMENT...: becomes the JVM, so that its pid is the program's.
mr_launch() {
    local root=$1 main=$3 options=() more=()
    mr_program=$2
    read -r -a options <<<"$4" || true
    read -r -d '' -a more <<<"$5" || true
    shift 5
    if [ ! -f "$root/target/mr.jar" ] || [ ! -d "$root/target/lib" ]; then
        mr_refuse "not built yet, $root/target/mr.jar or target/lib is missing; run: (cd '$root' && mvn -q -DskipTests package)"
    fi
    mr_check_open_files
    mr_find_java
    mr_use_utf8
    options+=(--enable-native-access=ALL-UNNAMED -Dfile.encoding=UTF-8 -XX:-UsePerfData)
    # Else gRPC unpacks a native library into /tmp at each start, and does not use it.
    options+=(-Dio.grpc.netty.shaded.io.netty.transport.noNative=true)
    if [ "$mr_program" = mr-worker ]; then
        # It has time to tell its driver what the job's code was at, before it is killed; not once it has ended and its number is
        # another's. The JVM splits commands at semicolons. See RunOptionsMixin.
        options+=('-XX:OnOutOfMemoryError=began=$(ps -o lstart= -p %p || true) && sleep 5 && [ "$(ps -o lstart= -p %p || true)" = "$began" ] && kill -9 %p &')
    else
        options+=("-XX:OnOutOfMemoryError=kill -9 %p")
    fi
    # JDK 24 warns about a class that gRPC uses; JDK 17 does not know the option.
    if [ "$mr_java_major" -ge 24 ]; then
        options+=(--sun-misc-unsafe-memory-access=allow)
    fi
    mr_use_native_sqlite "$root"
    mr_find_classes "$root"
    mr_use_class_archive "$root" "${more[*]-}"
    if [ -t 1 ]; then options+=(-Dmr.stdout.terminal=true); else options+=(-Dmr.stdout.terminal=false); fi
    if [ -t 2 ]; then
        options+=(-Dmr.stderr.terminal=true)
        # bash learns the width of the terminal when a child has ended.
        shopt -s checkwinsize
        (:)
        if [ "${COLUMNS:-0}" -gt 0 ] 2>/dev/null; then options+=("-Dmr.columns=$COLUMNS"); fi
    else
        options+=(-Dmr.stderr.terminal=false)
    fi
    exec "$mr_java" "${options[@]}" ${more[@]+"${more[@]}"} -cp "$mr_class_path" "$main" "$@"
}
