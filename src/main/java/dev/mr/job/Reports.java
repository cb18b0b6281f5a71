package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.AttemptState;
import dev.mr.task.BadRecord;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.Receipt;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;
import dev.mr.task.WorkerMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What workers say, believed or turned away. An attempt is believed while it is LIVE and its own worker speaks for it; the
 * recorded winner may repeat its report; everything else is Rejected, and changes nothing but the history.
 */
final class Reports {
    private static final String UNBEGUN = "it had not begun when ";
    static final String NOT_ANY_MORE = "it is no longer the driver's";

    private final JobContext context;
    private final JobLife life;
    private final TaskBoard board;
    private final Outcomes outcomes;
    private final Recall recall;
    private final Skips skips;
    private final Backups backups;

    Reports(
            JobContext context,
            JobLife life,
            TaskBoard board,
            Outcomes outcomes,
            Recall recall,
            Skips skips,
            Backups backups) {
        this.context = context;
        this.life = life;
        this.board = board;
        this.outcomes = outcomes;
        this.recall = recall;
        this.skips = skips;
        this.backups = backups;
    }

    void reported(Session session, Event.Reported reported, Turn turn) {
        AttemptId id = reported.attempt();
        TaskEntry entry = board.find(id.task());
        LiveAttempt live = entry == null || !session.held.containsKey(id) ? null : entry.live(id);
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
        backups.won(live, turn.now());
        if (before != null && entry.id.kind() == TaskKind.MAP) {
            recall.repaired(before, receipt, turn);
        }
    }

    void failed(Session session, WorkerMessage.Failed failed, Turn turn) {
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

    void inputBad(Session session, WorkerMessage.InputBad bad, Turn turn) {
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

    /** A worker gave back what it held, or was lost with it. {@code place} is where it was, as far as that is known. */
    void freed(
            Session session, AttemptId held, boolean begun, FailureKind kind, String reason, String place, Turn turn) {
        LiveAttempt live = held(session, held);
        if (live == null) {
            return;
        }
        TaskEntry entry = board.get(held.task());
        if (!begun) {
            outcomes.end(entry, live, AttemptState.LOST, FailureKind.GIVEN_BACK, UNBEGUN + reason, turn);
            return;
        }
        if (kind == FailureKind.WORKER_LOST) {
            examine(held, turn);
        }
        String line = place.isEmpty() ? reason : reason + "; it was last at " + place;
        outcomes.end(entry, live, AttemptState.LOST, kind, line, turn);
    }

    /** The worker has been silent for a lease. Leases decide when to try again, never who wins. */
    void expired(Session silent, AttemptId held, boolean ahead, String reason, Turn turn) {
        LiveAttempt live = held(silent, held);
        if (live == null) {
            return;
        }
        TaskEntry entry = board.get(held.task());
        if (ahead) {
            outcomes.takeBack(entry, live, reason, turn);
        } else {
            outcomes.end(entry, live, AttemptState.LOST, FailureKind.LEASE_EXPIRED, reason, turn);
            silent.lost.put(held, new Session.Lost(context.job(), FailureKind.LEASE_EXPIRED));
        }
    }

    /** Its worker is away and will be back: it goes on, and nobody speaks for it. False when it is not live. */
    boolean orphaned(AttemptId id) {
        TaskEntry entry = board.get(id.task());
        LiveAttempt live = entry.live(id);
        if (live != null) {
            entry.replace(live, live.orphaned());
        }
        return live != null;
    }

    /** Its worker is back and goes on with it. False when it is not live. */
    boolean adopted(AttemptId id, Session session, Turn turn) {
        TaskEntry entry = board.get(id.task());
        LiveAttempt live = entry.live(id);
        if (live != null) {
            entry.replace(live, live.adopted(session, turn.now()));
            session.held.put(id, context.job());
            session.adopted.add(id);
            turn.persist(new Change.AttemptAdopted(id, session.worker));
            turn.note("adopted", id, session.worker, "worker " + live.worker() + " came back as " + session.name());
        }
        return live != null;
    }

    /** Nobody came back for it. False when it is not live. */
    boolean unclaimed(AttemptId id, FailureKind kind, String line, Turn turn) {
        TaskEntry entry = board.get(id.task());
        LiveAttempt live = entry.live(id);
        if (live != null) {
            if (kind == FailureKind.WORKER_LOST) {
                examine(id, turn);
            }
            outcomes.end(entry, live, AttemptState.LOST, kind, line, turn);
        }
        return live != null;
    }

    private @Nullable LiveAttempt held(Session session, AttemptId id) {
        TaskEntry entry = session.held.containsKey(id) ? board.find(id.task()) : null;
        return entry == null ? null : entry.live(id);
    }

    void reject(Session session, AttemptId id, Turn turn) {
        Session.Lost lost = session.lost.remove(id);
        if (lost != null) {
            FailureKind kind = lost.kind();
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
