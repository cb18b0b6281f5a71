package dev.mr.jobs;

import dev.mr.api.TaskContext;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What the commands of one attempt say on stderr: in a file, {@code .mr/logs/<task>.<attempt>.stderr} of the job directory, which
 * is there when they said anything. It has at most {@value #HEAD_BYTES} bytes from their beginning, as they come, and the last
 * {@value #TAIL_BYTES} once it is closed. A log that cannot be written is given up; the attempt goes on. Thread-safe.
 */
final class CommandLog implements Closeable {
    static final int HEAD_BYTES = 1 << 20;
    static final int TAIL_BYTES = 1 << 16;
    private static final int MAX_LINES = 5;
    private static final int MAX_CHARS = 1_000;

    private final Path own;
    private final Path logs;
    private final Path path;
    private byte[] tail = {};
    private long bytes;
    private @Nullable OutputStream file;
    private @Nullable IOException failure;
    private boolean closed;

    private CommandLog(TaskContext task, char kind) {
        this.own = task.jobDirectory().resolve(".mr");
        this.logs = own.resolve("logs");
        this.path = logs.resolve(kind + "-" + task.id() + "." + task.attempt() + ".stderr");
    }

    /**
     * An empty log. What an earlier job in the same directory left under its name is gone.
     *
     * @param kind {@code m} or {@code r}
     */
    static CommandLog begin(TaskContext task, char kind) {
        CommandLog log = new CommandLog(task, kind);
        try {
            Files.deleteIfExists(log.path);
        } catch (IOException unwritable) {
            log.failure = unwritable;
        }
        return log;
    }

    /** Adds {@code [from, to)}. */
    synchronized void add(byte[] text, int from, int to) {
        if (closed || from == to) {
            return;
        }
        int head = (int) Math.min(to - from, Math.max(0, HEAD_BYTES - bytes));
        if (head > 0) {
            write(text, from, from + head);
        }
        if (tail.length == 0) {
            tail = new byte[TAIL_BYTES];
        }
        for (int at = Math.max(from, to - TAIL_BYTES); at < to; ) {
            int place = (int) ((bytes + at - from) % TAIL_BYTES);
            int length = Math.min(to - at, TAIL_BYTES - place);
            System.arraycopy(text, at, tail, place, length);
            at += length;
        }
        bytes += to - from;
    }

    private void write(byte[] text, int from, int to) {
        if (failure != null) {
            return;
        }
        try {
            OutputStream open = file;
            if (open == null) {
                open = open();
                file = open;
            }
            open.write(text, from, to - from);
        } catch (IOException unwritable) {
            failure = unwritable;
        }
    }

    private OutputStream open() throws IOException {
        make(own);
        make(logs);
        return Files.newOutputStream(path);
    }

    /** Not with its parents: a job directory that is gone is not made again. */
    private static void make(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException justMade) {
                // by another task
            }
        }
    }

    /** The last lines that were said, as one; empty for none. */
    synchronized String lastLines() {
        String text = new String(last((int) Math.min(bytes, TAIL_BYTES)), StandardCharsets.UTF_8);
        Deque<String> last = new ArrayDeque<>();
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            last.add(line);
            if (last.size() > MAX_LINES) {
                last.remove();
            }
        });
        String joined = String.join(" | ", last);
        return joined.length() <= MAX_CHARS ? joined : "..." + joined.substring(joined.length() - MAX_CHARS);
    }

    /** Where the log is, or why there is none; empty when nothing was said. */
    synchronized String place() {
        if (bytes == 0) {
            return "";
        }
        return failure == null ? "stderr is in " + path : "stderr could not be kept: " + failure;
    }

    private byte[] last(int length) {
        byte[] last = new byte[length];
        for (int i = 0; i < length; i++) {
            last[i] = tail[(int) ((bytes - length + i) % TAIL_BYTES)];
        }
        return last;
    }

    /** Completes the file. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (OutputStream open = file) {
            long beyond = bytes - HEAD_BYTES;
            if (open != null && failure == null && beyond > 0) {
                long left = beyond - Math.min(beyond, TAIL_BYTES);
                if (left > 0) {
                    open.write(("\n... " + left + " bytes left out ...\n").getBytes(StandardCharsets.US_ASCII));
                }
                open.write(last((int) (beyond - left)));
            }
        }
    }
}
