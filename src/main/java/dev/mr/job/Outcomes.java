package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.AttemptState;
import dev.mr.task.Counted;
import dev.mr.task.DriverMessage;
import dev.mr.task.ExitCode;
import dev.mr.task.FailureKind;
import dev.mr.task.OneLine;
import dev.mr.task.Receipt;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;

/** How attempts end, and what each end costs the task and the job. */
final class Outcomes {
    /** So many RESOURCE or EXTERNAL failures without a success between them stop the driver. */
    static final int MACHINE_FAILURES_IN_A_ROW = 4;

    private final JobContext context;
    private final JobLife life;
    private final TaskBoard board;
    private final Crew crew;
    private final Ledger ledger;
    private int machineFailuresInARow;
    private int unpublishedMaps;

    Outcomes(JobContext context, JobLife life, TaskBoard board, Crew crew, Ledger ledger) {
        this.context = context;
        this.life = life;
        this.board = board;
        this.crew = crew;
        this.ledger = ledger;
    }

    /** The live attempt becomes its task's winner. Everything about it but the files' last place is settled with this turn. */
    void win(TaskEntry entry, LiveAttempt attempt, Receipt receipt, Turn turn) {
        release(entry, attempt);
        turn.persist(new Change.Won(receipt));
        turn.note("won", attempt.id(), attempt.worker(), "");
        board.place(entry, TaskState.COMMITTED);
        entry.receipt = receipt;
        entry.wonInEpoch = context.epoch();
        entry.published = false;
        ledger.enter(receipt, turn);
        machineFailuresInARow = 0;
        for (LiveAttempt other : entry.live()) {
            supersede(entry, other, attempt.id() + " won", turn);
        }
        if (attempt.session() != 0) {
            turn.send(attempt.session(), new DriverMessage.Committed(attempt.id()));
        }
        if (entry.id.kind() == TaskKind.MAP) {
            publish(entry, receipt, turn);
        }
    }

    /** Asks for a winner's map files to be moved. */
    void publish(TaskEntry entry, Receipt winner, Turn turn) {
        unpublishedMaps++;
        turn.add(new Effect.PublishMap(
                winner.attempt(),
                context.spec().reduceTasks(),
                !winner.sideFiles().isEmpty()));
        entry.published = false;
    }

    /** A publish was carried out, of whichever attempt. */
    void published(TaskEntry entry, AttemptId winner, Turn turn) {
        unpublishedMaps--;
        if (winner.equals(entry.winner()) && !entry.published) {
            entry.published = true;
            turn.persist(new Change.MapPublished(winner));
        }
    }

    boolean allPublished() {
        return unpublishedMaps == 0;
    }

    /** A live attempt ends without winning and its task is free again, unless the end uses up what the task may spend. */
    void end(TaskEntry entry, LiveAttempt attempt, AttemptState to, FailureKind kind, String message, Turn turn) {
        release(entry, attempt);
        String line = OneLine.of(message);
        turn.persist(new Change.AttemptEnded(attempt.id(), AttemptState.LIVE, to, kind, line));
        turn.note(to == AttemptState.FAILED ? "failed" : "lost", attempt.id(), attempt.worker(), kind + ": " + line);
        turn.add(new Effect.Discard(attempt.id()));
        String cost = spend(entry, attempt, to, kind, line);
        if (entry.state == TaskState.LEASED && entry.live().isEmpty()) {
            board.move(entry, isSpent(entry) ? TaskState.FAILED : TaskState.PENDING, turn);
        }
        if (!cost.isEmpty()) {
            turn.warn(attempt.id() + workerName(attempt) + " " + cost);
        }
    }

    private boolean isSpent(TaskEntry entry) {
        return entry.userFailures >= context.spec().rules().maxAttempts()
                || entry.workerLosses >= context.spec().rules().maxWorkerLosses();
    }

    /** A live attempt whose output is no longer wanted. */
    void supersede(TaskEntry entry, LiveAttempt attempt, String reason, Turn turn) {
        release(entry, attempt);
        turn.persist(new Change.AttemptEnded(
                attempt.id(), AttemptState.LIVE, AttemptState.LOST, FailureKind.SUPERSEDED, reason));
        turn.note("lost", attempt.id(), attempt.worker(), FailureKind.SUPERSEDED + ": " + reason);
        turn.add(new Effect.Discard(attempt.id()));
        Session session = crew.find(attempt.session());
        if (session != null) {
            session.lost.put(attempt.id(), new Session.Lost(context.job(), FailureKind.SUPERSEDED));
            turn.send(session.id, new DriverMessage.Revoke(attempt.id(), reason));
        }
    }

