package dev.mr.worker;

import dev.mr.rpc.DriverConnection;
import dev.mr.task.DriverMessage;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** One stream as its worker lives it, from Hello to its end. */
final class Attachment {
    private static final long LOOK_AGAIN_MILLIS = 100;
    private static final long FAREWELL_MILLIS = 2_000;

    private final DriverSearch.Found.Driver driver;
    private final DriverConnection connection;
    private final WorkReader works;
    private final Bond bond;
    private final DriverSearch search;
    private final WorkerOptions options;
    private final WorkerPorts ports;
    private boolean welcome;
    private long silentAt;
    private long lookedAt;

    Attachment(
            DriverSearch.Found.Driver driver,
            DriverConnection connection,
            WorkReader works,
            Bond bond,
            DriverSearch search,
            WorkerOptions options,
            WorkerPorts ports) {
        this.driver = driver;
        this.connection = connection;
        this.works = works;
        this.bond = bond;
        this.search = search;
        this.options = options;
        this.ports = ports;
    }

    /**
     * Serves the driver until the stream ends. {@code next} waits for so many milliseconds for what there is to hear.
     *
     * @return null when a driver may be looked for
     */
    @Nullable
    ExitCode run(LongFunction<@Nullable Heard> next) throws IOException {
        Duration silence = options.silence();
        silentAt = ports.time().nanos() + silence.toNanos();
        lookedAt = ports.time().nanos();
        connection.send(bond.hello(driver.jobUuid()));
        while (true) {
            Heard heard = next.apply(LOOK_AGAIN_MILLIS);
            if (heard == null) {
                if (isSilent()) {
                    return lost("it said nothing for " + silence.toSeconds() + " s");
                } else if (bond.isOver()) {
                    return null;
                }
            } else if (heard instanceof Heard.Said said) {
                silentAt = ports.time().nanos() + silence.toNanos();
                if (said.message() instanceof DriverMessage.JobDone done) {
                    return done(done);
                } else if (!handles(said.message())) {
                    return null;
                }
            } else if (heard instanceof Heard.Closed closed) {
                return closed(closed);
            } else if (heard instanceof Heard.Stuck stuck) {
                stop(stuck.line());
                throw new MrException(ExitCode.JOB_FAILED, stuck.line());
            } else if (heard instanceof Heard.Stop stop) {
                return stop(stop.reason());
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

    /** False when the driver is one to turn away from. */
    private boolean handles(DriverMessage message) {
        if (message instanceof DriverMessage.Welcome greeting) {
            if (!bond.begins(greeting, works, connection::send)) {
                return false;
            }
            welcome = true;
            ports.voice()
                    .accept("worker " + greeting.worker() + " (" + options.label() + ") attached to " + driver.address()
                            + (greeting.jobUuid().isEmpty() ? ", a service" : ", job " + greeting.jobUuid())
                            + ", epoch "
                            + greeting.epoch());
        } else if (welcome) {
            bond.handle(message);
        }
        return true;
    }

    private ExitCode done(DriverMessage.JobDone done) {
        ports.voice()
                .accept("job "
                        + (done.state() == JobState.SUCCEEDED ? "succeeded" : done.state() + ": " + done.message()));
        connection.shutdown(FAREWELL_MILLIS);
        return ExitCode.DONE;
    }

    private ExitCode stop(String reason) {
        if (welcome) {
            bond.giveBack(reason);
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
            case LOST -> welcome ? lost(closed.reason()) : null;
        };
    }

    private @Nullable ExitCode lost(String reason) throws IOException {
        if (bond.isBroken()) {
            return null;
        } else if (welcome && bond.hasEnded(search)) {
            return ExitCode.DONE;
        }
        bond.breaks("lost the driver at " + driver.address() + ": " + reason);
        return null;
    }
}
