package dev.mr.worker;

import dev.mr.files.JobDirectory;
import dev.mr.files.Machine;
import dev.mr.rpc.DriverConnection;
import dev.mr.task.DriverMessage;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import dev.mr.task.WorkerMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A worker: waits for a driver, serves it on one stream, and ends when that stream ends. A lease never stops it;
 * late work is harmless because the driver turns it away.
 */
public final class Worker {
    private static final long LOOK_AGAIN_MILLIS = 100;

    /** A worker that was started with its driver is there first. */
    private static final long LOOK_AGAIN_SOON_MILLIS = 10;

    private static final int SOON = 500;
    private static final long CONNECT_AGAIN_MILLIS = 500;
    private static final long FAREWELL_MILLIS = 2_000;

    private final WorkerOptions options;
    private final WorkerPorts ports;
    private final DriverSearch search;
    private final LinkedBlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private String waitingFor = "";
    private int looks;

    /** What the main thread waits for. */
    private sealed interface Heard {
        record Said(DriverMessage message) implements Heard {}

        record Closed(DriverConnection.End end, String reason) implements Heard {}

        record Stop(String reason) implements Heard {}

        record Stuck(String line) implements Heard {}
    }

    public Worker(WorkerOptions options, WorkerPorts ports) {
        this.options = options;
        this.ports = ports;
        this.search = new DriverSearch(options, ports.files());
    }

    /** Ends the worker: it gives back what it holds. Any thread. */
    public void stop(String reason) {
        heard.add(new Heard.Stop(reason));
    }

    /** Works until there is no more to do; the answer is how the process ends. */
    public ExitCode run() throws IOException {
        while (true) {
            DriverSearch.Found found = search.look();
            if (found instanceof DriverSearch.Found.Ended ended) {
                ports.voice().accept(ended.line());
                return ExitCode.DONE;
            }
            if (found instanceof DriverSearch.Found.Driver driver) {
                ExitCode exitCode = serve(driver);
                if (exitCode != null) {
                    return exitCode;
                }
                sayWaitingFor("the driver at " + driver.address());
                if (isStoppedWithin(CONNECT_AGAIN_MILLIS)) {
                    return ExitCode.DONE;
                }
            }
            if (found instanceof DriverSearch.Found.Nobody nobody) {
                sayWaitingFor(nobody.why());
                if (isStoppedWithin(looks++ < SOON ? LOOK_AGAIN_SOON_MILLIS : LOOK_AGAIN_MILLIS)) {
                    return ExitCode.DONE;
                }
            }
        }
    }

    private void sayWaitingFor(String what) {
        if (!what.equals(waitingFor)) {
            waitingFor = what;
            ports.voice().accept("worker (" + options.label() + ") waits for " + what);
        }
    }

    private boolean isStoppedWithin(long millis) {
        Heard next = next(millis);
        return next instanceof Heard.Stop;
    }

