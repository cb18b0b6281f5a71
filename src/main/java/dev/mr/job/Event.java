package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.BadRecord;
import dev.mr.task.Receipt;
import dev.mr.task.WorkerMessage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that happened. The machines learn of the world through these alone. */
public sealed interface Event {
    /** One of the events that are about a job, with its number: from {@link Started} on, where nothing else is said. */
    record OfJob(long job, Event event) implements Event {}

    /**
     * The driver has taken the job over. Re-issues the effects a crash may have swallowed, so what the driver knows to be
     * damaged comes before; nothing else does.
     */
    record Started() implements Event {}

    /** A worker's message, other than Succeeded, arrived on a stream. */
    record Said(long session, WorkerMessage message) implements Event {}

    /**
     * A worker's Succeeded arrived and the driver has looked at the receipt.
     *
     * @param receipt what the RECEIPT says, null when there is none that can be believed
     * @param problem why there is none; empty otherwise
     */
    record Reported(
            long session, AttemptId attempt, @Nullable Receipt receipt, String problem) implements Event {}

    /**
     * A worker's stream ended, whoever ended it.
     *
     * @param places what the attempts it held were at, as far as they left word
     */
    record StreamClosed(long session, String reason, Map<AttemptId, String> places) implements Event {
        public StreamClosed(long session, String reason) {
            this(session, reason, Map.of());
        }
    }

    /** Time has passed; comes at least every {@link Coordinator#tickNanos()}, after all messages received before it. */
    record Tick() implements Event {}

    /** The file system under the job directory has so much room; {@code lowBytes} is the least that lets work be handed out. */
    record DiskChecked(long freeBytes, long lowBytes) implements Event {}

    /** An attempt that finished while no driver lived: its receipt and files verify. */
    record Harvested(AttemptId attempt, Receipt receipt) implements Event {}

    /** An attempt of an earlier driver that left nothing to harvest. */
    record Abandoned(AttemptId attempt, String reason) implements Event {}

    /** The files of a committed winner are missing or differ from its receipt; {@code finding} says how. */
    record WinnerDamaged(AttemptId winner, String finding) implements Event {}

    /** The driver looked at a bucket file a reduce complained about and found it as its receipt states. */
    record BucketSound(AttemptId winner, int bucket) implements Event {}

    /** The record an attempt was on when its worker died. */
    record LastRecord(AttemptId attempt, BadRecord record) implements Event {}

    /** The winner's map files are all in {@code intermediate/}. */
    record MapPublished(AttemptId winner) implements Event {}

    /** The output directory is in place, whole and durable. */
    record OutputPublished() implements Event {}

    /** The job is to end without output. Without effect when that comes too late. */
    record Cancelled() implements Event {}

    /** The driver cannot do its part (publish, look, write); {@code line} names the object, the cause and the next step. */
    record Stuck(String line) implements Event {}
}
