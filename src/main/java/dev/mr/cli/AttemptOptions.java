package dev.mr.cli;

import dev.mr.task.AttemptRules;
import dev.mr.task.ShuffleSpec;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what one attempt at a task may take, and how often one may fail. */
final class AttemptOptions {
    private static final long MIN_MEMORY_BYTES = 1 << 20;

    @Option(
            names = "--max-attempts",
            paramLabel = "K",
            description = "How often the job's code may fail on one task before the job fails (default: 4).")
    @Nullable
    Integer maxAttempts;

    @Option(
            names = "--max-worker-losses",
            paramLabel = "K",
            description = "How many workers may die on one task before the job fails (default: 20).")
    @Nullable
    Integer maxWorkerLosses;

    @Option(
            names = "--task-timeout",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "How long a task may be without progress (default: 10m).")
    @Nullable
    Duration taskTimeout;

    @Option(
            names = "--skip-bad-records",
            paramLabel = "K",
            description =
                    "How many input records on which the map function fails twice may be left out; what a reduce function"
                            + " fails on never is (default: 0).")
    @Nullable
    Integer skipBadRecords;

    @Option(names = "--no-backup", description = "Let no idle worker try again what takes very long elsewhere.")
    boolean noBackup;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = SizeOption.class,
            description =
                    "What one task may hold in tables and buffers before it spills; a worker's heap must be a third"
                            + " larger (default: 128MiB).")
    @Nullable
    Long memory;

    long memoryBytes() {
        return Given.or(memory, ShuffleSpec.DEFAULT_MEMORY_BYTES);
    }

    /** The rules these options make with that lease and heartbeat. */
    AttemptRules rules(Duration lease, Duration heartbeat) {
        return new AttemptRules(
                lease,
                heartbeat,
                Given.or(taskTimeout, AttemptRules.DEFAULT_TASK_TIMEOUT),
                Given.or(maxAttempts, 4),
                Given.or(maxWorkerLosses, 20),
                Given.or(skipBadRecords, 0),
                !noBackup);
    }

    /** Adds everything that is wrong with the options given. */
    void check(List<String> problems) {
        Given.inRange("--max-attempts", maxAttempts, 1_000, problems);
        Given.inRange("--max-worker-losses", maxWorkerLosses, 1_000_000, problems);
        if (memory != null && memory < MIN_MEMORY_BYTES) {
            problems.add("--memory is " + memory + " bytes, expected at least 1MiB");
        }
        if (taskTimeout != null && taskTimeout.toMillis() < 1_000) {
            problems.add("--task-timeout is " + taskTimeout.toMillis() + "ms, expected at least 1s");
        }
        if (skipBadRecords != null && skipBadRecords < 0) {
            problems.add("--skip-bad-records is " + skipBadRecords + ", expected 0 or more");
        }
    }
}
