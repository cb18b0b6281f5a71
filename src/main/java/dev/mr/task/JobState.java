package dev.mr.task;

/** Where a job is. RUNNING, then COMMITTING, then SUCCEEDED is the way of a job without trouble. */
public enum JobState {
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
            case RUNNING, COMMITTING -> false;
            case SUCCEEDED, FAILED, CANCELLED, REPLACED -> true;
        };
    }
}
