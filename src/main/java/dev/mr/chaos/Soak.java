package dev.mr.chaos;

import dev.mr.files.FileSystem;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Many trials of a plan, a few at a time, each with all that is done to it, until the time is up. */
public final class Soak {
    private final ChaosPlan plan;
    private final ProgramCommands programs;
    private final Path directory;
    private final FileSystem files;
    private final TimeSource time;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private @Nullable Exception failure;

    /** {@code directory} is there; each trial has a folder in it as long as it runs, and afterwards if something was found. */
    public Soak(ChaosPlan plan, ProgramCommands programs, Path directory, FileSystem files, TimeSource time) {
        this.plan = plan;
        this.programs = programs;
        this.directory = directory;
        this.files = files;
        this.time = time;
    }

    /**
     * Runs for so long, and for half a minute more at most, so many trials at a time; less long when the machine does not let it go
     * on, of which {@link #failure} tells. No process is left when it returns.
     */
    public Verdict run(Duration length, int lanes, Consumer<String> lines) {
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
                await(lane).ifPresent(cause -> fail(chronicle, cause));
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
                stage.requireSpace();
                new Trial(plan.trial(begun.incrementAndGet()), stage).run();
            }
            done = true;
        } finally {
            if (!done) {
                stop.countDown();
            }
        }
    }

    /** What the machine had against it. */
    private static Optional<Exception> await(Future<?> lane) {
        try {
            lane.get();
            return Optional.empty();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IOException io) {
                return Optional.of(io);
            }
            if (failure.getCause() instanceof MrException refusal && refusal.exitCode() == ExitCode.ENVIRONMENT) {
                return Optional.of(refusal);
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

    private void fail(Chronicle chronicle, Exception cause) {
        chronicle.tell("selftest", "cannot go on: " + cause.getMessage());
        if (failure == null) {
            failure = cause;
        }
    }

    /** Why the machine did not let it go on; empty when it did. */
    public Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }

    /** Ends it now: every process that it started, and then {@link #run}. */
    public void stop() {
        stop.countDown();
    }
}
