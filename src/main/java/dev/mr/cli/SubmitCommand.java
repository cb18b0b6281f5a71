package dev.mr.cli;

import com.google.gson.JsonObject;
import dev.mr.rpc.JobLine;
import dev.mr.rpc.JobView;
import dev.mr.rpc.Submission;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mr-driver submit}: gives a job to a service. */
@Command(
        name = "submit",
        description = "Gives a job to a service and prints its id. Once it is printed, no crash loses the job.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  mr-driver submit --job wordcount --inputs books --map-tasks 8 --reduce-tasks 4",
            "  mr-driver submit --job grep --set pattern=whale --inputs books --wait --json",
            "  mr-driver submit --job wordcount --inputs books --request-id nightly-17   (may be repeated)"
        })
final class SubmitCommand extends ServiceCommand {
    private static final Duration MOST_ABSENCE = Duration.ofSeconds(10);
    private static final List<String> ELSEWHERE =
            List.of("map-cmd", "reduce-cmd", "input-format", "jar", "lease", "heartbeat");

    @Option(
            names = "--job",
            paramLabel = "NAME",
            description = "The job to run: a bundled one, or one of the service's.")
    private @Nullable String job;

    @Option(
            names = "--inputs",
            paramLabel = "PATH",
            arity = "1..*",
            description =
                    "Files and folders to read, below the input roots of the service; what is not here is meant there.")
    private List<Path> inputs = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "An option of the job, see mr-driver jobs; may be repeated, a KEY once.")
    private List<String> settings = new ArrayList<>();

    @Mixin
    private SubmittedOptions submitted;

    @Option(names = "--wait", description = "Wait for the end of the job, and print where its output is.")
    private boolean wait;

    @Option(
            names = "--request-id",
            paramLabel = "ID",
            description = "Your name for this request, of which there is one job however often it is made"
                    + " (default: a new one).")
    private @Nullable String requestId;

    private Map<String, String> jobSettings = Map.of();

    SubmitCommand() {
        this(ServicePorts.ofThisProcess());
    }

    SubmitCommand(ServicePorts ports) {
        super(ports);
    }

    @Override
    void checkOthers(List<String> problems) {
        if (job == null || job.isBlank()) {
            problems.add("--job is missing, expected the name of a job, see mr-driver jobs");
        }
        if (inputs.isEmpty()) {
            problems.add("--inputs is missing, expected files or folders below the input roots of the service");
        }
        jobSettings = KeyValues.read("--set", settings, problems);
        submitted.check(problems);
        if (requestId != null && !Submission.isRequest(requestId)) {
            problems.add("--request-id is \"" + requestId + "\", expected 1 to 100 letters, digits, dots, _ or -");
        }
        List<String> unknown = Stream.concat(
                        spec.commandLine().getUnmatchedArguments().stream(),
                        spec.findOption("--inputs").originalStringValues().stream())
                .map(word -> word.split("=", 2)[0])
                .toList();
        ELSEWHERE.stream()
                .filter(name -> unknown.contains("--" + name))
                .forEach(name -> problems.add(SubmittedOptions.refusal(name)));
    }

    @Override
    public Integer call() {
        String request = requestId == null ? UUID.randomUUID().toString() : requestId;
        Submission submission = new Submission(
                request,
                Objects.requireNonNull(job),
                inputs.stream().map(SubmitCommand::sent).toList(),
                jobSettings,
                SubmittedOptions.given(spec));
        Service service = service();
        String id = submit(service, submission);
        PrintWriter out = spec.commandLine().getOut();
        if (wait) {
            return await(service, id, out);
        }
        if (json) {
            JsonObject object = new JsonObject();
            object.addProperty("v", StatusJson.VERSION);
            object.addProperty("job", id);
            object.addProperty("request", request);
            out.println(object);
        } else {
            out.println(id);
            spec.commandLine().getErr().println("accepted; follow it: " + suggested("watch " + id));
        }
        StandardOutput.finish(out, "job " + id + " is accepted");
        return ExitCode.DONE.code();
    }

    /** As the service is to look for it: what is here is named so that it is found from anywhere on this machine. */
    private static String sent(Path input) {
        return Files.exists(input) ? input.toAbsolutePath().normalize().toString() : input.toString();
    }

    /** Once more with the same request after a break, since nobody knows whether the first one was heard. */
    private String submit(Service service, Submission submission) {
        Patience patience = new Patience(
                ports,
                MOST_ABSENCE,
                "whether the job was accepted is not known; to submit it once at most, repeat this with --request-id "
                        + submission.request());
        while (true) {
            try {
                return service.ask(client -> client.submit(submission));
            } catch (MrException failure) {
                if (!service.mayComeBack()) {
                    throw failure;
                }
                patience.outlast(failure);
            }
        }
    }

    private int await(Service service, String id, PrintWriter out) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("accepted job " + id);
        Predicate<JobLine> progress = line -> {
            if (line.task().isEmpty()) {
                err.println(JobViewText.of(line));
            }
            return true;
        };
        JobView view = new JobWatch(
                        service,
                        id,
                        0,
                        "the job goes on with it; wait again: " + suggested("watch " + id),
                        ports,
                        progress)
                .ofKnownService()
                .follow();
        if (json) {
            out.println(JobViewJson.of(view));
        } else if (!view.output().isEmpty()) {
            out.println(view.output());
        }
        return codeOf(view);
    }
}
