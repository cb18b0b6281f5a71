package dev.mr.cli;

import dev.mr.rpc.JobView;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mr-driver cancel}: ends a job of a service without output. */
@Command(
        name = "cancel",
        description =
                "Ends a job of a service without output; 0 also when it was cancelled before, 2 when it is too late.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  mr-driver cancel 0b1c...", "  mr-driver cancel 0b1c... --root /data/service --json"})
final class CancelCommand extends ServiceCommand {
    @Parameters(paramLabel = "ID", description = "The job, as submit printed it.")
    private String job;

    CancelCommand() {
        this(ServicePorts.ofThisProcess());
    }

    CancelCommand(ServicePorts ports) {
        super(ports);
    }

    @Override
    public Integer call() {
        JobView view = service().ask(client -> client.cancel(job));
        if (view.state() != JobState.CANCELLED) {
            throw new MrException(
                    ExitCode.USAGE,
                    "job " + job + " is too far to be cancelled: it is "
                            + (view.state().isFinished() ? view.state() : "about to publish its output")
                            + "; see " + suggested("get " + job));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JobViewJson.of(view));
        } else {
            out.println(view.job() + " " + view.state());
        }
        return ExitCode.DONE.code();
    }
}
