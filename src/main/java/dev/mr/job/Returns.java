package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.WorkerMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Workers that go away and come back: what they work on stays theirs for a lease, and goes on under the driver that they come back to.
 * Nothing is spent on a worker that merely was away while drivers changed; one that vanished from a driver that lives counts as dead.
 */
final class Returns {
    private static final String REVOKED = "it is not this worker's any more";

    private final Terms terms;
    private final Crew crew;
    private final Map<Long, JobMachine> jobs;
    private final Orphans orphans;

    /** Those nobody came back for in time, so that the late ones can be named. */
    private final Map<AttemptId, Session.Lost> gone = new HashMap<>();

    Returns(Terms terms, Crew crew, Map<Long, JobMachine> jobs, Orphans orphans) {
        this.terms = terms;
        this.crew = crew;
        this.jobs = jobs;
        this.orphans = orphans;
    }

    /** A job is taken over: workers that said they would come back may be about to. */
    void expect(long job, List<JobSnapshot.StoredAttempt> live, long now) {
        for (JobSnapshot.StoredAttempt stored : live) {
            if (stored.reconnectMillis() > 0) {
                orphans.add(
                        new Orphans.Orphan(
                                stored.attempt(),
                                job,
                                stored.worker(),
                                true,
                                FailureKind.DRIVER_LOST,
                                "its driver ended, and worker " + stored.worker(),
                                ""),
                        now);
            }
        }
    }

    /** The stream of a worker ended that will come back; what it holds goes on. */
    void leaves(Session session, String reason, Map<AttemptId, String> places, Turn turn) {
        Set<AttemptId> ahead = session.ahead();
        for (Map.Entry<AttemptId, Long> held : List.copyOf(session.held.entrySet())) {
            AttemptId attempt = held.getKey();
            JobMachine job = jobs.get(held.getValue());
            if (job != null && job.reports().orphaned(attempt)) {
                String place = places.getOrDefault(attempt, session.positions.getOrDefault(attempt, ""));
                boolean begun = !ahead.contains(attempt) || places.containsKey(attempt);
                orphans.add(
                        new Orphans.Orphan(
                                attempt,
                                held.getValue(),
                                session.worker,
                                begun,
                                FailureKind.WORKER_LOST,
                                "the stream of " + session.name() + " ended: " + reason + ", and it",
                                place),
                        turn.now());
            }
        }
    }

    /** The streams that the driver still believes to be this worker's, which has opened another. */
    List<Session> former(WorkerMessage.Hello hello) {
        return hello.formerWorker() == 0
                ? List.of()
                : crew.all().stream()
                        .filter(session -> session.isOf(hello))
                        .filter(session -> session.worker == hello.formerWorker()
                                || hello.held().stream().anyMatch(session.held::containsKey))
                        .toList();
    }

    /**
     * A worker is here that may have been here before. It keeps what was its own and nobody else's meanwhile; what it has not begun is
     * free again; the rest is revoked, but for what has won: that it will report.
     */
    void comes(Session session, WorkerMessage.Hello hello, Turn turn) {
        for (AttemptId attempt : hello.held()) {
            Orphans.Orphan orphan = orphans.remove(attempt);
            JobMachine job = orphan == null ? null : jobs.get(orphan.job());
            boolean keeps = session.held.containsKey(attempt)
                    || (job != null && job.reports().adopted(attempt, session, turn.of(job.number())))
                    || jobs.values().stream().anyMatch(any -> any.hasWinner(attempt));
            if (!keeps) {
                revoke(session, attempt, turn);
            }
        }
        for (Orphans.Orphan unbegun :
                hello.formerWorker() == 0 ? List.<Orphans.Orphan>of() : orphans.removeThoseOf(hello.formerWorker())) {
            end(unbegun, FailureKind.GIVEN_BACK, session.name() + " came back and does not have it", turn);
        }
    }

    private void revoke(Session session, AttemptId attempt, Turn turn) {
        Session.Lost lost = gone.remove(attempt);
        if (lost != null) {
            session.lost.put(attempt, lost);
        }
        JobMachine job = lost != null
                ? jobs.get(lost.job())
                : terms.isService() || jobs.isEmpty()
                        ? null
                        : jobs.values().iterator().next();
        if (job != null) {
            job.reports().reject(session, attempt, turn.of(job.number()));
        }
        turn.send(session.id, new DriverMessage.Revoke(attempt, REVOKED));
    }

    /** Its worker has not come back for a lease. */
    void unclaimed(Orphans.Orphan orphan, long leaseMillis, Turn turn) {
        if (orphan.begun()) {
            String line = orphan.reason() + " did not come back within " + leaseMillis + " ms";
            String place = orphan.place().isEmpty() ? "" : "; it was last at " + orphan.place();
            end(orphan, orphan.kind(), line + place, turn);
        } else {
            end(
                    orphan,
                    FailureKind.GIVEN_BACK,
                    "it had not begun when " + orphan.reason() + " did not come back",
                    turn);
        }
    }

    private void end(Orphans.Orphan orphan, FailureKind kind, String line, Turn turn) {
        JobMachine job = jobs.get(orphan.job());
        if (job != null && job.reports().unclaimed(orphan.attempt(), kind, line, turn.of(job.number()))) {
            gone.put(orphan.attempt(), new Session.Lost(orphan.job(), kind));
        }
    }

    /** A job has ended, or is given up for now. */
    void forget(long job) {
        orphans.forget(job);
        gone.values().removeIf(lost -> lost.job() == job);
    }
}
