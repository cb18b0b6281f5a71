package dev.mr.chaos;

import dev.mr.chaos.Verdict.Finding;
import dev.mr.files.FileSystem;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
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

    /** With less a driver hands out no work. */
    private static final long LEAST_SPACE = 64L << 20;

    private static final long MEBIBYTE = 1 << 20;

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

    /**
     * What is found on a full disk shows nothing.
     *
     * @throws MrException ENVIRONMENT
     */
    void requireSpace() throws IOException {
        long space = Files.getFileStore(directory).getUsableSpace();
        if (space < LEAST_SPACE) {
            throw new MrException(
                    ExitCode.ENVIRONMENT,
                    "the disk of " + directory + " has " + space / MEBIBYTE + " MiB left, expected "
                            + LEAST_SPACE / MEBIBYTE + " or more; free space, or choose another --dir");
        }
    }

    /** Tells and counts something that should not be; {@code command} is for looking at it. */
    void found(String about, Finding finding, String what, String command) throws IOException {
        requireSpace();
        chronicle.found(about, finding, what, command);
    }
}
