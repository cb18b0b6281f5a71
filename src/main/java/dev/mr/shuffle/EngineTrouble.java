package dev.mr.shuffle;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The first thing that went wrong in the engine while the job's code was calling it. The job's code sees it as an unchecked
 * exception, which it may swallow: {@link #rethrow} brings it back.
 */
final class EngineTrouble {
    private @Nullable IOException disk;
    private @Nullable TaskException task;

    /** Keeps an IOException or a TaskException; the answer is to be thrown through the job's code. */
    RuntimeException of(Exception failure) {
        if (failure instanceof IOException io) {
            disk = disk == null ? io : disk;
            return new UncheckedIOException(io);
        }
        task = task == null ? (TaskException) failure : task;
        return new IllegalStateException(failure);
    }

    /** Throws what happened, if anything did. */
    void rethrow() throws IOException, TaskException {
        if (disk != null) {
            throw disk;
        }
        if (task != null) {
            throw task;
        }
    }
}
