package dev.mr.cli;

import dev.mr.rpc.DriverAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a service. */
final class ServeOptions {
    private static final int MOST_JOBS = 1_000_000_000;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            defaultValue = "service",
            description = "Where the service keeps its jobs and their output (default: ${DEFAULT-VALUE}).")
    Path root;

    @Option(
            names = "--input-root",
            paramLabel = "DIR",
            description = "A folder below which jobs may read; may be repeated.")
    private List<Path> inputRoots = new ArrayList<>();

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = ListenAddress.USUAL,
            description =
                    "Where workers and clients connect; port 0 takes a free one (default: ${DEFAULT-VALUE}). Other machines"
                            + " may be let in with TLS alone.")
    private String listen;

    @Option(
            names = "--min-workers",
            paramLabel = "K",
            defaultValue = "0",
            description = "Begin no job before so many workers are there (default: ${DEFAULT-VALUE}).")
    int minWorkers;

    @Option(
            names = "--max-running-jobs",
            paramLabel = "J",
            defaultValue = "16",
            description = "How many jobs run at once; others wait in line (default: ${DEFAULT-VALUE}).")
    int maxRunningJobs;

    @Option(
            names = "--jobs-dir",
            paramLabel = "DIR",
            description = "A folder of jars, whose jobs may be submitted besides the bundled ones.")
    @Nullable
    Path jobsDir;

    @Option(
            names = "--local-workers",
            paramLabel = "K",
            defaultValue = "0",
            description = "Start K worker processes on this machine, and end them with the service"
                    + " (default: ${DEFAULT-VALUE}).")
    int localWorkers;

    @Option(
            names = "--min-free",
            paramLabel = "SIZE",
            converter = SizeOption.class,
            description =
                    "Hand out no work with less room on the disk (default: 64MiB, or a twentieth of a small disk).")
    private @Nullable Long minFree;

    @Option(
            names = "--lease",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = DurationOption.class,
            description = "How long a worker may be silent before its tasks go to another (default: ${DEFAULT-VALUE}).")
    Duration lease;

    @Option(
            names = "--heartbeat",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "How often a worker speaks (default: 1s, or a quarter of a lease shorter than 4s).")
    private @Nullable Duration heartbeat;

    @Option(
            names = "--keep-jobs",
            paramLabel = "K",
            defaultValue = "10000",
            description = "How many finished jobs are kept at most (default: ${DEFAULT-VALUE}).")
    int keepJobs;

    @Option(
            names = "--keep-for",
            paramLabel = "TIME",
            defaultValue = "30d",
            converter = DurationOption.class,
            description = "How long a finished job is kept at most (default: ${DEFAULT-VALUE}).")
    Duration keepFor;

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Mixin
    ConfigFileOption config;

    /** Adds everything that is wrong with the options given. */
    void check(List<String> problems) {
        tls.check(problems);
        JobDirectories.check("--root", root, problems);
        inputRoots().forEach(folder -> requireFolder("--input-root", folder, problems));
        if (jobsDir != null) {
            requireFolder("--jobs-dir", jobsDir, problems);
        }
        ListenAddress.check(
                listen,
                tls.areGiven(),
                "use 127.0.0.1:PORT, or give --tls-cert, --tls-key and --tls-ca as well",
                problems);
        Given.inRange("--min-workers", minWorkers, 0, 10_000, problems);
        Given.inRange("--max-running-jobs", maxRunningJobs, 1, 1_000, problems);
        Given.inRange("--local-workers", localWorkers, 0, RunOptionsMixin.MAX_LOCAL_WORKERS, problems);
        Given.inRange("--keep-jobs", keepJobs, 0, MOST_JOBS, problems);
        LeaseOptions.check(lease, heartbeat, problems);
    }

    private static void requireFolder(String option, Path folder, List<String> problems) {
        if (!Files.isDirectory(folder)) {
            problems.add(option + ": " + folder
                    + (Files.exists(folder) ? " is not a directory" : " does not exist; make it, or name another"));
        }
    }

    /** Below which jobs may read; none when none was named. */
    List<Path> inputRoots() {
        return inputRoots.stream().filter(Objects::nonNull).toList(); // what could not be read has been told
    }

    /**
     * Where to listen; it has been checked.
     *
     * @throws dev.mr.task.MrException USAGE when the files of TLS cannot be used
     */
    DriverAddress listen() {
        DriverAddress address = DriverAddress.of(ListenAddress.of(listen));
        return tls.read().map(address::withTls).orElse(address);
    }

    /** The options with which a worker of this machine reaches it. */
    List<String> forWorkers() {
        return tls.repeated();
    }

    Duration heartbeat() {
        return Given.or(heartbeat, LeaseOptions.usualHeartbeat(lease));
    }

    /** How many bytes must be free on the disk; empty for the usual measure. */
    OptionalLong minFree() {
        return minFree == null ? OptionalLong.empty() : OptionalLong.of(minFree);
    }
}
