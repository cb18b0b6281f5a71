package dev.mr.task;

/** Where a job is. RUNNING, then COMMITTING, then SUCCEEDED is the way of a job without trouble. */
public enum JobState {
    /** Accepted by a service; it waits in line. */
    PENDING,
    RUNNING,
    /** All tasks are committed; the output directory is being assembled. */
    COMMITTING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** A later job took its place in the directory. */
    REPLACED;

    /** Whether nothing of the job will run again unless someone asks for it. */
    public boolean isFinished() {
        return switch (this) {
            case PENDING, RUNNING, COMMITTING -> false;
            case SUCCEEDED, FAILED, CANCELLED, REPLACED -> true;
        };
    }

    /** Whether a job may be moved from here to {@code next}: the line is left to run, fail or be cancelled, and never joined. */
    public boolean mayBecome(JobState next) {
        return switch (next) {
            case PENDING -> false;
            case RUNNING, FAILED, CANCELLED -> true;
            case COMMITTING, SUCCEEDED, REPLACED -> this != PENDING;
        };
    }
}
