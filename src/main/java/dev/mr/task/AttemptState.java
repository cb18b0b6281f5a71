package dev.mr.task;

/** Where an attempt is. LIVE is the only state it can win from. */
public enum AttemptState {
    LIVE,
    /** Its output is the task's output. */
    WON,
    /** It reported a failure. */
    FAILED,
    /** Its worker, its lease, its driver or, for a former winner, its files were lost. */
    LOST,
    /** It came back after it was lost or superseded and was turned away. */
    REJECTED
}
