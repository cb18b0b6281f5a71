package dev.mr.cli;

import dev.mr.driver.InputPlan;
import dev.mr.driver.InputPlanner;
import dev.mr.driver.JobStart;
import dev.mr.driver.RunOptions;
import dev.mr.driver.Site;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.task.ExitCode;
import dev.mr.task.JobSpec;
import dev.mr.task.MrException;
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
final class StartCommand implements Callable<Integer> {
    /** How a job is run. */
    enum Runner {
        DRIVER,
        SEQUENTIAL;

        @Override
        public String toString() {
            return this == DRIVER ? "driver" : "sequential";
        }
    }

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--inputs",
            paramLabel = "PATH",
            arity = "1..*",
            description = "Files and folders to read (default: chunks if mr-chunk made it, else inputs).")
    private List<Path> inputs = new ArrayList<>();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "files",
            description = "The job directory (default: files).")
    private Path dir;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Where the database lies (default: DIR/.mr); for a job directory on a network file system.")
    private @Nullable Path stateDir;

    @Option(names = "--force", description = "Replace the finished job of the directory, and its output.")
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
    public Integer call() throws IOException {
        JobDirectory directory = JobDirectories.find(new LocalFileSystem(), dir, stateDir);
        Site site = DriverSite.at(directory);
        List<String> problems = new ArrayList<>();
        jobOptions.check(problems);
        RunOptions options = runOptions.read(directory, problems);
        InputPlanner planner = new InputPlanner(site.files());
        List<Path> paths = inputs.isEmpty() ? List.of(planner.defaultInput(Path.of(""))) : inputs;
        InputPlan plan = null;
        try {
            plan = planner.plan(paths, problems.isEmpty() ? jobOptions.mapTasks : null);
        } catch (MrException unusable) {
            if (problems.isEmpty()) {
                throw unusable;
            }
            problems.add(unusable.line());
        }
        if (!problems.isEmpty() || options == null || plan == null) {
            throw new MrException(ExitCode.USAGE, String.join("; ", problems) + "; see mr-driver start --help");
        }
        JobSpec job = jobOptions.spec(plan.inputs().size());
        DriverSession session = new DriverSession(site, dir, runOptions.json, spec);
        if (runner == Runner.SEQUENTIAL) {
            return new SequentialSession(site, dir, session.voice(), spec).run(job, plan, force);
        }
        JobStart start = new JobStart(site);
        start.check();
        InputPlan planned = plan;
        return session.run(
                options,
                run -> start.run(job, planned, force, run, () -> announce(session, job, planned, paths, options)));
    }

    private void announce(DriverSession session, JobSpec job, InputPlan plan, List<Path> paths, RunOptions options) {
        String names = String.join(" ", paths.stream().map(Path::toString).toList());
        session.voice()
                .info("mr-driver " + Version.text() + "  " + job.name() + " over " + names + ": " + plan.description()
                        + ", " + Text.bytes(plan.bytes()));
        session.voice()
                .info("job      " + job.mapTasks() + " map and " + job.reduceTasks() + " reduce tasks, partitioner "
                        + job.partitioner() + ", state in " + dir.resolve(".mr") + ", output in " + dir.resolve("out"));
        if (options.localWorkers() == 0) {
            session.voice().info("workers  start one in another terminal: mr-worker --dir " + dir);
        }
    }
}
