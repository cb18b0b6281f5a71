package dev.mr.cli;

import dev.mr.task.AttemptRules;
import dev.mr.task.Compression;
import dev.mr.task.Durability;
import dev.mr.task.JobCode;
import dev.mr.task.JobSpec;
import dev.mr.task.OutputFormat;
import dev.mr.task.PartitionerName;
import dev.mr.task.ShuffleSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of a job that mean the same wherever it runs: all but those that say which job it is, and how often its workers
 * speak. Which command declares them in which order is its own affair.
 */
record TaskOptions(TaskCounts counts, ShuffleOptions shuffle, AttemptOptions attempts) {
    /** Adds everything that is wrong with the options given, whatever the job and the inputs. */
    void check(List<String> problems) {
        counts.check(problems);
        shuffle.check(problems);
        attempts.check(problems);
    }

    /** The spec these options make of that code, its partitioner and so many map tasks if none are named. */
    JobSpec spec(JobCode code, PartitionerName usual, int usualMapTasks, AttemptRules rules) {
        return new JobSpec(
                code,
                Given.or(counts.mapTasks, Math.max(1, usualMapTasks)),
                Given.or(counts.reduceTasks, 4),
                new ShuffleSpec(
                        Given.or(shuffle.partitioner, usual),
                        List.of(),
                        shuffle.combine,
                        Given.or(shuffle.compression, Compression.NONE),
                        Given.or(shuffle.outputFormat, OutputFormat.TEXT),
                        attempts.memoryBytes(),
                        Given.or(shuffle.durability, Durability.PROCESS)),
                Given.or(shuffle.outputPrefix, "out-"),
                rules);
    }

    /** Takes from the job whose records are replayed what makes its output, wherever that is not given. */
    void inherit(JobSpec replayed) {
        counts.reduceTasks = Given.or(counts.reduceTasks, replayed.reduceTasks());
        ShuffleSpec other = replayed.shuffle();
        if (shuffle.partitioner == null && other.partitioner() != PartitionerName.JOB) {
            shuffle.partitioner = other.partitioner();
        }
        shuffle.combine |= other.combine();
        shuffle.outputFormat = Given.or(shuffle.outputFormat, other.output());
        shuffle.outputPrefix = Given.or(shuffle.outputPrefix, replayed.outputPrefix());
        attempts.memory = Given.or(attempts.memory, other.memoryBytes());
        attempts.taskTimeout = Given.or(attempts.taskTimeout, replayed.rules().taskTimeout());
    }

    /** Puts each option that was given, in the text that a job stores of it, which is in {@code all}. */
    void putGiven(Map<String, String> given, Map<String, String> all) {
        put(given, all, "map-tasks", counts.mapTasks);
        put(given, all, "reduce-tasks", counts.reduceTasks);
        put(given, all, "partitioner", shuffle.partitioner);
        put(given, all, "output-prefix", shuffle.outputPrefix);
        put(given, all, "max-attempts", attempts.maxAttempts);
        put(given, all, "max-worker-losses", attempts.maxWorkerLosses);
        put(given, all, "memory", attempts.memory);
        put(given, all, "combine", shuffle.combine ? "true" : null);
        put(given, all, "compress", shuffle.compression);
        put(given, all, "durability", shuffle.durability);
        put(given, all, "output-format", shuffle.outputFormat);
        put(given, all, "task-timeout", attempts.taskTimeout);
        put(given, all, "skip-bad-records", attempts.skipBadRecords);
        put(given, all, "backup", attempts.noBackup ? "false" : null);
    }

    /** Puts one of them. */
    static void put(Map<String, String> given, Map<String, String> all, String name, @Nullable Object value) {
        if (value != null) {
            given.put(name, all.getOrDefault(name, ""));
        }
    }
}
