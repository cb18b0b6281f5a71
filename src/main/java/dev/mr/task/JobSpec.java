package dev.mr.task;

import java.util.Map;

/**
 * What a job is to do, fixed at its start and stored with it. Output bytes depend on these, the inputs, and nothing else.
 *
 * @param mapTasks N, at least 1
 * @param reduceTasks M, at least 1
 * @param outputPrefix what the names of output files begin with, {@code out-} by default
 */
public record JobSpec(
        JobCode code, int mapTasks, int reduceTasks, ShuffleSpec shuffle, String outputPrefix, AttemptRules rules) {
    /** The job's name, such as {@code wordcount}. */
    public String name() {
        return code.name();
    }

    /** The spec as command-line option names (without dashes) and values, in a fixed order; see {@link JobSpecText}. */
    public Map<String, String> options() {
        return JobSpecText.options(this);
    }

    /**
     * The inverse of {@link #options()}.
     *
     * @throws IllegalArgumentException naming an option that is missing or unreadable
     */
    public static JobSpec ofOptions(Map<String, String> options) {
        return JobSpecText.parse(options);
    }

    public JobSpec withShuffle(ShuffleSpec other) {
        return new JobSpec(code, mapTasks, reduceTasks, other, outputPrefix, rules);
    }
}
