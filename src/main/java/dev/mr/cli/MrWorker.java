package dev.mr.cli;

import dev.mr.files.FileSystem;
import dev.mr.files.LocalFileSystem;
import dev.mr.files.SystemTime;
import dev.mr.task.OneLine;
import dev.mr.task.TimeSource;
import dev.mr.task.Version;
import dev.mr.worker.TaskStreams;
import dev.mr.worker.Worker;
import dev.mr.worker.WorkerOptions;
import dev.mr.worker.WorkerPorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The program {@code mr-worker}. */
@Command(
        description = "Works on the tasks of a driver, and ends when the driver does.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mr-worker",
            "  mr-worker --dir files --id 7",
            "  mr-worker --driver 127.0.0.1:40123 --token-file files/.mr/token",
            "",
            "Start it before or after the driver: it waits for one. Its heap is 256 MiB (MR_WORKER_OPTS=-Xmx1g for more).",
            "Exit codes: 0 the job has ended, 2 refused, 4 disk or I/O, 7 wrong token, 9 lost its driver, 143 told to stop."
        })
public final class MrWorker implements Callable<Integer>, Checked {
    static final String NAME = "mr-worker";

    private static final String SLOTS = "1";
    private static final int SILENCE_SECONDS = 60;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "The job directory; the driver is found through it (default: files).")
    private @Nullable Path dir;

    @Option(
            names = "--driver",
            paramLabel = "HOST:PORT",
            description = "The driver, named by hand; needs --token-file.")
    private @Nullable String driver;

    @Option(names = "--token-file", paramLabel = "FILE", description = "The file with the driver's token.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--id",
            paramLabel = "LABEL",
            description = "Your name for this worker; the driver assigns a number besides (default: the process id).")
    private @Nullable String label;

    @Option(
            names = "--slots",
            paramLabel = "K",
            defaultValue = SLOTS,
            description = "How many tasks to work on at once, each of which may take the job's --memory of the heap"
                    + " (default: ${DEFAULT-VALUE}).")
    private int slots;

    @Option(
            names = "--driver-silence",
            paramLabel = "TIME",
            defaultValue = SILENCE_SECONDS + "s",
            converter = DurationOption.class,
            description = "A driver silent for so long counts as lost (default: ${DEFAULT-VALUE}).")
    private Duration silence;

    @Option(
            names = "--reconnect-for",
            paramLabel = "TIME",
            defaultValue = "0s",
            converter = DurationOption.class,
            description =
                    "When the driver is lost, work on and look for the one that goes on with the job, for so long;"
                            + " 0 ends the worker instead (default: ${DEFAULT-VALUE}).")
    private Duration reconnectFor;

    @Option(
            names = "--wait",
            description = "If the directory's job has ended already, wait for the next one instead of ending.")
    private boolean stay;

    @Mixin
    private TlsOptions tls = new TlsOptions();

    private final FileSystem files;
    private final TimeSource time;

    MrWorker() {
        this(new LocalFileSystem(), new SystemTime());
    }

    /** With these options and the defaults of all others. */
    MrWorker(@Nullable Path dir, @Nullable String label) {
        this();
        this.dir = dir;
        this.label = label;
        this.slots = Integer.parseInt(SLOTS);
        this.silence = Duration.ofSeconds(SILENCE_SECONDS);
        this.reconnectFor = Duration.ZERO;
    }

    /** With other ports than this machine's. */
    MrWorker(FileSystem files, TimeSource time) {
        this.files = files;
        this.time = time;
    }

    public static void main(String[] arguments) {
        TaskStreams.install();
        System.exit(PlainWorker.run(arguments));
    }

    @Override
    public Integer call() throws IOException {
        return work(spec.commandLine().getErr());
    }

    /** Works until there is no more to do; the answer is the exit code. */
    int work(PrintWriter err) throws IOException {
        WorkerOptions options = options();
        Worker worker = new Worker(
                options,
                new WorkerPorts(files, time, Version.text(), line -> err.println(NAME + ": " + OneLine.whole(line))));
        try (Termination termination = new Termination(() -> worker.stop("it was told to stop"))) {
            return worker.run().code();
        }
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (driver != null && dir != null) {
            problems.add("--dir and --driver exclude each other");
        }
        if ((driver == null) != (tokenFile == null)) {
            problems.add("--driver and --token-file go together");
        }
        if (slots < 1 || slots > 256) {
            problems.add("--slots is " + slots + ", expected 1 to 256");
        }
        if (silence.isZero()) {
            problems.add("--driver-silence is 0, expected a duration such as 60s");
        }
        if (label != null && (label.isBlank() || label.length() > 100)) {
            problems.add("--id must have 1 to 100 characters");
        }
        if (driver == null) {
            JobDirectories.check("--dir", dir, problems);
        } else {
            HostAndPort address = HostAndPort.parse("--driver", driver, problems);
            if (address != null && address.port() == 0) {
                problems.add("--driver is \"" + driver + "\", expected the port the driver printed");
            }
        }
        tls.check(problems);
        return problems;
    }

    private WorkerOptions options() {
        HostAndPort address = driver == null ? null : HostAndPort.parse("--driver", driver, new ArrayList<>());
        WorkerOptions.@Nullable Endpoint endpoint = address == null || tokenFile == null
                ? null
                : new WorkerOptions.Endpoint(address.host(), address.port(), tokenFile);
        return new WorkerOptions(
                endpoint == null ? JobDirectories.find(files, dir, null) : null,
                endpoint,
                label == null ? Long.toString(ProcessHandle.current().pid()) : label,
                slots,
                silence,
                stay,
                reconnectFor,
                tls.read().orElse(null));
    }
}
