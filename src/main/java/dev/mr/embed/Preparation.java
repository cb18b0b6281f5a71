package dev.mr.embed;

import dev.mr.api.Input;
import dev.mr.driver.InputPlan;
import dev.mr.driver.InputPlanner;
import dev.mr.files.FileSystem;
import dev.mr.shuffle.JobPlan;
import dev.mr.task.AttemptRules;
import dev.mr.task.ExitCode;
import dev.mr.task.JobCode;
import dev.mr.task.JobSpec;
import dev.mr.task.MrException;
import dev.mr.task.OutputFormat;
import dev.mr.task.ShuffleSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A job that can be run: everything a program said of it has been looked at.
 *
 * @param spec without the boundaries of partitions by range, which are sampled when the job starts
 * @param workers how many threads
 */
record Preparation(JobPlan plan, JobSpec spec, InputPlan inputs, int workers) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final long MIB = 1 << 20;
    private static final int MOST_WORKERS = 256;

    /**
     * Looks at everything, creates nothing.
     *
     * @throws IllegalArgumentException naming everything that is wrong
     * @throws MrException INPUT_CHANGED when chunks are not as they were made
     */
    static Preparation of(Terms terms, FileSystem files) {
        List<String> problems = new ArrayList<>();
        checkNumbers(terms, problems);
        checkKeys(terms, problems);
        checkFolder("directory", terms.directory, problems);
        checkFolder("temporaryIn", terms.temporaryIn, problems);
        if (terms.directory != null && terms.temporaryIn != null) {
            problems.add("directory and temporaryIn exclude each other");
        }
        int workers = workers(terms, problems);
        @Nullable JobPlan plan = null;
        String name = "";
        SortedMap<String, String> settings = terms.settings;
        try {
            name = terms.job.name();
            List<String> wrong = new ArrayList<>();
            settings = terms.job.settings(terms.settings, wrong);
            wrong.forEach(problem -> problems.add(Wording.forProgram(problem)));
            plan = wrong.isEmpty() ? terms.job.plan(settings) : null;
        } catch (IllegalArgumentException impossible) {
            problems.add(String.valueOf(impossible.getMessage()));
        }
        @Nullable InputPlan inputs = inputs(terms, plan, files, problems);
        if (plan == null || inputs == null || !problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        JobSpec spec = new JobSpec(
                JobCode.ofProgram(name, settings),
                inputs.splits().size(),
                terms.reduceTasks,
                shuffle(terms, plan),
                "out-",
                new AttemptRules(
                        AttemptRules.DEFAULT.lease(),
                        AttemptRules.DEFAULT.heartbeat(),
                        terms.taskTimeout,
                        terms.maxAttempts,
                        AttemptRules.DEFAULT.maxWorkerLosses(),
                        terms.skipBadRecords,
                        AttemptRules.DEFAULT.backup()));
        return new Preparation(plan, spec, inputs, workers);
    }

    private static ShuffleSpec shuffle(Terms terms, JobPlan plan) {
        return new ShuffleSpec(
                plan.partitionerName(),
                List.of(),
                false,
                terms.compression,
                terms.text ? OutputFormat.TEXT : OutputFormat.RECORDS,
                terms.memoryBytes,
                terms.durability);
    }

    private static void checkNumbers(Terms terms, List<String> problems) {
        if (terms.mapTasks != null) {
            inRange("mapTasks", terms.mapTasks, 1_000_000, problems);
        }
        inRange("reduceTasks", terms.reduceTasks, 100_000, problems);
        inRange("maxAttempts", terms.maxAttempts, 1_000, problems);
        if (terms.skipBadRecords < 0) {
            problems.add("skipBadRecords is " + terms.skipBadRecords + ", expected 0 or more");
        }
        if (terms.taskTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            problems.add("taskTimeout is " + terms.taskTimeout + ", expected at least a second");
        }
        if (terms.memoryBytes < MIB) {
            problems.add("memory is " + terms.memoryBytes + " bytes, expected at least 1 MiB");
        }
    }

    private static void checkKeys(Terms terms, List<String> problems) {
        for (String key : terms.settings.keySet()) {
            if (!NAME.matcher(key).matches()) {
                problems.add("the option \"" + key + "\" is not 1 to 100 of A-Z a-z 0-9 . _ -");
            }
        }
    }

    private static void checkFolder(String what, @Nullable Path given, List<String> problems) {
        if (given != null && Files.exists(given) && !Files.isDirectory(given)) {
            problems.add(what + ": " + given + " is not a directory");
        }
    }

    private static void inRange(String what, int given, int most, List<String> problems) {
        if (given < 1 || given > most) {
            problems.add(what + " is " + given + ", expected 1 to " + most);
        }
    }

    /** As many as wanted, or as have work to do and room in the heap: a fourth of it is for everything else. */
    private static int workers(Terms terms, List<String> problems) {
        long room = Runtime.getRuntime().maxMemory() / 4 * 3;
        long fit = room / Math.max(MIB, terms.memoryBytes);
        if (terms.workers == null && fit >= 1) {
            return (int)
                    Math.min(fit, Math.min(MOST_WORKERS, Runtime.getRuntime().availableProcessors()));
        }
        int wanted = terms.workers == null ? 1 : terms.workers;
        inRange("workers", wanted, MOST_WORKERS, problems);
        if (wanted > fit) {
            problems.add("memory is " + terms.memoryBytes / MIB + " MiB for each of " + wanted
                    + (wanted == 1 ? " worker" : " workers") + ", but the heap has room for " + room / MIB
                    + " MiB in all; give the program more with -Xmx, or the job fewer workers or less memory");
        }
        return wanted;
    }

    private static @Nullable InputPlan inputs(
            Terms terms, @Nullable JobPlan plan, FileSystem files, List<String> problems) {
        if (terms.inputs.isEmpty()) {
            problems.add("there are no inputs; name files or folders with inputs(...)");
            return null;
        }
        Input input = plan == null ? Input.LINES : plan.input();
        try {
            return new InputPlanner(files)
                    .plan(
                            terms.inputs,
                            terms.mapTasks == null || terms.mapTasks < 1 ? null : terms.mapTasks,
                            new InputPlanner.Reading(
                                    input.isSplittable(), input.needsWholeLines(), plan == null ? 0 : plan.inputs()));
        } catch (MrException unusable) {
            if (unusable.exitCode() != ExitCode.USAGE) {
                throw unusable;
            }
            problems.add(Wording.forProgram(unusable.line()));
            return null;
        }
    }
}
