package dev.mr.cli;

import dev.mr.driver.DriverSite;
import dev.mr.driver.RunOptions;
import dev.mr.driver.Service;
import dev.mr.driver.ServiceExplanation;
import dev.mr.driver.ServiceOptions;
import dev.mr.driver.Site;
import dev.mr.files.JobDirectory;
import dev.mr.task.ExitCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mr-driver serve}. */
@Command(
        name = "serve",
        description = "Runs the jobs that clients submit, many side by side, until it is told to stop; whatever was"
                + " accepted goes on when it is started again.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  mr-driver serve --root service --input-root inputs --local-workers 2",
            "  mr-driver serve --root service --input-root /data --jobs-dir jobs    (and mr-worker --dir service)",
            "  mr-driver submit --root service --job wordcount --inputs inputs --wait"
        })
final class ServeCommand implements Callable<Integer>, Checked {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ServeOptions options;

    @Option(
            names = "--explain",
            description =
                    "Only say what a start would do with each task of each unfinished job, and why; change nothing:"
                            + " exit code 0 when nothing would run, 10 when something would.")
    private boolean explain;

    @Option(names = "--json", description = "With --explain: JSON lines on standard output.")
    private boolean json;

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        Settled settled = SettingSources.ofThisProcess().settle(spec, options.config.file, problems);
        options.check(problems);
        if (json && !explain) {
            problems.add("--json means nothing without --explain");
        }
        return settled.withOrigins(problems);
    }

    private int explain(JobDirectory directory, Site site) throws IOException {
        ExplainedResume explained = new ExplainedResume(new ServiceExplanation(directory, site.files()).jobs());
        explained.print(spec.commandLine().getOut(), json);
        explained.remarks().forEach(spec.commandLine().getErr()::println);
        return explained.exitCode().code();
    }

    private List<String> workerCommand(JobDirectory directory) {
        List<String> command = new ArrayList<>(RunOptionsMixin.workerCommand(directory));
        command.addAll(options.forWorkers());
        return command;
    }

    @Override
    public Integer call() throws IOException {
        JobDirectory directory = JobDirectory.at(options.root);
        Site site = DriverSite.at(directory);
        if (explain) {
            return explain(directory, site);
        }
        AtomicBoolean stopping = new AtomicBoolean();
        SubmissionPlanner planner = new SubmissionPlanner(
                site,
                new JobsFolder(options.jobsDir),
                new InputRoots(options.inputRoots()),
                new SubmissionPlanner.Rules(
                        options.lease,
                        options.heartbeat(),
                        memory -> RunOptionsMixin.heapShortage(options.localWorkers, memory),
                        stopping::get));
        Service service = new Service(
                site,
                new ServiceOptions(
                        new RunOptions(
                                options.listen(), options.localWorkers, workerCommand(directory), options.minFree()),
                        options.lease,
                        options.heartbeat(),
                        options.minWorkers,
                        options.maxRunningJobs,
                        options.keepJobs,
                        options.keepFor),
                planner,
                new TerminalVoice(spec.commandLine().getErr(), site.time(), Screen.ofThisProcess()));
        try (Termination termination = new Termination(() -> {
            stopping.set(true);
            service.stop();
        })) {
            service.run();
        }
        return ExitCode.DONE.code();
    }
}
