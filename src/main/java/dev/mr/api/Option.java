package dev.mr.api;

import org.jspecify.annotations.Nullable;

/**
 * One option of a job.
 *
 * @param name {@code [A-Za-z0-9._-]+}
 * @param initial its value when none is given; null when one must be given
 * @param description what it does, in a line
 */
public record Option(String name, @Nullable String initial, String description) {
    /** An option that has a value when none is given. */
    public static Option of(String name, String initial, String description) {
        return new Option(name, initial, description);
    }

    /** An option that must be given. */
    public static Option required(String name, String description) {
        return new Option(name, null, description);
    }
}
