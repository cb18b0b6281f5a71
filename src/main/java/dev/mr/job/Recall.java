package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.FailureKind;
import dev.mr.task.JobState;
import dev.mr.task.OneLine;
import dev.mr.task.Receipt;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes back winners whose files are damaged, and only those. A reduce's complaint makes a map suspect; the driver looks for
 * itself; a damaged map runs again, and what was made from buckets that then come out different is made again too.
 */
final class Recall {
    /** How often the output of one map may be found damaged. */
    static final int MAX_REPAIRS = 4;

    private final JobContext context;
    private final JobLife life;
    private final TaskBoard board;
    private final Outcomes outcomes;

    /** Winners being looked at, and how many looks are out. */
    private final Map<AttemptId, Integer> suspects = new HashMap<>();

    Recall(JobContext context, JobLife life, TaskBoard board, Outcomes outcomes) {
        this.context = context;
        this.life = life;
        this.board = board;
        this.outcomes = outcomes;
    }

    boolean noneSuspected() {
        return suspects.isEmpty();
    }

    /** A reduce found this bucket of this winner bad. Counts only while that winner is the current one. */
    void complained(AttemptId winner, int bucket, Turn turn) {
        TaskEntry map = board.find(winner.task());
        Receipt receipt = map == null ? null : map.receipt;
        boolean current = map != null && receipt != null && winner.equals(map.winner());
        if (receipt != null
                && current
                && winner.task().kind() == TaskKind.MAP
                && bucket < receipt.files().size()) {
            suspects.merge(winner, 1, Integer::sum);
            turn.add(new Effect.Inspect(winner, bucket, receipt.files().get(bucket)));
        }
    }

    /** The driver found the bucket as its receipt states; whatever the reduce saw has passed. */
    void sound(AttemptId winner, int bucket, Turn turn) {
        settle(winner);
        turn.note("inspected", winner, 0, "bucket " + bucket + " is sound");
        outcomes.machineFailed("a reduce could not read bucket " + bucket + " of " + winner
                + ", which is sound where the driver looks");
    }

    /** The winner's files are damaged: its task runs again. A finding about a former winner is history. */
    void damaged(AttemptId winner, String finding, Turn turn) {
        settle(winner);
        TaskEntry entry = board.find(winner.task());
        Receipt receipt = entry == null ? null : entry.receipt;
        if (entry == null
                || receipt == null
                || !winner.equals(entry.winner())
                || life.state().isFinished()) {
            return;
        }
        if (life.state() == JobState.COMMITTING) {
            life.move(JobState.RUNNING, "", turn);
        }
        entry.repairs++;
        String line = winner + "'s output is damaged: " + OneLine.of(finding);
        turn.warn(line + "; it runs again");
        outcomes.fall(entry, receipt, FailureKind.OUTPUT_DAMAGED, OneLine.of(finding), turn);
        if (entry.repairs > MAX_REPAIRS) {
            life.doom(line + "; that was the " + entry.repairs + "th time, check the disk ("
                    + context.remedies().tryAgain() + ")");
        }
    }

    /** A damaged map has won again: reduces whose bucket is no longer what it was are voided, whatever they have done. */
    void repaired(Receipt before, Receipt now, Turn turn) {
        boolean warned = false;
        for (int bucket = 0; bucket < now.files().size(); bucket++) {
            if (before.files().get(bucket).sameContent(now.files().get(bucket))) {
                continue;
            }
            if (!warned) {
                warned = true;
                turn.warn("non-deterministic map: " + now.attempt() + " wrote other bytes than " + before.attempt()
                        + "; the reduces that read them run again");
            }
            voidReduce(board.all(TaskKind.REDUCE)[bucket], now.attempt() + " wrote another bucket " + bucket, turn);
        }
    }

    private void voidReduce(TaskEntry reduce, String reason, Turn turn) {
        Receipt receipt = reduce.receipt;
        if (reduce.state == TaskState.COMMITTED && receipt != null) {
            outcomes.fall(reduce, receipt, FailureKind.SUPERSEDED, reason, turn);
        } else if (reduce.state == TaskState.LEASED) {
            for (LiveAttempt attempt : List.copyOf(reduce.live())) {
                outcomes.supersede(reduce, attempt, reason, turn);
            }
            board.move(reduce, TaskState.PENDING, turn);
        }
    }

    private void settle(AttemptId winner) {
        suspects.computeIfPresent(winner, (who, looks) -> looks > 1 ? looks - 1 : null);
    }
}
