package dev.mr.cli;

import dev.mr.driver.InputPlanner;
import dev.mr.shuffle.JobPlan;
import dev.mr.task.AttemptRules;
import dev.mr.task.JobCode;
import dev.mr.task.JobSpec;
import dev.mr.task.PartitionerName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that are stored with a job. On {@code resume} they may be repeated, but not changed. */
final class JobOptions {
    @Mixin
    private TaskCounts counts;

    @Mixin
    private JobChoice choice;

    @Mixin
    private ShuffleOptions shuffle;

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

    @Mixin
    private AttemptOptions attempts;

    /** The options that say which job it is. */
    JobChoice choice() {
        return choice;
    }

    /** How many map tasks were asked for; null when none were. */
    @Nullable
    Integer mapTasks() {
        return counts.mapTasks;
    }

    private TaskOptions tasks() {
        return new TaskOptions(counts, shuffle, attempts);
    }

    /** The plan of the job these options name; they have been checked. */
    JobPlan plan() {
        JobPlan plan = choice.chosen().plan();
        return shuffle.combine ? plan.combined() : plan;
    }

    /** What the job asks of its inputs; anything goes while the job is not known. */
    InputPlanner.Reading reading() {
        return choice.isFound() ? reading(plan()) : InputPlanner.Reading.ANYTHING;
    }

    /** What a plan asks of its inputs. */
    static InputPlanner.Reading reading(JobPlan plan) {
        return new InputPlanner.Reading(
                plan.input().isSplittable(), plan.input().needsWholeLines(), plan.inputs());
    }

    /** Takes from the job whose records are replayed what makes its output, wherever that is not given; adds what contradicts. */
    void inherit(JobSpec replayed, List<String> problems) {
        choice.inherit(replayed.code(), problems);
        tasks().inherit(replayed);
    }

    /** The spec these options make, with so many map tasks if none were named; they have been checked. */
    JobSpec spec(int usualMapTasks) {
        JobChoice.Chosen chosen = choice.chosen();
        return tasks().spec(chosen.code(), chosen.partitioner(), usualMapTasks, rules());
    }

    long memoryBytes() {
        return attempts.memoryBytes();
    }

    private AttemptRules rules() {
        Duration leased = Given.or(lease, Duration.ofSeconds(10));
        return attempts.rules(leased, Given.or(heartbeat, LeaseOptions.usualHeartbeat(leased)));
    }

    /** Adds everything that is wrong with the options given, whatever the job and the inputs. */
    void check(List<String> problems) {
        tasks().check(problems);
        LeaseOptions.check(rules().lease(), heartbeat, problems);
        if (Given.or(attempts.skipBadRecords, 0) > 0 && choice.isStreaming()) {
            problems.add("--skip-bad-records means nothing with --map-cmd: what a command failed on is not known");
        }
    }

    /** The options that were given, as a job stores them. Adds what is wrong with those that name a job. */
    Map<String, String> given(List<String> problems) {
        Map<String, String> given = choice.repeated(problems);
        Map<String, String> all = tasks().spec(JobCode.bundled("any"), PartitionerName.FNV1A, 1, rules())
                .options();
        tasks().putGiven(given, all);
        TaskOptions.put(given, all, "lease", lease);
        TaskOptions.put(given, all, "heartbeat", heartbeat);
        return given;
    }
}
