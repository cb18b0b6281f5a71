package dev.mr.api;

import java.util.List;
import java.util.Locale;

/**
 * A job: what map and reduce are, and what lies between them. It names no engine, file or machine, so the same class runs
 * wherever its plan is understood.
 *
 * <p>A job that is brought in a jar is found by {@link java.util.ServiceLoader}: the class is public, has a public constructor
 * without parameters, and is listed in {@code META-INF/services/dev.mr.api.Job}.
 */
public interface Job {
    /** What the job is called on a command line: {@code [A-Za-z0-9._-]+}; the lower-case name of the class by default. */
    default String name() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** What the job does, in a line, for lists of jobs. */
    default String description() {
        return "";
    }

    /** The options that {@code --set key=value} may give it; none by default. */
    default List<Option> options() {
        return List.of();
    }

    /**
     * Says how the job is to be run. Called at the start of a job, so that mistakes show before the first task, and again in
     * each worker: it must say the same each time it is given the same options, and touch nothing else.
     *
     * @throws IllegalArgumentException when an option's value is not possible; the message names the option
     */
    void define(Plan plan, Options options);
}
