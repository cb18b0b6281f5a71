package dev.mr.chaos;

import dev.mr.files.FileSystem;
import dev.mr.task.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * What all trials of a soak share.
 *
 * @param directory where each job has a folder
 * @param stop counted down when everything must end now
 * @param deadlineNanos when no more is done to jobs, so that they come to their ends
 */
record Stage(
        ProgramCommands programs,
        Path directory,
        Chronicle chronicle,
        FileSystem files,
        TimeSource time,
        CountDownLatch stop,
        long deadlineNanos) {
    /** How long after the deadline jobs may still come to their ends. */
    private static final Duration GRACE = Duration.ofSeconds(20);

    boolean isTimeUp() {
        return time.nanos() - deadlineNanos >= 0;
    }

    /** Whether that has passed as well. */
    boolean isOver() {
        return time.nanos() - deadlineNanos >= GRACE.toNanos();
    }

    boolean isStopped() {
        return stop.getCount() == 0;
    }
}
