package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.OneLine;
import dev.mr.task.WorkerMessage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What workers say on their streams, and how those end. What is about an attempt goes to its job. A worker that is attached while
 * a job runs is in that job's rows, whether it ever works for it or not.
 */
final class Streams {
    private static final String HELLO_FIRST = "the first message must be Hello";

    private final Terms terms;
    private final Crew crew;
    private final Map<Long, JobMachine> jobs;
    private final Returns returns;

    /** {@code jobs}, by number, are those that run; others may come and go. */
    Streams(Terms terms, Crew crew, Map<Long, JobMachine> jobs, Returns returns) {
        this.terms = terms;
        this.crew = crew;
        this.jobs = jobs;
        this.returns = returns;
    }

    void said(Event.Said said, Turn turn) {
        WorkerMessage message = said.message();
        if (message instanceof WorkerMessage.Hello hello) {
            hello(said.session(), hello, turn);
            return;
        }
        Session session = heard(said.session(), turn);
        if (session == null) {
            return;
        }
        if (message instanceof WorkerMessage.Ready ready) {
            crew.offer(session, ready.credits());
        } else if (message instanceof WorkerMessage.Heartbeat heartbeat) {
            heartbeat(session, heartbeat, turn);
        } else if (message instanceof WorkerMessage.Failed failed) {
            JobMachine job = jobOrTurnAway(session, failed.attempt(), turn);
            if (job != null) {
                job.reports().failed(session, failed, turn.of(job.number()));
            }
        } else if (message instanceof WorkerMessage.InputBad bad) {
            JobMachine job = jobOrTurnAway(session, bad.attempt(), turn);
            if (job != null) {
                job.reports().inputBad(session, bad, turn.of(job.number()));
            }
        } else if (message instanceof WorkerMessage.Goodbye goodbye) {
            crew.leaves(session);
            freeAll(session, FailureKind.GIVEN_BACK, goodbye.reason(), Map.of(), turn);
        } else {
            throw new IllegalArgumentException(message.toString());
        }
    }

    /** The first message of a stream: a worker that may work here gets its id, any other is refused. */
    private void hello(long id, WorkerMessage.Hello hello, Turn turn) {
        if (crew.find(id) != null) {
            turn.add(new Effect.Refuse(id, "Hello was said twice"));
        } else if (!hello.build().equals(terms.build())) {
            turn.add(new Effect.Refuse(
                    id, "this driver is mr " + terms.build() + ", the worker mr " + OneLine.of(hello.build())));
        } else if (!hello.jobUuid().isEmpty() && !hello.jobUuid().equals(terms.jobUuid())) {
            String drives =
                    terms.isService() ? "this driver is a service" : "this driver drives job " + terms.jobUuid();
            turn.add(new Effect.Refuse(id, drives + ", not " + OneLine.of(hello.jobUuid())));
        } else {
            for (Session former : returns.former(hello)) {
                turn.add(new Effect.Refuse(former.id, "its worker is back on another stream"));
                ended(former, "its worker opened another", Map.of(), turn);
            }
            Session session = crew.attach(id, hello, turn.now());
            jobs.values().forEach(job -> enter(session, turn.of(job.number())));
            turn.send(
                    id,
                    new DriverMessage.Welcome(
                            session.worker,
                            id,
                            terms.epoch(),
                            terms.lease().toMillis(),
                            terms.heartbeat().toMillis(),
                            terms.jobUuid(),
                            terms.directory()));
            returns.comes(session, hello, turn);
        }
    }

    private static void enter(Session session, Turn turn) {
        if (session.jobs.add(turn.job())) {
            turn.persist(session.joined());
            turn.note("worker-joined", null, 0, session.worker, session.label);
        }
    }

    /** A job begins to run: all that are attached may work for it. */
    void enterAll(Turn turn) {
        crew.all().forEach(session -> enter(session, turn));
    }

    /** A job has ended. */
    void leaveAll(Turn turn) {
        crew.all().stream()
                .filter(session -> session.jobs.contains(turn.job()))
                .forEach(session -> turn.persist(new Change.WorkerLeft(session.worker, "the job ended")));
    }

    private void heartbeat(Session session, WorkerMessage.Heartbeat heartbeat, Turn turn) {
        for (WorkerMessage.Progress progress : heartbeat.progress()) {
            AttemptId attempt = progress.attempt();
            if (session.held.containsKey(attempt)) {
                session.positions.put(attempt, OneLine.of(progress.position()));
            }
            Session.Lost lost = session.lost.get(attempt);
            if (lost != null && lost.kind() == FailureKind.LEASE_EXPIRED) {
                JobMachine job = jobOf(session, attempt);
                if (job == null) {
                    session.lost.remove(attempt);
                } else {
                    job.reports().reject(session, attempt, turn.of(job.number()));
                }
                turn.send(session.id, new DriverMessage.Revoke(attempt, "its lease ended"));
            }
        }
        turn.send(session.id, new DriverMessage.HeartbeatAck(heartbeat.sequence()));
    }

