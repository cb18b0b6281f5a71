package dev.mr.worker;

import java.time.Duration;

/**
 * Notices a task without progress. Looks are counted rather than time, so that a process that was paused does not count the pause.
 * One thread.
 */
final class TaskWatch {
    private final long timeoutNanos;
    private final long lookNanos;
    private long idleNanos;
    private long lastMarks = -1;

    /** Looks come every {@code interval}. */
    TaskWatch(Duration timeout, Duration interval) {
        this.timeoutNanos = timeout.toNanos();
        this.lookNanos = interval.toNanos();
    }

    /** One look; true when there has been no progress for the timeout. */
    boolean isStuck(long marks) {
        if (marks != lastMarks) {
            lastMarks = marks;
            idleNanos = 0;
            return false;
        }
        idleNanos += lookNanos;
        return idleNanos >= timeoutNanos;
    }
}