    private @Nullable Heard next(long millis) {
        try {
            return heard.poll(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Heard.Stop("interrupted");
        }
    }

    /** One stream from Hello to its end; null when the driver could not be reached and may be tried again. */
    private @Nullable ExitCode serve(DriverSearch.Found.Driver driver) throws IOException {
        heard.removeIf(old -> !(old instanceof Heard.Stop));
        WorkReader works = new WorkReader(ports.files(), options.directory());
        DriverConnection.Listener listener = new DriverConnection.Listener() {
            @Override
            public void said(DriverMessage message) {
                heard.add(new Heard.Said(message));
            }

            @Override
            public void closed(DriverConnection.End end, String reason) {
                heard.add(new Heard.Closed(end, reason));
            }
        };
        try (DriverConnection connection = new DriverConnection(driver.address(), driver.token(), works, listener)) {
            connection.send(new WorkerMessage.Hello(
                    options.label(),
                    Machine.host(),
                    Machine.pid(),
                    options.slots(),
                    ports.build(),
                    0,
                    driver.jobUuid()));
            return new Stream(driver, connection, works).run();
        }
    }

    /** One stream as its worker lives it. */
    private final class Stream {
        private final DriverSearch.Found.Driver driver;
        private final DriverConnection connection;
        private final WorkReader works;
        private @Nullable Attachment attachment;
        private DriverMessage.@Nullable Welcome welcome;
        private @Nullable JobDirectory directory;
        private long silentAt;
        private long lookedAt;

        Stream(DriverSearch.Found.Driver driver, DriverConnection connection, WorkReader works) {
            this.driver = driver;
            this.connection = connection;
            this.works = works;
        }

        @Nullable
        ExitCode run() throws IOException {
            silentAt = ports.time().nanos() + options.silence().toNanos();
            lookedAt = ports.time().nanos();
            try {
                while (true) {
                    Heard next = next(LOOK_AGAIN_MILLIS);
                    if (next == null) {
                        if (isSilent()) {
                            return lost(
                                    "it said nothing for " + options.silence().toSeconds() + " s");
                        }
                    } else if (next instanceof Heard.Said said) {
                        silentAt = ports.time().nanos() + options.silence().toNanos();
                        if (said.message() instanceof DriverMessage.JobDone done) {
                            return done(done);
                        }
                        handle(said.message());
                    } else if (next instanceof Heard.Closed closed) {
                        return closed(closed);
                    } else if (next instanceof Heard.Stuck stuck) {
                        stop(stuck.line());
                        throw new MrException(ExitCode.JOB_FAILED, stuck.line());
                    } else if (next instanceof Heard.Stop stop) {
                        return stop(stop.reason());
                    }
                }
            } finally {
                if (attachment != null) {
                    attachment.close();
                }
            }
        }

        /** A worker that was paused itself has not heard what lies in its socket: it listens for the full time again. */
        private boolean isSilent() {
            long now = ports.time().nanos();
            if (now - lookedAt > options.silence().toNanos() / 2) {
                silentAt = now + options.silence().toNanos();
            }
            lookedAt = now;
            return now - silentAt >= 0;
        }

        private void handle(DriverMessage message) {
            if (message instanceof DriverMessage.Welcome greeting) {
                welcome = greeting;
                JobDirectory known = options.directory();
                directory = known == null ? JobDirectory.at(Path.of(greeting.jobDirectory())) : known;
                works.setDirectory(directory);
                ports.voice()
                        .accept("worker " + greeting.worker() + " (" + options.label() + ") attached to "
                                + driver.address() + ", job " + greeting.jobUuid() + ", epoch "
                                + greeting.epoch());
                attachment = new Attachment(
                        connection,
                        ports,
                        directory,
                        greeting,
                        options.slots(),
                        line -> heard.add(new Heard.Stuck(line)));
            } else if (attachment != null) {
                attachment.handle(message);
            }
        }

        private ExitCode done(DriverMessage.JobDone done) {
            ports.voice()
                    .accept("job "
                            + (done.state() == JobState.SUCCEEDED
                                    ? "succeeded"
                                    : done.state() + ": " + done.message()));
            connection.shutdown(FAREWELL_MILLIS);
            return ExitCode.DONE;
        }

        private ExitCode stop(String reason) {
            if (attachment != null) {
                attachment.giveBack(reason);
            }
            connection.shutdown(FAREWELL_MILLIS);
            return ExitCode.DONE;
        }

        private @Nullable ExitCode closed(Heard.Closed closed) throws IOException {
            return switch (closed.end()) {
                case UNAUTHENTICATED ->
                    throw new MrException(
                            ExitCode.AUTHENTICATION,
                            "the driver at " + driver.address() + " does not accept the token (" + closed.reason()
                                    + "); name the right one with --token-file, or the job's --dir");
                case REFUSED ->
                    throw new MrException(
                            ExitCode.USAGE,
                            "the driver at " + driver.address() + " refuses this worker: " + closed.reason());
                case LOST -> welcome == null ? null : lost(closed.reason());
            };
        }

        private ExitCode lost(String reason) throws IOException {
            if (welcome != null && directory != null && search.hasEnded(directory, welcome.jobUuid())) {
                ports.voice().accept("job " + welcome.jobUuid() + " has ended");
                return ExitCode.DONE;
            }
            throw new MrException(
                    ExitCode.DRIVER_LOST,
                    "lost the driver at " + driver.address() + ": " + reason
                            + "; its job goes on with mr-driver resume"
                            + (directory == null ? "" : " --dir " + directory.root())
                            + ", then start this worker again");
        }
    }
}
