package dev.mr.cli;

import dev.mr.rpc.JobLine;
import dev.mr.rpc.JobView;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.time.Duration;
import java.util.function.Predicate;

/** Follows a job of a service to its end, across breaks of the connection and restarts of the service. */
final class JobWatch {
    private static final Duration MOST_ABSENCE = Duration.ofSeconds(60);

    /** One that is just starting again is there soon. */
    private static final Duration MOST_ABSENCE_AT_FIRST = Duration.ofSeconds(10);

    private final Service service;
    private final String job;
    private final Patience patience;
    private final Patience atFirst;
    private final Predicate<JobLine> sink;
    private long seen;
    private boolean known;

    /**
     * Of the lines above {@code after}.
     *
     * @param next what a person does when the service stays away
     * @param sink gets each line once and in order; when it answers false it has had enough, and following ends
     */
    JobWatch(Service service, String job, long after, String next, ServicePorts ports, Predicate<JobLine> sink) {
        this.service = service;
        this.job = job;
        this.seen = after;
        this.patience = new Patience(ports, MOST_ABSENCE, next);
        this.atFirst = new Patience(ports, MOST_ABSENCE_AT_FIRST, next);
        this.sink = sink;
    }

    /** Waits for the service from the first moment, since it has been there. */
    JobWatch ofKnownService() {
        known = true;
        return this;
    }

    /**
     * Returns when the job has finished and all lines were given away, or were enough.
     *
     * @return what the job is then
     * @throws MrException what the service refuses; ENVIRONMENT at once when there never was one, after 10 s when it is away at first, after 60 s
     *     without it
     */
    JobView follow() {
        while (true) {
            MrException missing;
            try (ServiceClient client = service.connect()) {
                JobView last = client.get(job);
                known = true;
                patience.answered();
                try {
                    client.watch(job, seen, this::pass);
                } catch (Enough enough) {
                    return last;
                }
                last = client.get(job);
                if (last.state().isFinished()) {
                    return last;
                }
                missing = new MrException(
                        ExitCode.ENVIRONMENT, "the service stopped telling of job " + job + " before its end");
            } catch (MrException failure) {
                if (!known && !service.mayComeBack()) {
                    throw failure;
                }
                missing = failure;
            }
            (known ? patience : atFirst).outlast(missing);
        }
    }

    private void pass(JobLine line) {
        patience.answered();
        if (line.sequence() > seen) {
            seen = line.sequence();
            if (!sink.test(line)) {
                throw new Enough();
            }
        }
    }

    /** Nobody wants more lines. */
    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
