package dev.mr.task;

/** What the driver says to one worker. Everything it asserts has been committed before. */
public sealed interface DriverMessage {
    /** The answer to Hello. {@code worker} is the assigned id, from 1; {@code jobDirectory} is absolute. */
    record Welcome(
            int worker,
            long session,
            long epoch,
            long leaseMillis,
            long heartbeatMillis,
            String jobUuid,
            String jobDirectory)
            implements DriverMessage {}

    /** The attempt is this worker's until it is silent for a lease. */
    record Assign(AttemptId attempt, JobSpec spec, Work work) implements DriverMessage {}

    record HeartbeatAck(long sequence) implements DriverMessage {}

    /** The attempt won; its output is the task's. */
    record Committed(AttemptId attempt) implements DriverMessage {}

    /** The report came too late or was not believed; the attempt's directory is worthless. */
    record Rejected(AttemptId attempt, String reason) implements DriverMessage {}

    /** Stop working on the attempt. */
    record Revoke(AttemptId attempt, String reason) implements DriverMessage {}

    /** The job ended; the worker may end too. */
    record JobDone(JobState state, String message) implements DriverMessage {}
}
