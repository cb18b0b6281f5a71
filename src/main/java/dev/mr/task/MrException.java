package dev.mr.task;

import org.jspecify.annotations.Nullable;

/**
 * An error a person can act on. Its message is one line: what, which, found, expected, next step; its exit code says how the
 * program ends.
 */
public final class MrException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    public MrException(ExitCode exitCode, String message) {
        this(exitCode, message, null);
    }

    public MrException(ExitCode exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    /** The message, never null. */
    public String line() {
        return String.valueOf(getMessage());
    }
}
