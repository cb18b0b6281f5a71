package dev.mr.cli;

import dev.mr.rpc.JobView;
import dev.mr.task.ExitCode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mr-driver get}: one job of a service. */
@Command(
        name = "get",
        description = "Shows a job of a service: its state, its progress, its output.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  mr-driver get 0b1c...", "  mr-driver get 0b1c... --root /data/service --json"})
final class GetCommand extends ServiceCommand {
    @Parameters(paramLabel = "ID", description = "The job, as submit printed it.")
    private String job;

    GetCommand() {
        this(ServicePorts.ofThisProcess());
    }

    GetCommand(ServicePorts ports) {
        super(ports);
    }

    @Override
    public Integer call() {
        JobView view = service().ask(client -> client.get(job));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JobViewJson.of(view));
        } else {
            JobViewText.print(view, out);
        }
        return ExitCode.DONE.code();
    }
}
