package dev.mr.cli;

import dev.mr.driver.DriverSite;
import dev.mr.driver.JobResume;
import dev.mr.driver.RunOptions;
import dev.mr.driver.Site;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.store.StatusReader;
import dev.mr.task.ExitCode;
import dev.mr.task.JobSpec;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mr-driver resume}. */
@Command(
        name = "resume",
        description = "Goes on with the job of a directory, whatever ended its driver.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  mr-driver resume",
            "  mr-driver resume --dir /data/job1 --local-workers 2",
            "  mr-driver resume --retry-failed",
            "  mr-driver resume --explain",
            "",
            "Job options may be repeated; when one differs from what is stored, nothing is run and the list is shown."
        })
final class ResumeCommand implements Callable<Integer>, Checked {
    private Map<String, String> given = Map.of();

    @Spec
    private CommandSpec spec;

    @Mixin
    private DirectoryOptions directoryOptions;

    @Option(names = "--retry-failed", description = "Let a failed job's failed tasks run again.")
    private boolean retryFailed;

    @Option(
            names = "--explain",
            description =
                    "Run nothing and change nothing: say what would become of each task, KEEP, ADOPT, HARVEST, RERUN or"
                            + " RUN, and why. Ends with 0 when nothing would run, with 10 when something would.")
    private boolean explain;

    @Option(names = "--inputs", paramLabel = "PATH", arity = "1..*", description = "Must be the stored ones.")
    private List<Path> inputs = new ArrayList<>();

    @Mixin
    private JobOptions jobOptions;

    @Mixin
    private RunOptionsMixin runOptions;

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        directoryOptions.check(problems);
        jobOptions.check(problems);
        given = jobOptions.given(problems);
        runOptions.check(problems);
        return problems;
    }

    @Override
    public Integer call() throws IOException {
        JobDirectory directory = directoryOptions.find(new LocalFileSystem());
        refuseJobOfProgram(directory);
        Site site = DriverSite.at(directory);
        JobResume.Request request = new JobResume.Request(given, inputs, retryFailed);
        DriverSession session = new DriverSession(site, directoryOptions.dir, runOptions.json, spec);
        JobResume resume = new JobResume(site, session.voice());
        if (explain) {
            return explain(resume, request);
        }
        RunOptions options = runOptions.read(directory);
        return session.run(options, run -> resume.run(request, run));
    }

    private int explain(JobResume resume, JobResume.Request request) throws IOException {
        ExplainedResume explained = new ExplainedResume(resume.explain(request));
        explained.print(spec.commandLine().getOut(), runOptions.json);
        explained.remarks().forEach(spec.commandLine().getErr()::println);
        return explained.exitCode().code();
    }

    private static void refuseJobOfProgram(JobDirectory directory) {
        if (StatusReader.identify(directory.database()).isEmpty()) {
            return;
        }
        StatusReader.read(directory.database()).ifPresent(job -> {
            if (job.state() != JobState.SUCCEEDED
                    && JobSpec.ofOptions(job.options()).code().isOfProgram()) {
                throw new MrException(
                        ExitCode.USAGE,
                        "job " + job.uuid() + " in " + directory.root() + " is one of a Java program's own ("
                                + job.name()
                                + "), whose map and reduce functions mr-driver does not have; run that program again"
                                + (job.state() == JobState.FAILED ? ", with retryFailed()" : ""));
            }
        });
    }
}
