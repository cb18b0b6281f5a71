package dev.mr.cli;

import java.util.List;

/**
 * What a setting was found to be.
 *
 * @param texts as a command line would have it: one, or any number where the option may be repeated
 * @param source what kind of place it is from
 * @param origin that place, such as {@code flag}, {@code MR_LISTEN} or {@code mr.toml:3}
 */
record SettingValue(List<String> texts, Source source, String origin) {
    /** Where settings come from; what is named first counts. */
    enum Source {
        FLAG,
        ENVIRONMENT,
        FILE,
        DEFAULT
    }
}
