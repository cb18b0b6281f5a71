package dev.mr.cli;

import dev.mr.driver.RunOptions;
import dev.mr.files.JobDirectory;
import dev.mr.task.HeapRoom;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that belong to one run of a driver: they are not stored and may differ each time. */
final class RunOptionsMixin {
    /** As in tools/launch.sh, which says why. */
    private static final String OUT_OF_MEMORY = "began=$(ps -o lstart= -p %p || true) && sleep 5"
            + " && [ \"$(ps -o lstart= -p %p || true)\" = \"$began\" ] && kill -9 %p &";

    static final int MAX_LOCAL_WORKERS = 256;
    private static final String WORKER_OPTIONS = "MR_WORKER_OPTS";
    private static final String HEAP = "-Xmx";
    /** As in tools/mr-worker, which says why. */
    static final List<String> WORKER_DEFAULTS = List.of(
            "-XX:+UseSerialGC",
            HEAP + "256m",
            "-XX:Tier3InvocationThreshold=400",
            "-XX:Tier3MinInvocationThreshold=200",
            "-XX:Tier3CompileThreshold=4000",
            "-XX:Tier4InvocationThreshold=100000",
            "-XX:Tier4MinInvocationThreshold=30000",
            "-XX:Tier4CompileThreshold=200000",
            "-XX:Tier4BackEdgeThreshold=400000");

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = ListenAddress.USUAL,
            description = "Where workers connect; port 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private String listen;

    @Option(
            names = "--local-workers",
            paramLabel = "K",
            defaultValue = "0",
            description = "Start K worker processes on this machine, and end them with the job.")
    private int localWorkers;

    @Option(
            names = "--min-free",
            paramLabel = "SIZE",
            converter = SizeOption.class,
            description =
                    "Hand out no work with less room on the disk (default: 64MiB, or a twentieth of a small disk).")
    private @Nullable Long minFree;

    @Option(names = "--json", description = "JSON lines on standard output: what happens, and the result last.")
    boolean json;

    /** Adds everything that is wrong with the options given. */
    void check(List<String> problems) {
        if (localWorkers < 0 || localWorkers > MAX_LOCAL_WORKERS) {
            problems.add("--local-workers is " + localWorkers + ", expected 0 to " + MAX_LOCAL_WORKERS);
        }
        ListenAddress.check(listen, false, "use 127.0.0.1:PORT", problems);
    }

    /** Those that mean nothing without a driver and were given all the same. */
    List<String> givenForDriver() {
        List<String> given = new ArrayList<>();
        if (!listen.equals(ListenAddress.USUAL)) {
            given.add("--listen");
        }
        if (localWorkers != 0) {
            given.add("--local-workers");
        }
        if (minFree != null) {
            given.add("--min-free");
        }
        if (json) {
            given.add("--json");
        }
        return given;
    }

    /** What was given, once it has been checked. */
    RunOptions read(JobDirectory directory) {
        return new RunOptions(
                ListenAddress.of(listen),
                localWorkers,
                workerCommand(directory),
                minFree == null ? OptionalLong.empty() : OptionalLong.of(minFree));
    }

    /** What is wrong with this much memory for one task in the heap of the workers started here; empty when nothing is. */
    String heapShortage(long memoryBytes) {
        return heapShortage(localWorkers, memoryBytes);
    }

    /** The same where so many workers are started here. */
    static String heapShortage(int localWorkers, long memoryBytes) {
        return localWorkers > 0
                ? HeapRoom.shortage(memoryBytes, localHeapBytes(workerOptions()), "a local worker", WORKER_OPTIONS)
                : "";
    }

    /**
     * What {@code Runtime.maxMemory()} will say there: the heap less one survivor space, a thirtieth. A heap the JVM itself
     * will not understand is left to it.
     */
    static long localHeapBytes(List<String> javaOptions) {
        long bytes = 0;
        for (String option : javaOptions) {
            if (option.matches(HEAP + "[0-9]{1,12}[kKmMgG]?")) {
                bytes = new SizeOption().convert(option.substring(HEAP.length()));
            }
        }
        return bytes / 30 * 29;
    }

    /** The last of options that say the same counts. */
    private static List<String> workerOptions() {
        List<String> options = new ArrayList<>(WORKER_DEFAULTS);
        String more = System.getenv(WORKER_OPTIONS);
        if (more != null && !more.isBlank()) {
            options.addAll(Arrays.asList(more.trim().split("\\s+", -1)));
        }
        options.addAll(0, ClassArchives.optionsForWorker(options));
        return options;
    }

    /** How to start a worker of this machine; its label is appended. */
    static List<String> workerCommand(JobDirectory directory) {
        List<String> command = workerCommand();
        command.addAll(List.of("--dir", directory.root().toString()));
        return command;
    }

    /** How to start any worker of this machine; its arguments are appended. */
    static List<String> workerCommand() {
        return command(MrWorker.class);
    }

    /** How to start another driver on this machine, in a JVM like this one; its arguments are appended. */
    static List<String> driverCommand() {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-Dmr.stdout.terminal=false", "-Dmr.stderr.terminal=false"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MrDriver.class.getName()));
        return command;
    }

    private static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }

    /** How to start {@link MrSampler}, in a JVM like that of a worker; its folder is appended. */
    static List<String> samplerCommand() {
        return command(MrSampler.class);
    }

    /** With the options of tools/launch.sh, which says why. */
    private static List<String> command(Class<?> program) {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-XX:OnOutOfMemoryError=" + OUT_OF_MEMORY,
                "-Dfile.encoding=UTF-8",
                "-XX:-UsePerfData",
                "-Dio.grpc.netty.shaded.io.netty.transport.noNative=true"));
        if (Runtime.version().feature() >= 24) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(workerOptions());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        return command;
    }
}
