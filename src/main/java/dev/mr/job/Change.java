package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.AttemptState;
import dev.mr.task.BadRecord;
import dev.mr.task.FailureKind;
import dev.mr.task.JobState;
import dev.mr.task.Receipt;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * One row of the job database that a turn changes. A store applies the changes of a turn in order, in one transaction. Those
 * that claim something name the state they come from; a store refuses the whole turn when a claim matches no row.
 */
public sealed interface Change {
    /** The job's state and the one line that explains it, empty for none. Refused where {@link JobState#mayBecome} forbids it. */
    record JobMoved(JobState from, JobState to, String message) implements Change {}

    /**
     * A task's row, other than by a commit.
     *
     * @param winner number of the winning attempt, 0 for none
     * @param userFailures how many of {@code --max-attempts} are spent
     * @param workerLosses how many of {@code --max-worker-losses} are spent
     * @param repairs how often a winner of the task was found damaged
     */
    record TaskMoved(
            TaskId task, TaskState from, TaskState to, int winner, int userFailures, int workerLosses, int repairs)
            implements Change {}

    /** The commit of an attempt, claim and all: task LEASED to COMMITTED, attempt LIVE to WON, receipt kept. */
    record Won(Receipt receipt) implements Change {}

    /** The winner's map files are all in {@code intermediate/}. */
    record MapPublished(AttemptId winner) implements Change {}

    /** A new LIVE attempt of {@code worker} (its assigned id); {@code reconnectMillis} as its Hello said. */
    record AttemptStarted(AttemptId attempt, int worker, long reconnectMillis) implements Change {}

    /** A LIVE attempt is with {@code worker} now: its process came back, and has another id. */
    record AttemptAdopted(AttemptId attempt, int worker) implements Change {}

    /** The end of an attempt that did not win, or the fall of a winner. */
    record AttemptEnded(AttemptId attempt, AttemptState from, AttemptState to, FailureKind kind, String message)
            implements Change {}

    /** A worker introduced itself and has its id. */
    record WorkerJoined(int worker, String label, String host, long pid, int slots, String build) implements Change {}

    /** A worker's stream ended. */
    record WorkerLeft(int worker, String reason) implements Change {}

    /** The job's total of a counter, over winners alone. */
    record CounterSet(String name, long value) implements Change {}

    /** A map task leaves this record out from now on; {@code text} says what happened. */
    record RecordSkipped(TaskId task, BadRecord record, String text) implements Change {}

    /** A line of the job's history. Append-only. */
    record Noted(String what, @Nullable TaskId task, int attempt, int worker, String text) implements Change {}
}
