package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.BadRecord;
import dev.mr.task.DriverMessage;
import dev.mr.task.ExitCode;
import dev.mr.task.FileStats;
import dev.mr.task.JobState;
import dev.mr.task.Receipt;
import dev.mr.task.TaskId;
import java.util.List;

/**
 * Something the machine wants done. All Persists of a turn are committed, in order, before any other effect of the turn is
 * carried out; the others follow in order. Every effect but Persist may be repeated without harm and is issued again by
 * {@link Event.Started} when it matters.
 */
public sealed interface Effect {
    record Persist(Change change) implements Effect {}

    record Send(long session, DriverMessage message) implements Effect {}

    /** End a stream that cannot be served; {@code reason} is for the worker. */
    record Refuse(long session, String reason) implements Effect {}

    /** Move the winner's {@code buckets} files to {@code intermediate/}; answered by MapPublished or Stuck. Its side files stay. */
    record PublishMap(AttemptId winner, int buckets, boolean hasSideFiles) implements Effect {}

    /** Look at one bucket file of a winner; answered by WinnerDamaged or BucketSound. */
    record Inspect(AttemptId winner, int bucket, FileStats expected) implements Effect {}

    /** Delete the directory of an attempt that will never win. */
    record Discard(AttemptId attempt) implements Effect {}

    /** Keep a copy of a record that is left out, with what happened; unless it is kept already. */
    record Quarantine(TaskId task, BadRecord record, String text) implements Effect {}

    /** Say on which record an attempt was when its worker died; answered by LastRecord, or not at all. */
    record Examine(AttemptId attempt) implements Effect {}

    /**
     * Put the output in place; answered by OutputPublished, WinnerDamaged or Stuck. The winners of all reduces, and of the maps
     * that wrote side files.
     */
    record PublishOutput(List<Winner> winners) implements Effect {}

    /** The job ended: tell whoever looks at the directory. Comes before the JobDone messages. */
    record Finish(JobState state, String message) implements Effect {}

    /** The driver ends after this turn. */
    record Stop(ExitCode exitCode, String line) implements Effect {}

    /** A line a person should see. */
    record Warn(String line) implements Effect {}

    /** The winner of a task; {@code verify} when it was committed by an earlier driver. */
    record Winner(Receipt receipt, boolean verify) {}
}
