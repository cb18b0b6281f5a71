package dev.mr.cli;

import dev.mr.catalog.JobScope;
import dev.mr.driver.DriverSite;
import dev.mr.driver.InputPlan;
import dev.mr.driver.InputPlanner;
import dev.mr.driver.JobStart;
import dev.mr.driver.Replay;
import dev.mr.driver.SampleProcess;
import dev.mr.driver.Site;
import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.task.Counted;
import dev.mr.task.ExitCode;
import dev.mr.task.HeapRoom;
import dev.mr.task.JobSpec;
import dev.mr.task.MrException;
import dev.mr.task.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mr-driver start}. */
@Command(
        name = "start",
        description = "Runs one job in the foreground and ends with it.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  mr-driver start --local-workers 2",
            "  mr-driver start --inputs chunks --map-tasks 6 --reduce-tasks 4 --dir files",
            "  mr-driver start --inputs a.txt b.txt --partitioner fnv1a --output-prefix mr-out- --dir /data/job1",
            "  mr-driver start --runner sequential --dir /tmp/oracle"
        })
final class StartCommand implements Callable<Integer>, Checked {
    /** How a job is run. */
    enum Runner {
        DRIVER,
        SEQUENTIAL;

        @Override
        public String toString() {
            return this == DRIVER ? "driver" : "sequential";
        }
    }

