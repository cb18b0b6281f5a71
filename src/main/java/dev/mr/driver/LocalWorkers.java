package dev.mr.driver;

import dev.mr.files.IoFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The worker processes a driver starts for its own job ({@code --local-workers}): one that dies is started again, and all of
 * them end with the job. Thread-safe.
 */
final class LocalWorkers implements OwnWorkers {
    private static final long RESTART_MILLIS = 200;
    private static final long MAX_RESTART_MILLIS = 10_000;
    private static final long FAREWELL_SECONDS = 5;

    private final RunOptions options;
    private final Path logs;
    private final Voice voice;
    private final ScheduledExecutorService restarts = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "mr-local-workers");
        thread.setDaemon(true);
        return thread;
    });
    private final List<@Nullable Process> processes = new ArrayList<>();
    private boolean launched;
    private boolean wanted;
    private boolean closed;
    private boolean warned;

    LocalWorkers(RunOptions options, Path logs, Voice voice) {
        this.options = options;
        this.logs = logs;
        this.voice = voice;
    }

    @Override
    public synchronized void hurry() throws IOException {
        if (launched) {
            return;
        }
        launched = true;
        for (int i = 0; i < options.localWorkers(); i++) {
            processes.add(null);
            launch(i);
        }
    }

    @Override
    public synchronized void start() throws IOException {
        wanted = true;
        hurry();
    }

    private synchronized void launch(int index) throws IOException {
        if (closed) {
            return;
        }
        String label = "local-" + (index + 1);
        List<String> command = new ArrayList<>(options.workerCommand());
        command.add("--id");
        command.add(label);
        File log = logs.resolve("worker-" + label + ".log").toFile();
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .redirectError(ProcessBuilder.Redirect.appendTo(log))
                .start();
        processes.set(index, process);
        warned = false;
        var unused = process.onExit().thenRun(() -> ended(index));
    }

    private void ended(int index) {
        relaunchIn(RESTART_MILLIS, index);
    }

    private synchronized void relaunchIn(long millis, int index) {
        if (!closed) {
            var unused = restarts.schedule(() -> relaunch(index, millis), millis, TimeUnit.MILLISECONDS);
        }
    }

    /** Tries until it can be done, ever more rarely; it is warned of once, and again only after a worker could be started. */
    private synchronized void relaunch(int index, long waitedMillis) {
        try {
            launch(index);
        } catch (IOException failure) {
            if (!warned) {
                warned = true;
                voice.warn("local worker " + (index + 1) + " cannot be started again: " + IoFailure.text(failure)
                        + "; it is tried until it can");
            }
            relaunchIn(Math.min(2 * waitedMillis, MAX_RESTART_MILLIS), index);
        }
    }

    @Override
    public synchronized void dismiss() {
        closed = true;
    }

    @Override
    public void close() {
        List<@Nullable Process> running;
        long farewell;
        synchronized (this) {
            dismiss();
            farewell = wanted ? FAREWELL_SECONDS : 0; // nobody tells those to end whose driver never drove
            running = List.copyOf(processes.stream().filter(p -> p != null).toList());
        }
        restarts.shutdownNow();
        for (Process process : running) {
            if (process != null) {
                end(process, farewell);
            }
        }
    }

    private static void end(Process process, long farewellSeconds) {
        try {
            if (!process.waitFor(farewellSeconds, TimeUnit.SECONDS)) {
                process.destroy();
                if (!process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
