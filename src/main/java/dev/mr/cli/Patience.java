package dev.mr.cli;

import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.time.Duration;

/** How long a service may be away without a break before a client gives up. */
final class Patience {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final ServicePorts ports;
    private final Duration most;
    private final String next;
    private boolean away;
    private long awaySince;

    /** {@code next} is what a person does who is told that patience has ended. */
    Patience(ServicePorts ports, Duration most, String next) {
        this.ports = ports;
        this.most = most;
        this.next = next;
    }

    /** The service is there. */
    void answered() {
        away = false;
    }

    /**
     * Pauses, if what happened may pass.
     *
     * @throws MrException what happened, if it will not; with the next step when it has lasted too long
     */
    void outlast(MrException failure) {
        if (failure.exitCode() != ExitCode.ENVIRONMENT) {
            throw failure;
        }
        long now = ports.time().nanos();
        if (!away) {
            away = true;
            awaySince = now;
        }
        if (now - awaySince >= most.toNanos()) {
            throw new MrException(
                    ExitCode.ENVIRONMENT, failure.line() + " (tried for " + most.toSeconds() + " s); " + next, failure);
        }
        ports.pause().of(PAUSE);
    }
}
