package dev.mr.task;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which map and reduce functions a job runs.
 *
 * @param name the job's name, such as {@code wordcount}
 * @param jars where its classes are, in order; none for a bundled job
 * @param settings the values of all its options, by name
 */
public record JobCode(String name, List<Jar> jars, SortedMap<String, String> settings) {
    public JobCode {
        jars = List.copyOf(jars);
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /** A bundled job without options. */
    public static JobCode bundled(String name) {
        return new JobCode(name, List.of(), new TreeMap<>());
    }

    /**
     * A jar as it was when the job started.
     *
     * @param path absolute path
     * @param sha256 of its bytes, 64 hexadecimal digits
     */
    public record Jar(String path, String sha256) {}
}
