package dev.mr.task;

/** Where a task is. */
public enum TaskState {
    PENDING,
    /** At least one attempt is LIVE. */
    LEASED,
    COMMITTED,
    FAILED
}
