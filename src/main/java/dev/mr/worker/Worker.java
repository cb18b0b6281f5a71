package dev.mr.worker;

import dev.mr.rpc.DriverConnection;
import dev.mr.task.DriverMessage;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A worker: waits for a driver, serves it on one stream, and ends when that stream ends; or else works on, and looks for the driver that
 * goes on with the job. A lease never stops it; late work is harmless because the driver turns it away.
 */
public final class Worker {
    private static final long LOOK_AGAIN_MILLIS = 100;

    /** A worker that was started with its driver is there first. */
    private static final long LOOK_AGAIN_SOON_MILLIS = 10;

    private static final int SOON = 500;
    private static final long CONNECT_AGAIN_MILLIS = 500;

    private final WorkerOptions options;
    private final WorkerPorts ports;
    private final DriverSearch search;
    private final LinkedBlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private String waitingFor = "";
    /** What a person has to mend before the driver can be reached; empty when it is only not there. */
    private volatile String unreached = "";

    private int looks;

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
        try (Bond bond = new Bond(options, ports, line -> heard.add(new Heard.Stuck(line)))) {
            while (true) {
                if (bond.isBroken() && bond.hasEnded(search)) {
                    return ExitCode.DONE;
                } else if (bond.isOver()) {
                    throw bond.lost();
                }
                DriverSearch.Found found = search.look();
                if (found instanceof DriverSearch.Found.Ended ended) {
                    ports.voice().accept(ended.line());
                    return ExitCode.DONE;
                }
                if (found instanceof DriverSearch.Found.Driver driver) {
                    ExitCode exitCode = serve(driver, bond);
                    if (exitCode != null) {
                        return exitCode;
                    }
                    sayWaitingFor("the driver at " + driver.address() + unreached);
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
    }

    private void sayWaitingFor(String what) {
        if (!what.equals(waitingFor)) {
            waitingFor = what;
            ports.voice().accept("worker (" + options.label() + ") waits for " + what);
        }
    }

    private boolean isStoppedWithin(long millis) {
        Heard next = next(millis);
        if (next instanceof Heard.Stuck stuck) {
            throw new MrException(ExitCode.JOB_FAILED, stuck.line());
        }
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

    /** One stream from Hello to its end; null when a driver may be looked for. */
    private @Nullable ExitCode serve(DriverSearch.Found.Driver driver, Bond bond) throws IOException {
        heard.removeIf(old -> !old.isOfAnyStream());
        WorkReader works = new WorkReader(ports.files(), bond.directory());
        DriverConnection.Listener listener = new DriverConnection.Listener() {
            @Override
            public void said(DriverMessage message) {
                heard.add(new Heard.Said(message));
            }

            @Override
            public void closed(DriverConnection.End end, String reason) {
                unreached = reason.contains("TLS") ? ": " + reason : "";
                heard.add(new Heard.Closed(end, reason));
            }
        };
        boolean wasBroken = bond.isBroken();
        try (DriverConnection connection = new DriverConnection(driver.address(), driver.token(), works, listener)) {
            return new Attachment(driver, connection, works, bond, search, options, ports).run(this::next);
        } finally {
            heard.removeIf(old -> !old.isOfAnyStream());
            waitingFor = bond.isBroken() && !wasBroken ? "" : waitingFor;
        }
    }
}
