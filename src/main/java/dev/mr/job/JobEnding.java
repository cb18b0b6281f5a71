package dev.mr.job;

import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.OneLine;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;
import java.util.ArrayList;
import java.util.List;

/** How a job ends: it commits its output when its books balance, or fails, or is cancelled. */
final class JobEnding {
    private final JobContext context;
    private final JobLife life;
    private final TaskBoard board;
    private final Ledger ledger;
    private final Outcomes outcomes;
    private final Recall recall;

    JobEnding(JobContext context, JobLife life, TaskBoard board, Ledger ledger, Outcomes outcomes, Recall recall) {
        this.context = context;
        this.life = life;
        this.board = board;
        this.ledger = ledger;
        this.outcomes = outcomes;
        this.recall = recall;
    }

    /** Ends the job if it can neither go on nor has to. */
    void settle(Turn turn) {
        if (life.doom() != null && life.isRunning()) {
            finish(JobState.FAILED, String.valueOf(life.doom()), ExitCode.JOB_FAILED, turn);
        }
        complete(turn);
    }

    private void complete(Turn turn) {
        boolean done = life.isRunning()
                && board.allCommitted(TaskKind.MAP)
                && board.allCommitted(TaskKind.REDUCE)
                && recall.noneSuspected()
                && outcomes.allPublished();
        if (!done) {
            return;
        }
        List<String> imbalances = ledger.imbalances(context.inputs(), board.all(TaskKind.MAP));
        if (!imbalances.isEmpty()) {
            finish(
                    JobState.FAILED,
                    "the books do not balance: " + OneLine.of(String.join("; ", imbalances))
                            + "; nothing was published",
                    ExitCode.JOB_FAILED,
                    turn);
            return;
        }
        life.move(JobState.COMMITTING, "", turn);
        publishOutput(turn);
    }

    /** Has the output put in place, of the winners of all reduces and the maps that wrote side files. */
    void publishOutput(Turn turn) {
        List<Effect.Winner> winners = new ArrayList<>();
        for (TaskEntry map : board.all(TaskKind.MAP)) {
            var receipt = map.receipt;
            if (receipt != null && !receipt.sideFiles().isEmpty()) {
                winners.add(new Effect.Winner(receipt, map.wonInEpoch != context.epoch()));
            }
        }
        for (TaskEntry reduce : board.all(TaskKind.REDUCE)) {
            var receipt = reduce.receipt;
            if (receipt == null) {
                throw new IllegalStateException(reduce.id + " is committed without a receipt");
            }
            winners.add(new Effect.Winner(receipt, reduce.wonInEpoch != context.epoch()));
        }
        turn.add(new Effect.PublishOutput(winners));
    }

    /** Too late once the output is being assembled: that the job succeeds may be stored any moment. */
    void cancel(Turn turn) {
        if (life.state() != JobState.COMMITTING) {
            finish(JobState.CANCELLED, "cancelled", ExitCode.JOB_FAILED, turn);
        }
    }

    /** Ends the job that has stopped although it could go on later, if that depends on others. */
    void failAsStopped(Turn turn) {
        Effect.Stop stop = life.requireStop();
        finish(JobState.FAILED, stop.line(), stop.exitCode(), turn);
    }

    /** The output is in place: a job that commits has succeeded. */
    void outputPublished(Turn turn) {
        if (life.state() == JobState.COMMITTING) {
            finish(JobState.SUCCEEDED, ledger.equation(context.inputs()), ExitCode.DONE, turn);
        }
    }

    private void finish(JobState state, String line, ExitCode exitCode, Turn turn) {
        for (TaskKind kind : TaskKind.values()) {
            for (TaskEntry entry : board.all(kind)) {
                free(entry, turn);
            }
        }
        life.move(state, line, turn);
        turn.add(new Effect.Finish(state, line));
        life.stop(exitCode, line);
    }

    /** Nobody works on a task of a job that ended, not even for a driver that is gone. */
    private void free(TaskEntry entry, Turn turn) {
        for (LiveAttempt live : entry.live()) {
            outcomes.supersede(entry, live, "the job ended", turn);
        }
        if (entry.state == TaskState.LEASED) {
            board.move(entry, TaskState.PENDING, turn);
        }
    }
}
