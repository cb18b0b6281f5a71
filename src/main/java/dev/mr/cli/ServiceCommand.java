package dev.mr.cli;

import dev.mr.rpc.JobView;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands that speak to a service share: which service it is, and JSON. */
abstract class ServiceCommand implements Callable<Integer>, Checked {
    final ServicePorts ports;

    @Spec
    CommandSpec spec;

    @Mixin
    ServiceOptions options;

    @Option(names = "--json", description = "JSON on standard output, as docs/status-json.md describes it.")
    boolean json;

    ServiceCommand(ServicePorts ports) {
        this.ports = ports;
    }

    @Override
    public final List<String> problems() {
        List<String> problems = new ArrayList<>();
        options.check(spec, ports.sources(), problems);
        checkOthers(problems);
        return problems;
    }

    /** Adds what is wrong with the options of this command alone. */
    void checkOthers(List<String> problems) {}

    final Service service() {
        return options.service(ports);
    }

    /** A command of {@code mr-driver} to the same service. */
    final String suggested(String command) {
        return "mr-driver " + command + options.repeated();
    }

    /** Ends a command that waited for a job: with 1 and the reason when it did not succeed. */
    final int codeOf(JobView view) {
        if (view.state() == JobState.SUCCEEDED) {
            return ExitCode.DONE.code();
        }
        throw new MrException(
                ExitCode.JOB_FAILED,
                "job " + view.job() + " is " + view.state() + (view.message().isEmpty() ? "" : ": " + view.message())
                        + "; see " + suggested("watch " + view.job()));
    }
}
