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
    private static final String PROGRAM = "embedded";

    public JobCode {
        jars = List.copyOf(jars);
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /**
     * A job whose code is in a running program and nowhere else. Its name is no jar's: nobody takes another job for it.
     *
     * @param name what the job calls itself; empty for nothing
     */
    public static JobCode ofProgram(String name, SortedMap<String, String> settings) {
        return new JobCode(name.isEmpty() ? PROGRAM : PROGRAM + ":" + name, List.of(), settings);
    }

    /** Whether only the program that started the job can run it. */
    public boolean isOfProgram() {
        return jars.isEmpty() && (name.equals(PROGRAM) || name.startsWith(PROGRAM + ":"));
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
