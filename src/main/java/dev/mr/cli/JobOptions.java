package dev.mr.cli;

import dev.mr.driver.InputPlanner;
import dev.mr.shuffle.JobPlan;
import dev.mr.task.AttemptRules;
import dev.mr.task.Compression;
import dev.mr.task.JobCode;
import dev.mr.task.JobSpec;
import dev.mr.task.OutputFormat;
import dev.mr.task.PartitionerName;
import dev.mr.task.ShuffleSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that are stored with a job. On {@code resume} they may be repeated, but not changed. */
final class JobOptions {
    private static final int MAX_MAP_TASKS = 1_000_000;
    private static final int MAX_REDUCE_TASKS = 100_000;
    private static final int MAX_PREFIX_BYTES = 200;
    private static final long MIN_MEMORY_BYTES = 1 << 20;

    @Option(names = "--map-tasks", paramLabel = "N", description = "Map tasks (default: one for each input file).")
    @Nullable
    Integer mapTasks;

    @Option(names = "--reduce-tasks", paramLabel = "M", description = "Reduce tasks (default: 4).")
    private @Nullable Integer reduceTasks;

    @Mixin
    private JobChoice choice;

    @Option(
            names = "--partitioner",
            paramLabel = "NAME",
            description =
                    "Who gets which key: first-letter, fnv1a or range (default: the job's; wordcount's is first-letter).")
    private @Nullable PartitionerName partitioner;

    @Option(
            names = "--combine",
            description = "Add up in the map task what a job of plain keys would write as it comes.")
    private boolean combine;

    @Option(
            names = "--compress",
            paramLabel = "NAME",
            description = "How intermediate files are compressed: ${COMPLETION-CANDIDATES} (default: none).")
    private @Nullable Compression compression;

    @Option(
            names = "--output-format",
            paramLabel = "NAME",
            description = "text, or records: binary, any key and value as it is, see mr-driver cat (default: text).")
    private @Nullable OutputFormat outputFormat;

    @Option(
            names = "--output-prefix",
            paramLabel = "PREFIX",
            description = "What the names of output files begin with (default: out-).")
    private @Nullable String outputPrefix;

    @Option(
            names = "--lease",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "How long a worker may be silent before its tasks go to another (default: 10s).")
    private @Nullable Duration lease;

    @Option(
            names = "--heartbeat",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "How often a worker speaks (default: 1s, or a quarter of a lease shorter than 4s).")
    private @Nullable Duration heartbeat;

    @Option(
            names = "--max-attempts",
            paramLabel = "K",
            description = "How often the job's code may fail on one task before the job fails (default: 4).")
    private @Nullable Integer maxAttempts;

    @Option(
            names = "--max-worker-losses",
            paramLabel = "K",
            description = "How many workers may die on one task before the job fails (default: 20).")
    private @Nullable Integer maxWorkerLosses;

    @Option(
            names = "--task-timeout",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "How long a task may be without progress (default: 10m).")
    private @Nullable Duration taskTimeout;

    @Option(
            names = "--skip-bad-records",
            paramLabel = "K",
            description =
                    "How many input records on which the map function fails twice may be left out; what a reduce function"
                            + " fails on never is (default: 0).")
    private @Nullable Integer skipBadRecords;