    private final FileSystem files = new LocalFileSystem();
    private final InputPlanner planner = new InputPlanner(files);
    private @Nullable InputPlan plan;
    private @Nullable Replay records;
    private @Nullable MrException failure;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--inputs",
            paramLabel = "PATH",
            arity = "1..*",
            description = "Files and folders to read (default: chunks if mr-chunk made it, else inputs).")
    private List<Path> inputs = new ArrayList<>();

    @Mixin
    private DirectoryOptions directoryOptions;

    @Option(
            names = "--replay",
            paramLabel = "DIR",
            description = "Run the job of this directory, with its jars and options unless others are given, over the"
                    + " records alone that it left out (--skip-bad-records).")
    private @Nullable Path replay;

    @Option(
            names = "--force",
            description =
                    "Replace the finished job of the directory, or what --runner sequential made there, with all output.")
    private boolean force;

    @Option(
            names = "--runner",
            paramLabel = "NAME",
            defaultValue = "driver",
            description = "driver, or sequential: everything in one thread, without server, workers or database.")
    private Runner runner;

    @Mixin
    private JobOptions jobOptions;

    @Mixin
    private RunOptionsMixin runOptions;

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        directoryOptions.check(problems);
        readReplay(problems);
        jobOptions.check(problems);
        if (replay == null || records != null) {
            jobOptions.choice().check(problems);
        }
        runOptions.check(problems);
        if (runner == Runner.SEQUENTIAL) {
            List<String> idle = runOptions.givenForDriver();
            if (directoryOptions.stateDir != null) {
                idle.add("--state-dir");
            }
            if (!idle.isEmpty()) {
                problems.add(String.join(", ", idle) + (idle.size() == 1 ? " means" : " mean")
                        + " nothing with --runner sequential");
            }
        }
        String shortage = heapShortage();
        if (!shortage.isEmpty()) {
            problems.add(shortage);
        }
        if (replay != null && !inputs.isEmpty()) {
            problems.add("--replay names the inputs; leave --inputs out");
        }
        if (replay != null
                && JobDirectory.at(replay)
                        .root()
                        .equals(JobDirectory.at(directoryOptions.dir).root())) {
            problems.add("--replay is the directory of the new job too, which would replace the records; choose"
                    + " another --dir");
        }
        inputs.removeIf(path -> path == null); // told by now
        planInputs(problems);
        return problems;
    }

    @Override
    public boolean areUsage(List<String> problems) {
        return !jobOptions.choice().isAtFault(problems);
    }

    private void readReplay(List<String> problems) {
        if (replay == null) {
            return;
        }
        try {
            Replay found = Replay.of(replay, files);
            jobOptions.inherit(found.job(), problems);
            records = found;
        } catch (MrException unusable) {
            fail(unusable, problems);
        } catch (IOException unreadable) {
            fail(Trouble.of(unreadable), problems);
        }
    }

    /** Ends the command when nothing else is wrong with it; what is wrong with the command line itself is told with the rest. */
    private void fail(MrException unusable, List<String> problems) {
        failure = unusable;
        if (unusable.exitCode() == ExitCode.USAGE) {
            problems.add(unusable.line());
        }
    }

    private void planInputs(List<String> problems) {
        Integer mapTasks = problems.isEmpty() ? jobOptions.mapTasks() : null;
        Replay replayed = records;
        try {
            if (replayed != null) {
                plan = planner.plan(replayed, mapTasks, jobOptions.reading());
            } else if (replay == null) {
                plan = planner.plan(inputs(), mapTasks, jobOptions.reading());
            }
        } catch (MrException unusable) {
            fail(unusable, problems);
        } catch (IOException unreadable) {
            fail(Trouble.of(unreadable), problems);
        }
    }

    private String heapShortage() {
        long memory = jobOptions.memoryBytes();
        return switch (runner) {
            case DRIVER -> runOptions.heapShortage(memory);
            case SEQUENTIAL ->
                HeapRoom.shortage(memory, Runtime.getRuntime().maxMemory(), "mr-driver", "MR_DRIVER_OPTS");
        };
    }

    private List<Path> inputs() throws IOException {
        return inputs.isEmpty() ? List.of(planner.defaultInput(Path.of(""))) : inputs;
    }

    @Override
    public Integer call() throws IOException {
        InputPlan planned = plan;
        if (planned == null) {
            throw failure == null ? new IllegalStateException("not checked") : failure;
        }
        JobDirectory directory = directoryOptions.find(files);
        Site site = DriverSite.at(directory);
        JobSpec job = jobOptions.spec(planned.splits().size());
        DriverSession session = new DriverSession(site, directoryOptions.dir, runOptions.json, spec);
        if (runner == Runner.SEQUENTIAL) {
            try (JobScope scope =
                    new JobScope(jobOptions.choice().chosen().job().classLoader())) {
                return new SequentialSession(site, directoryOptions.dir, session.voice(), spec)
                        .run(job, jobOptions.plan(), planned, force);
            }
        }
        JobStart start = new JobStart(site);
        start.check(force);
        String over = replay != null ? "what " + replay + " left out" : Text.some(inputs());
        return session.run(
                runOptions.read(directory),
                run -> start.run(
                        job,
                        new RangePoints(
                                site,
                                jobOptions.plan(),
                                planned,
                                RunOptionsMixin.samplerCommand(),
                                SampleProcess.unhurried(job),
                                run::isStopping),
                        planned,
                        force,
                        run,
                        () -> announce(session, job, planned, over, shownState(directory))));
    }

    /** The folder of the database, as the user wrote it where the user did. */
    private Path shownState(JobDirectory directory) {
        if (directoryOptions.stateDir != null) {
            return directoryOptions.stateDir;
        }
        return directory.state().equals(directory.own()) ? directoryOptions.dir.resolve(".mr") : directory.state();
    }

    private void announce(DriverSession session, JobSpec job, InputPlan plan, String over, Path state) {
        Path dir = directoryOptions.dir;
        session.voice()
                .info("mr-driver " + Version.text() + "  " + job.name() + " over " + over + ": " + plan.description()
                        + ", " + Text.bytes(plan.bytes()));
        session.voice()
                .info("job      " + Text.count(job.mapTasks()) + " map and "
                        + Counted.of(job.reduceTasks(), "reduce task") + ", partitioner "
                        + job.shuffle().partitioner() + ", state in " + state + ", output in " + dir.resolve("out"));
    }
}