    void reported(Event.Reported reported, Turn turn) {
        Session session = heard(reported.session(), turn);
        if (session == null) {
            return;
        }
        session.reported(reported.attempt(), turn.now(), Crew.QUICK_NANOS);
        JobMachine job = jobOrTurnAway(session, reported.attempt(), turn);
        if (job != null) {
            job.reports().reported(session, reported, turn.of(job.number()));
        }
    }

    private @Nullable Session heard(long id, Turn turn) {
        Session session = crew.find(id);
        if (session == null) {
            turn.add(new Effect.Refuse(id, HELLO_FIRST));
        } else {
            crew.heard(session, turn.now());
        }
        return session;
    }

    /** A stream ended; with it whatever its worker held, unless that will be back. */
    void closed(Event.StreamClosed closed, Turn turn) {
        Session session = crew.find(closed.session());
        if (session != null) {
            ended(session, OneLine.of(closed.reason()), closed.places(), turn);
        }
    }

    private void ended(Session session, String reason, Map<AttemptId, String> places, Turn turn) {
        if (session.reconnectMillis > 0) {
            returns.leaves(session, reason, places, turn);
        } else {
            freeAll(
                    session,
                    FailureKind.WORKER_LOST,
                    "the stream of " + session.name() + " ended: " + reason,
                    places,
                    turn);
        }
        crew.remove(session.id);
        for (long job : session.jobs) {
            Turn about = turn.of(job);
            about.persist(new Change.WorkerLeft(session.worker, reason));
            about.note("worker-left", null, 0, session.worker, reason);
        }
    }

    /** What is known of where each attempt was goes with the reason, if its worker was lost. */
    private void freeAll(Session session, FailureKind kind, String reason, Map<AttemptId, String> places, Turn turn) {
        Set<AttemptId> ahead = session.ahead();
        for (AttemptId held : List.copyOf(session.held.keySet())) {
            JobMachine job = jobOf(session, held);
            if (job != null) {
                String place = places.getOrDefault(
                        held, kind == FailureKind.WORKER_LOST ? session.positions.getOrDefault(held, "") : "");
                boolean begun = !ahead.contains(held) || places.containsKey(held);
                job.reports().freed(session, held, begun, kind, reason, place, turn.of(job.number()));
            }
        }
    }

    /** No word from this worker for a lease. */
    void fellSilent(Session silent, long leaseMillis, Turn turn) {
        String reason = "no word from " + silent.name() + " for " + leaseMillis + " ms";
        Set<AttemptId> ahead = silent.ahead();
        for (AttemptId held : List.copyOf(silent.held.keySet())) {
            JobMachine job = jobOf(silent, held);
            if (job != null) {
                job.reports().expired(silent, held, ahead.contains(held), reason, turn.of(job.number()));
            }
        }
    }

    /** A job has ended, or is given up for now; its workers are told otherwise. In its rows they stay until it has ended. */
    void forget(long job, boolean ended) {
        returns.forget(job);
        for (Session session : crew.all()) {
            session.held.values().removeIf(of -> of == job);
            session.positions.keySet().retainAll(session.held.keySet());
            session.lost.values().removeIf(lost -> lost.job() == job);
            if (ended) {
                session.jobs.remove(job);
            }
        }
    }

    /** The job an attempt is of that a worker speaks about; null when there is none of the kind that runs. */
    private @Nullable JobMachine jobOf(Session session, AttemptId attempt) {
        Long held = session.held.get(attempt);
        if (held != null) {
            return jobs.get(held);
        }
        Session.Lost lost = session.lost.get(attempt);
        if (lost != null) {
            return jobs.get(lost.job());
        }
        Collection<JobMachine> all = jobs.values();
        for (JobMachine job : all) {
            if (job.hasWinner(attempt)) {
                return job;
            }
        }
        return terms.isService() || all.isEmpty() ? null : all.iterator().next();
    }

    /** The same for a report, which is rejected where there is none. */
    private @Nullable JobMachine jobOrTurnAway(Session session, AttemptId attempt, Turn turn) {
        JobMachine job = jobOf(session, attempt);
        if (job == null) {
            session.held.remove(attempt);
            session.positions.remove(attempt);
            session.lost.remove(attempt);
            turn.send(session.id, new DriverMessage.Rejected(attempt, Reports.NOT_ANY_MORE));
        }
        return job;
    }
}
