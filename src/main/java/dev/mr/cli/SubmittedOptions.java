package dev.mr.cli;

import dev.mr.task.JobCode;
import dev.mr.task.JobSpec;
import dev.mr.task.PartitionerName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The options that a job may have over the network. A client has them on its command line; a service gets them as a map from
 * names without dashes to the text of the command line, {@code true} for a flag, and reads it as the command line is read.
 */
final class SubmittedOptions {
    private static final String DASHES = "--";

    @Mixin
    private TaskCounts counts;

    @Mixin
    private ShuffleOptions shuffle;

    @Mixin
    private AttemptOptions attempts;

    /**
     * Reads a map. Adds a problem for each option that is unknown or cannot be read; what they are is for {@link #check}.
     */
    static SubmittedOptions of(Map<String, String> options, List<String> problems) {
        SubmittedOptions read = new SubmittedOptions();
        CommandSpec spec = CommandSpec.forAnnotatedObject(read);
        Conversions conversions = new Conversions();
        conversions.install(spec);
        List<String> words = new ArrayList<>();
        new TreeMap<>(options).forEach((name, value) -> {
            OptionSpec option = spec.findOption(DASHES + name);
            if (option == null || !option.longestName().equals(DASHES + name)) {
                problems.add(refusal(name));
            } else if (option.arity().max() > 0) {
                words.add(DASHES + name + "=" + value);
            } else if (value.equals("true")) {
                words.add(DASHES + name);
            } else if (!value.equals("false")) {
                problems.add(DASHES + name + " is \"" + value + "\", expected true or false");
            }
        });
        try {
            new CommandLine(spec).parseArgs(words.toArray(String[]::new));
        } catch (ParameterException unreadable) {
            problems.add(String.valueOf(unreadable.getMessage()));
        }
        problems.addAll(conversions.problems());
        return read;
    }

    /** Why a service takes no option of this name, which has no dashes. */
    static String refusal(String name) {
        return switch (name) {
            case "map-cmd", "reduce-cmd", "input-format", "jar" ->
                DASHES + name + " is not for a service: it runs jobs by name alone, the bundled ones and those in the"
                        + " jobs folder of its operator; run this job with mr-driver start";
            case "lease", "heartbeat" ->
                DASHES + name + " is the service's, for all its jobs; leave it out, or set it with mr-driver serve "
                        + DASHES + name;
            default -> "unknown option " + DASHES + name;
        };
    }

    /**
     * What was given on the command line of a command that has these options, as {@link #of} reads it.
     *
     * @param command has read its line
     */
    static Map<String, String> given(CommandSpec command) {
        Map<String, String> given = new TreeMap<>();
        for (OptionSpec declared :
                CommandSpec.forAnnotatedObject(new SubmittedOptions()).options()) {
            OptionSpec option = command.findOption(declared.longestName());
            List<String> values = option.originalStringValues();
            String name = declared.longestName().substring(DASHES.length());
            if (option.arity().max() == 0) {
                if (Boolean.TRUE.equals(option.getValue())) {
                    given.put(name, "true");
                }
            } else if (!values.isEmpty()) {
                given.put(name, values.get(values.size() - 1));
            }
        }
        return given;
    }

    private TaskOptions tasks() {
        return new TaskOptions(counts, shuffle, attempts);
    }

    /** Adds everything that is wrong with the options, whatever the job and the inputs. */
    void check(List<String> problems) {
        tasks().check(problems);
    }

    /**
     * The spec these options make; they have been checked.
     *
     * @param usual the partitioner of the job's plan
     * @param usualMapTasks for when none are named
     */
    JobSpec spec(JobCode code, PartitionerName usual, int usualMapTasks, Duration lease, Duration heartbeat) {
        return tasks().spec(code, usual, usualMapTasks, attempts.rules(lease, heartbeat));
    }

    /** How many map tasks were asked for; null when none were. */
    @Nullable
    Integer mapTasks() {
        return counts.mapTasks;
    }

    /** Whether the plan of the job is to be {@link dev.mr.shuffle.JobPlan#combined()}. */
    boolean isCombined() {
        return shuffle.combine;
    }

    /** What one task may hold. */
    long memoryBytes() {
        return attempts.memoryBytes();
    }
}
