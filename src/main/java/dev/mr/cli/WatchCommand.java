package dev.mr.cli;

import dev.mr.rpc.JobLine;
import dev.mr.rpc.JobView;
import dev.mr.task.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mr-driver watch}: the history of a job of a service, as it grows. */
@Command(
        name = "watch",
        description =
                "Prints the history of a job of a service, each line once, and ends with the job: 0 when it succeeded.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  mr-driver watch 0b1c...", "  mr-driver watch 0b1c... --json --after 17"})
final class WatchCommand extends ServiceCommand {
    @Parameters(paramLabel = "ID", description = "The job, as submit printed it.")
    private String job;

    @Option(
            names = "--after",
            paramLabel = "SEQ",
            defaultValue = "0",
            converter = SequenceOption.class,
            description = "Only the lines above this sequence number (default: all lines).")
    private long after;

    private boolean unwanted;

    WatchCommand() {
        this(ServicePorts.ofThisProcess());
    }

    WatchCommand(ServicePorts ports) {
        super(ports);
    }

    @Override
    void checkOthers(List<String> problems) {
        if (after < 0) {
            problems.add("--after is " + after + ", expected 0 or more");
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        JobView view = new JobWatch(
                        service(),
                        job,
                        after,
                        "watch it later: " + suggested("watch " + job),
                        ports,
                        line -> print(line, out))
                .follow();
        return unwanted ? ExitCode.DONE.code() : codeOf(view);
    }

    private boolean print(JobLine line, PrintWriter out) {
        out.println(json ? JobViewJson.of(line).toString() : JobViewText.of(line));
        unwanted = out.checkError();
        return !unwanted;
    }
}