    /** An attempt that its worker holds but has not begun is given to another; it costs the task nothing. */
    void takeBack(TaskEntry entry, LiveAttempt attempt, String reason, Turn turn) {
        end(entry, attempt, AttemptState.LOST, FailureKind.GIVEN_BACK, "it had not begun: " + reason, turn);
        Session session = crew.find(attempt.session());
        if (session != null) {
            session.lost.put(attempt.id(), new Session.Lost(context.job(), FailureKind.GIVEN_BACK));
            session.owed++;
            turn.send(session.id, new DriverMessage.Revoke(attempt.id(), reason));
        }
    }

    /** A winner is none any more; its task runs again. Its receipt is kept to compare with the next. */
    void fall(TaskEntry entry, Receipt receipt, FailureKind kind, String reason, Turn turn) {
        turn.persist(new Change.AttemptEnded(receipt.attempt(), AttemptState.WON, AttemptState.LOST, kind, reason));
        turn.note("winner-lost", receipt.attempt(), 0, kind + ": " + reason);
        ledger.strike(receipt, turn);
        entry.published = false;
        board.move(entry, TaskState.PENDING, turn);
    }

    private String spend(TaskEntry entry, LiveAttempt attempt, AttemptState to, FailureKind kind, String line) {
        if (!entry.live().isEmpty() && counts(kind)) {
            return (to == AttemptState.FAILED ? "failed: " : "lost: ") + line + "; another attempt of its task goes on";
        }
        return switch (kind) {
            case USER -> {
                int budget = context.spec().rules().maxAttempts();
                entry.userFailures++;
                if (entry.userFailures >= budget) {
                    life.doom(attempt.id() + " failed: " + line + " (" + budget + " of " + budget
                            + " attempts spent; if the cause was outside the job, "
                            + context.remedies().tryAgain() + ")");
                }
                yield "failed: " + line + "; " + entry.userFailures + " of " + budget + " attempts spent";
            }
            case WORKER_LOST, LEASE_EXPIRED -> {
                int budget = context.spec().rules().maxWorkerLosses();
                entry.workerLosses++;
                if (entry.workerLosses >= budget) {
                    life.doom(entry.id + " lost " + Counted.of(budget, "worker") + ", the last by: " + line
                            + " (if the cause was outside the job, "
                            + context.remedies().tryAgain() + ")");
                }
                yield (to == AttemptState.FAILED ? "failed: " : "lost: ") + line + "; it runs again";
            }
            case RESOURCE, EXTERNAL -> {
                machineFailed(attempt.id() + " failed: " + line);
                yield "failed: " + line + "; it runs again and spends no attempt";
            }
            case INPUT_CHANGED -> {
                life.stop(
                        ExitCode.INPUT_CHANGED, line + "; " + context.remedies().startOver());
                yield "";
            }
            case INPUT_BAD -> "stopped: " + line;
            case GIVEN_BACK, DRIVER_LOST, SUPERSEDED, OUTPUT_DAMAGED -> "";
        };
    }

    /** Whether an end of this kind counts, against the task or the machine; while a backup or what it backs goes on, none does. */
    private static boolean counts(FailureKind kind) {
        return switch (kind) {
            case USER, WORKER_LOST, LEASE_EXPIRED, RESOURCE, EXTERNAL -> true;
            case INPUT_CHANGED, INPUT_BAD, GIVEN_BACK, DRIVER_LOST, SUPERSEDED, OUTPUT_DAMAGED -> false;
        };
    }

    /** Something outside the job failed. Spends nothing, but too many in a row stop the driver. */
    void machineFailed(String line) {
        machineFailuresInARow++;
        if (machineFailuresInARow >= MACHINE_FAILURES_IN_A_ROW) {
            life.stop(
                    ExitCode.ENVIRONMENT,
                    line + "; " + machineFailuresInARow
                            + " such failures in a row, so "
                            + context.remedies().pause() + "; free the resource, "
                            + context.remedies().goOn());
        }
    }

    private String workerName(LiveAttempt attempt) {
        Session session = crew.find(attempt.session());
        return session == null ? "" : " on " + session.name();
    }

    private void release(TaskEntry entry, LiveAttempt attempt) {
        entry.remove(attempt);
        Session session = crew.find(attempt.session());
        if (session != null) {
            session.held.remove(attempt.id());
            session.positions.remove(attempt.id());
        }
    }
}
