package dev.mr.task;

/** What the driver says to one worker. Everything it asserts has been committed before. */
public sealed interface DriverMessage {
    /**
     * The answer to Hello. {@code worker} is the assigned id, from 1; {@code jobDirectory} is absolute, and the folders of jobs are
     * below it.
     */
    record Welcome(
            int worker,
            long session,
            long epoch,
            long leaseMillis,
            long heartbeatMillis,
            String jobUuid,
            String jobDirectory)
            implements DriverMessage {}

    /**
     * The attempt is this worker's until it is silent for a lease.
     *
     * @param folder where the job's directory is, below the one that Welcome names: segments of {@code [A-Za-z0-9_-]+} joined by
     *     {@code /}, at most 8 of them and 255 characters; empty when it is that directory itself
     */
    record Assign(AttemptId attempt, String folder, JobSpec spec, Work work) implements DriverMessage {}

    record HeartbeatAck(long sequence) implements DriverMessage {}

    /** The attempt won; its output is the task's. */
    record Committed(AttemptId attempt) implements DriverMessage {}

    /** The report came too late or was not believed; the attempt's directory is worthless. */
    record Rejected(AttemptId attempt, String reason) implements DriverMessage {}

    /** Stop working on the attempt. */
    record Revoke(AttemptId attempt, String reason) implements DriverMessage {}

    /**
     * Nothing of the job in this folder will be assigned again, unless another is begun there. What the worker still has of it is
     * revoked by that. Idempotent.
     *
     * @param folder as in {@link Assign}
     */
    record JobClosed(String folder) implements DriverMessage {}

    /** The driver has no more work, in any folder; the worker may end. */
    record JobDone(JobState state, String message) implements DriverMessage {}
}
