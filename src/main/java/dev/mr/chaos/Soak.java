package dev.mr.chaos;

import dev.mr.files.FileSystem;
import dev.mr.task.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Many jobs of a plan, a few at a time, each with all that is done to it, until the time is up. */
public final class Soak {
    private final ChaosPlan plan;
    private final ProgramCommands programs;
    private final Path directory;
    private final FileSystem files;
    private final TimeSource time;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();

    /** {@code directory} is there; each job has a folder in it as long as it runs, and afterwards if something was found. */
    public Soak(ChaosPlan plan, ProgramCommands programs, Path directory, FileSystem files, TimeSource time) {
        this.plan = plan;
        this.programs = programs;
        this.directory = directory;
        this.files = files;
        this.time = time;
    }

    /**
     * Runs for so long, and for half a minute more at most, so many jobs at a time. No process is left when it returns.
     *
     * @throws IOException when the machine does not let it go on
     */
    public Verdict run(Duration length, int lanes, Consumer<String> lines) throws IOException {
        Chronicle chronicle = new Chronicle(lines, time);
        Stage stage = new Stage(programs, directory, chronicle, files, time, stop, time.nanos() + length.toNanos());
        ExecutorService threads = Executors.newFixedThreadPool(lanes);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int lane = 0; lane < lanes; lane++) {
                running.add(threads.submit(() -> {
                    runLane(stage);
                    return null;
                }));
            }
            for (Future<?> lane : running) {
                await(lane);
            }
        } finally {
            stop.countDown();
            threads.shutdown();
        }
        return chronicle.verdict(plan.seed());
    }

    /** A lane that cannot go on takes the others with it. */
    private void runLane(Stage stage) throws IOException, InterruptedException {
        boolean done = false;
        try {
            while (!stage.isTimeUp() && !stage.isStopped()) {
                new Trial(plan.job(begun.incrementAndGet()), stage).run();
            }
            done = true;
        } finally {
            if (!done) {
                stop.countDown();
            }
        }
    }

    private static void await(Future<?> lane) throws IOException {
        try {
            lane.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IOException io) {
                throw io;
            }
            if (failure.getCause() instanceof RuntimeException bug) {
                throw bug;
            }
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Ends it now: every process that it started, and then {@link #run}. */
    public void stop() {
        stop.countDown();
    }
}