    @Option(names = "--no-backup", description = "Let no idle worker try again what takes very long elsewhere.")
    private boolean noBackup;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = SizeOption.class,
            description =
                    "What one task may hold in tables and buffers before it spills; a worker's heap must be a third"
                            + " larger (default: 128MiB).")
    private @Nullable Long memory;

    /** The options that say which job it is. */
    JobChoice choice() {
        return choice;
    }

    /** The plan of the job these options name; they have been checked. */
    JobPlan plan() {
        JobPlan plan = choice.chosen().plan();
        return combine ? plan.combined() : plan;
    }

    /** What the job asks of its inputs; anything goes while the job is not known. */
    InputPlanner.Reading reading() {
        return choice.isFound()
                ? new InputPlanner.Reading(
                        plan().input().isSplittable(), plan().input().needsWholeLines(), plan().inputs())
                : InputPlanner.Reading.ANYTHING;
    }

    /** Takes from the job whose records are replayed what makes its output, wherever that is not given; adds what contradicts. */
    void inherit(JobSpec replayed, List<String> problems) {
        choice.inherit(replayed.code(), problems);
        ShuffleSpec shuffle = replayed.shuffle();
        reduceTasks = or(reduceTasks, replayed.reduceTasks());
        if (partitioner == null && shuffle.partitioner() != PartitionerName.JOB) {
            partitioner = shuffle.partitioner();
        }
        combine |= shuffle.combine();
        outputFormat = or(outputFormat, shuffle.output());
        outputPrefix = or(outputPrefix, replayed.outputPrefix());
        memory = or(memory, shuffle.memoryBytes());
        taskTimeout = or(taskTimeout, replayed.rules().taskTimeout());
    }

    /** The spec these options make, with so many map tasks if none were named; they have been checked. */
    JobSpec spec(int usualMapTasks) {
        JobChoice.Chosen chosen = choice.chosen();
        return spec(chosen.code(), chosen.partitioner(), usualMapTasks);
    }

    private JobSpec spec(JobCode code, PartitionerName usual, int usualMapTasks) {
        return new JobSpec(
                code,
                or(mapTasks, Math.max(1, usualMapTasks)),
                or(reduceTasks, 4),
                new ShuffleSpec(
                        or(partitioner, usual),
                        List.of(),
                        combine,
                        or(compression, Compression.NONE),
                        or(outputFormat, OutputFormat.TEXT),
                        memoryBytes()),
                or(outputPrefix, "out-"),
                rules());
    }

    long memoryBytes() {
        return or(memory, ShuffleSpec.DEFAULT_MEMORY_BYTES);
    }

    private AttemptRules rules() {
        Duration leased = or(lease, Duration.ofSeconds(10));
        Duration quarter = leased.dividedBy(4);
        Duration usual = quarter.compareTo(Duration.ofSeconds(1)) < 0 ? quarter : Duration.ofSeconds(1);
        return new AttemptRules(
                leased,
                or(heartbeat, usual),
                or(taskTimeout, AttemptRules.DEFAULT_TASK_TIMEOUT),
                or(maxAttempts, 4),
                or(maxWorkerLosses, 20),
                or(skipBadRecords, 0),
                !noBackup);
    }

    private static <T> T or(@Nullable T given, T usual) {
        return given == null ? usual : given;
    }

    /** Adds everything that is wrong with the options given, whatever the job and the inputs. */
    void check(List<String> problems) {
        inRange("--map-tasks", mapTasks, MAX_MAP_TASKS, problems);
        inRange("--reduce-tasks", reduceTasks, MAX_REDUCE_TASKS, problems);
        inRange("--max-attempts", maxAttempts, 1_000, problems);
        inRange("--max-worker-losses", maxWorkerLosses, 1_000_000, problems);
        if (outputPrefix != null && !isName(outputPrefix)) {
            problems.add("--output-prefix is \"" + outputPrefix + "\", expected 1 to " + MAX_PREFIX_BYTES
                    + " bytes without a separator, not beginning with a dot");
        }
        AttemptRules spec = rules();
        if (spec.lease().toMillis() < 100) {
            problems.add("--lease is " + spec.lease().toMillis() + "ms, expected at least 100ms");
        }
        if (heartbeat != null
                && (spec.heartbeat().isZero()
                        || spec.heartbeat().multipliedBy(2).compareTo(spec.lease()) > 0)) {
            problems.add(
                    "--heartbeat is " + spec.heartbeat().toMillis() + "ms, expected more than 0 and at most half of"
                            + " the lease, " + spec.lease().toMillis() + "ms");
        }
        if (memory != null && memory < MIN_MEMORY_BYTES) {
            problems.add("--memory is " + memory + " bytes, expected at least 1MiB");
        }
        if (taskTimeout != null && taskTimeout.toMillis() < 1_000) {
            problems.add("--task-timeout is " + taskTimeout.toMillis() + "ms, expected at least 1s");
        }
        if (skipBadRecords != null && skipBadRecords < 0) {
            problems.add("--skip-bad-records is " + skipBadRecords + ", expected 0 or more");
        }
        if (or(skipBadRecords, 0) > 0 && choice.isStreaming()) {
            problems.add("--skip-bad-records means nothing with --map-cmd: what a command failed on is not known");
        }
    }

    private static void inRange(String option, @Nullable Integer given, int most, List<String> problems) {
        if (given != null && (given < 1 || given > most)) {
            problems.add(option + " is " + given + ", expected 1 to " + most);
        }
    }

    private static boolean isName(String prefix) {
        return !prefix.isEmpty()
                && !prefix.startsWith(".")
                && prefix.chars().noneMatch(c -> c == '/' || Character.isISOControl(c))
                && prefix.getBytes(StandardCharsets.UTF_8).length <= MAX_PREFIX_BYTES;
    }

    /** The options that were given, as a job stores them. Adds what is wrong with those that name a job. */
    Map<String, String> given(List<String> problems) {
        Map<String, String> given = choice.repeated(problems);
        Map<String, String> all =
                spec(JobCode.bundled("any"), PartitionerName.FNV1A, 1).options();
        put(given, all, "map-tasks", mapTasks);
        put(given, all, "reduce-tasks", reduceTasks);
        put(given, all, "partitioner", partitioner);
        put(given, all, "output-prefix", outputPrefix);
        put(given, all, "lease", lease);
        put(given, all, "heartbeat", heartbeat);
        put(given, all, "max-attempts", maxAttempts);
        put(given, all, "max-worker-losses", maxWorkerLosses);
        put(given, all, "memory", memory);
        put(given, all, "combine", combine ? "true" : null);
        put(given, all, "compress", compression);
        put(given, all, "output-format", outputFormat);
        put(given, all, "task-timeout", taskTimeout);
        put(given, all, "skip-bad-records", skipBadRecords);
        put(given, all, "backup", noBackup ? "false" : null);
        return given;
    }

    private static void put(Map<String, String> given, Map<String, String> all, String name, @Nullable Object value) {
        if (value != null) {
            given.put(name, all.getOrDefault(name, ""));
        }
    }
}
