package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.AttemptState;
import dev.mr.task.BadRecord;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.OneLine;
import dev.mr.task.Receipt;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;
import dev.mr.task.WorkerMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What workers say, believed or turned away. An attempt is believed while it is LIVE and its own worker speaks for it; the
 * recorded winner may repeat its report; everything else is Rejected, and changes nothing but the history.
 */
final class Reports {
    private static final String HELLO_FIRST = "the first message must be Hello";
    private static final String UNBEGUN = "it had not begun when ";
    private static final String NOT_ANY_MORE = "it is no longer the driver's";

    private final JobContext context;
    private final JobLife life;
    private final TaskBoard board;
    private final Crew crew;
    private final Outcomes outcomes;
    private final Recall recall;
    private final Skips skips;
    private final Introductions introductions;

    Reports(
            JobContext context,
            JobLife life,
            TaskBoard board,
            Crew crew,
            Outcomes outcomes,
            Recall recall,
            Skips skips) {
        this.context = context;
        this.life = life;
        this.board = board;
        this.crew = crew;
        this.outcomes = outcomes;
        this.recall = recall;
        this.skips = skips;
        this.introductions = new Introductions(context, crew);
    }

    void said(Event.Said said, long now, Turn turn) {
        WorkerMessage message = said.message();
        if (message instanceof WorkerMessage.Hello hello) {
            introductions.hello(said.session(), hello, now, turn);
            return;
        }
        Session session = crew.find(said.session());
        if (session == null) {
            turn.add(new Effect.Refuse(said.session(), HELLO_FIRST));
            return;
        }
        crew.heard(session, now);
        if (message instanceof WorkerMessage.Ready ready) {
            crew.offer(session, ready.credits());
        } else if (message instanceof WorkerMessage.Heartbeat heartbeat) {
            heartbeat(session, heartbeat, turn);
        } else if (message instanceof WorkerMessage.Failed failed) {
            failed(session, failed, turn);
        } else if (message instanceof WorkerMessage.InputBad bad) {
            inputBad(session, bad, turn);
        } else if (message instanceof WorkerMessage.Goodbye goodbye) {
            crew.leaves(session);
            freeAll(session, FailureKind.GIVEN_BACK, goodbye.reason(), Map.of(), turn);
        } else {
            throw new IllegalArgumentException(message.toString());
        }
    }

    private void heartbeat(Session session, WorkerMessage.Heartbeat heartbeat, Turn turn) {
        for (WorkerMessage.Progress progress : heartbeat.progress()) {
            if (session.held.contains(progress.attempt())) {
                session.positions.put(progress.attempt(), OneLine.of(progress.position()));
            }
            if (session.lost.get(progress.attempt()) == FailureKind.LEASE_EXPIRED) {
                reject(session, progress.attempt(), turn);
                turn.send(session.id, new DriverMessage.Revoke(progress.attempt(), "its lease ended"));
            }
        }
        turn.send(session.id, new DriverMessage.HeartbeatAck(heartbeat.sequence()));
    }

    void reported(Event.Reported reported, long now, Turn turn) {
        Session session = crew.find(reported.session());
        if (session == null) {
            turn.add(new Effect.Refuse(reported.session(), HELLO_FIRST));
            return;
        }
        crew.heard(session, now);
        session.reported(now, Crew.QUICK_NANOS);
        AttemptId id = reported.attempt();
        TaskEntry entry = board.find(id.task());
        LiveAttempt live = entry == null || !session.held.contains(id) ? null : entry.live(id);
        if (entry != null && id.equals(entry.winner())) {
            turn.send(session.id, new DriverMessage.Committed(id));
        } else if (entry == null || live == null || !life.isRunning()) {
            reject(session, id, turn);
            turn.send(session.id, new DriverMessage.Rejected(id, NOT_ANY_MORE));
        } else {
            accept(entry, live, reported.receipt(), reported.problem(), turn);
        }
    }

    private void accept(TaskEntry entry, LiveAttempt live, @Nullable Receipt receipt, String problem, Turn turn) {
        String wrong = receipt == null ? problem : problem(live, receipt);
        if (receipt == null || !wrong.isEmpty()) {
            turn.send(live.session(), new DriverMessage.Rejected(live.id(), wrong));
            outcomes.end(entry, live, AttemptState.FAILED, FailureKind.EXTERNAL, wrong, turn);
        } else {
            win(entry, live, receipt, turn);
        }
    }

    /** Why a receipt cannot be the attempt's; empty when it can. */
    private String problem(LiveAttempt live, Receipt receipt) {
        return receipt.attempt().equals(live.id())
                ? ReceiptCheck.problem(
                        receipt, context.spec(), context.splitsOf(live.id().task()))
                : "its RECEIPT is about " + receipt.attempt().directoryName();
    }

    private void win(TaskEntry entry, LiveAttempt live, Receipt receipt, Turn turn) {
        Receipt before = entry.receipt;
        outcomes.win(entry, live, receipt, turn);
        if (before != null && entry.id.kind() == TaskKind.MAP) {
            recall.repaired(before, receipt, turn);
        }
    }

