package dev.mr.embed;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Why a job has no result. The message is one line: what, which, found, expected, next step. Where a function of the job failed,
 * its exception is the {@linkplain #getCause cause}, unless it failed in an earlier process.
 */
public final class MapReduceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final @Nullable String task;
    private final int attempt;
    private final String input;
    private final long inputOffset;

    /** What kind of trouble it is. */
    public enum Reason {
        /** A function of the job failed too often, or the job's data is impossible. A durable job stays failed until it is retried. */
        JOB_FAILED,
        /** It was cancelled; a durable job goes on when it is run again. */
        CANCELLED,
        /** What was asked cannot be done with what is in the directory; nothing was run. */
        REFUSED,
        /** Another run, in this process or another, has the directory. */
        DIRECTORY_IN_USE,
        /** An input is not what it was when the job started. */
        INPUT_CHANGED,
        /** Disk, memory or I/O; a durable job goes on when it is run again. */
        ENVIRONMENT,
        /** The database in the directory is damaged, lost or of a newer version. */
        STATE_UNUSABLE,
        /** A bug of the engine; a durable job can be run again. */
        INTERNAL
    }

    MapReduceException(Reason reason, String message, @Nullable Throwable cause) {
        this(reason, message, cause, null, 0, "", -1);
    }

    MapReduceException(
            Reason reason,
            String message,
            @Nullable Throwable cause,
            @Nullable String task,
            int attempt,
            String input,
            long inputOffset) {
        super(message, cause);
        this.reason = reason;
        this.task = task;
        this.attempt = attempt;
        this.input = input;
        this.inputOffset = inputOffset;
    }

    public Reason reason() {
        return reason;
    }

    /** The task that failed, such as {@code map-3} or {@code reduce-0}. */
    public Optional<String> task() {
        return Optional.ofNullable(task);
    }

    /** The number of its attempt that was the last, from 1. */
    public OptionalInt attempt() {
        return attempt > 0 ? OptionalInt.of(attempt) : OptionalInt.empty();
    }

    /** The file, as an absolute path, with the record on which the map function failed. */
    public Optional<String> input() {
        return input.isEmpty() ? Optional.empty() : Optional.of(input);
    }

    /** Where that record begins in its file. */
    public OptionalLong inputOffset() {
        return inputOffset < 0 ? OptionalLong.empty() : OptionalLong.of(inputOffset);
    }

    /** The stack trace of the cause as text; empty without one. */
    public String stack() {
        Throwable cause = getCause();
        if (cause == null) {
            return "";
        }
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
