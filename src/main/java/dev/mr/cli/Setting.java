package dev.mr.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What may stand in {@code mr.toml} and in {@code MR_*} variables: options of a service and of its clients. */
enum Setting {
    ROOT(Kind.PATH),
    INPUT_ROOT(Kind.PATHS),
    LISTEN(Kind.TEXT),
    MIN_WORKERS(Kind.NUMBER),
    MAX_RUNNING_JOBS(Kind.NUMBER),
    JOBS_DIR(Kind.PATH),
    LOCAL_WORKERS(Kind.NUMBER),
    MIN_FREE(Kind.SIZE),
    LEASE(Kind.TEXT),
    HEARTBEAT(Kind.TEXT),
    KEEP_JOBS(Kind.NUMBER),
    KEEP_FOR(Kind.TEXT),
    TLS_CERT(Kind.PATH),
    TLS_KEY(Kind.PATH),
    TLS_CA(Kind.PATH),
    DRIVER(Kind.TEXT),
    TOKEN_FILE(Kind.PATH);

    /** What a setting is in a file of settings. */
    enum Kind {
        TEXT("a string"),
        PATH("a string"),
        PATHS("a string or an array of strings"),
        NUMBER("a whole number"),
        SIZE("a string or a whole number");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }

        boolean isPath() {
            return this == PATH || this == PATHS;
        }
    }

    private final Kind kind;

    Setting(Kind kind) {
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /** As in a file of settings, such as {@code input-root}. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As on a command line, such as {@code --input-root}. */
    String option() {
        return "--" + key();
    }

    /** As in the environment, such as {@code MR_INPUT_ROOT}. */
    String variable() {
        return "MR_" + name();
    }

    /** The setting of this key; empty when there is none. */
    static Optional<Setting> of(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key().equals(key))
                .findFirst();
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(Setting::key).toList();
    }
}