    private void failed(Session session, WorkerMessage.Failed failed, Turn turn) {
        LiveAttempt live = held(session, failed.attempt());
        if (live == null) {
            reject(session, failed.attempt(), turn);
            turn.send(session.id, new DriverMessage.Rejected(failed.attempt(), NOT_ANY_MORE));
        } else {
            TaskEntry entry = board.get(failed.attempt().task());
            BadRecord record = failed.record();
            String message = failed.message();
            Optional<String> skipped = Optional.empty();
            if (record != null && failed.kind() == FailureKind.USER) {
                skipped = skips.failedOn(entry, record, message + "\n" + failed.stack(), turn);
                if (skipped.isPresent()) {
                    // Neither this failure nor the one before is the task's own.
                    entry.userFailures = Math.max(-1, entry.userFailures - 2);
                } else {
                    message += skips.exhausted();
                }
            } else if (failed.kind() == FailureKind.WORKER_LOST) {
                examine(live.id(), turn);
                message += entry.id.kind() == TaskKind.MAP ? skips.exhausted() : "";
            }
            outcomes.end(entry, live, AttemptState.FAILED, failed.kind(), message, turn);
            skipped.ifPresent(turn::warn);
        }
    }

    private void inputBad(Session session, WorkerMessage.InputBad bad, Turn turn) {
        LiveAttempt live = held(session, bad.attempt());
        if (live == null) {
            reject(session, bad.attempt(), turn);
            turn.send(session.id, new DriverMessage.Rejected(bad.attempt(), NOT_ANY_MORE));
            return;
        }
        String message = bad.winner() + " bucket " + bad.bucket() + ": " + bad.detail();
        TaskEntry entry = board.get(bad.attempt().task());
        outcomes.end(entry, live, AttemptState.FAILED, FailureKind.INPUT_BAD, message, turn);
        recall.complained(bad.winner(), bad.bucket(), turn);
    }

    private void examine(AttemptId attempt, Turn turn) {
        if (skips.areAllowed() && attempt.task().kind() == TaskKind.MAP) {
            turn.add(new Effect.Examine(attempt));
        }
    }

    /** A worker died on this record. */
    void lastRecord(Event.LastRecord last, Turn turn) {
        if (!life.isRunning()) {
            return;
        }
        TaskEntry entry = board.get(last.attempt().task());
        skips.failedOn(entry, last.record(), last.attempt() + ": its worker process died on this record", turn)
                .ifPresent(skipped -> {
                    entry.workerLosses = Math.max(0, entry.workerLosses - 2);
                    turn.warn(skipped);
                });
    }

    /** A stream ended; with it whatever its worker held. */
    void closed(Event.StreamClosed closed, Turn turn) {
        Session session = crew.find(closed.session());
        if (session != null) {
            freeAll(
                    session,
                    FailureKind.WORKER_LOST,
                    "the stream of " + session.name() + " ended: " + closed.reason(),
                    closed.places(),
                    turn);
            crew.remove(session.id);
            turn.persist(new Change.WorkerLeft(session.worker, OneLine.of(closed.reason())));
            turn.note("worker-left", null, 0, session.worker, OneLine.of(closed.reason()));
        }
    }

    /** An attempt that finished while no driver lived wins as if it had reported now, or costs its task nothing. */
    void harvested(Event.Harvested harvested, Turn turn) {
        TaskEntry entry = board.get(harvested.attempt().task());
        LiveAttempt live = entry.live(harvested.attempt());
        if (live == null) {
            return;
        }
        String wrong = entry.state == TaskState.LEASED && life.isRunning()
                ? problem(live, harvested.receipt())
                : "its output is not wanted any more";
        if (wrong.isEmpty()) {
            win(entry, live, harvested.receipt(), turn);
        } else {
            outcomes.end(entry, live, AttemptState.LOST, FailureKind.DRIVER_LOST, wrong, turn);
        }
    }

    /** An attempt of an earlier driver that left nothing; it costs its task nothing. */
    void abandoned(Event.Abandoned abandoned, Turn turn) {
        TaskEntry entry = board.get(abandoned.attempt().task());
        LiveAttempt live = entry.live(abandoned.attempt());
        if (live != null) {
            outcomes.end(entry, live, AttemptState.LOST, FailureKind.DRIVER_LOST, abandoned.reason(), turn);
        }
    }

    /** What is known of where each attempt was goes with the reason, if its worker was lost. */
    private void freeAll(Session session, FailureKind kind, String reason, Map<AttemptId, String> places, Turn turn) {
        Set<AttemptId> ahead = session.ahead();
        for (AttemptId held : List.copyOf(session.held)) {
            LiveAttempt live = held(session, held);
            if (live != null && ahead.contains(held) && !places.containsKey(held)) {
                outcomes.end(
                        board.get(held.task()),
                        live,
                        AttemptState.LOST,
                        FailureKind.GIVEN_BACK,
                        UNBEGUN + reason,
                        turn);
            } else if (live != null) {
                if (kind == FailureKind.WORKER_LOST) {
                    examine(held, turn);
                }
                String heard = kind == FailureKind.WORKER_LOST ? session.positions.getOrDefault(held, "") : "";
                String place = places.getOrDefault(held, heard);
                String line = place.isEmpty() ? reason : reason + "; it was last at " + place;
                outcomes.end(board.get(held.task()), live, AttemptState.LOST, kind, line, turn);
            }
        }
    }

    private @Nullable LiveAttempt held(Session session, AttemptId id) {
        TaskEntry entry = session.held.contains(id) ? board.find(id.task()) : null;
        return entry == null ? null : entry.live(id);
    }

    private void reject(Session session, AttemptId id, Turn turn) {
        FailureKind kind = session.lost.remove(id);
        if (kind != null) {
            String line = "it came back from " + session.name() + " and was turned away";
            turn.persist(new Change.AttemptEnded(id, AttemptState.LOST, AttemptState.REJECTED, kind, line));
            turn.note("rejected", id, session.worker, line);
            if (kind == FailureKind.LEASE_EXPIRED) {
                turn.warn(id + " on " + session.name() + " came back after it was lost; its report is rejected");
            }
        } else {
            turn.note("rejected", id, session.worker, "unknown or not this worker's");
        }
    }
}
