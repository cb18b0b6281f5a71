package dev.mr.driver;

import dev.mr.files.JobDirectory;
import dev.mr.task.AttemptId;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * The directories of winners whose files are published: nothing needs them any more. They wait, up to {@link #MOST}, until no map
 * task creates files: a file system that has deleted many files may take its time over each new one, as ext4 without a journal
 * does, and holds up who creates beside who deletes. Each takes some eight KiB while it waits. A driver that dies leaves them to
 * the next. One thread.
 */
final class SpentAttempts {
    static final int MOST = 1 << 14;
    private static final int SOME = 64;

    private final JobDirectory directory;
    private final Consumer<Path> deletion;
    private final Deque<AttemptId> waiting = new ArrayDeque<>();

    SpentAttempts(JobDirectory directory, Consumer<Path> deletion) {
        this.directory = directory;
        this.deletion = deletion;
    }

    void add(AttemptId attempt) {
        waiting.addLast(attempt);
    }

    /** Whether some are to be deleted now, whatever is at work. */
    boolean isFull() {
        return waiting.size() > MOST;
    }

    void discardAll() {
        discardDownTo(0);
    }

    /** Whether there is more. */
    boolean discardSome() {
        discardDownTo(Math.max(0, waiting.size() - SOME));
        return !waiting.isEmpty();
    }

    private void discardDownTo(int left) {
        while (waiting.size() > left) {
            AttemptId attempt = waiting.removeFirst();
            // Of most nothing is left but this; so neither need be looked into.
            deletion.accept(directory.receipt(attempt));
            deletion.accept(directory.attempt(attempt));
        }
    }
}
