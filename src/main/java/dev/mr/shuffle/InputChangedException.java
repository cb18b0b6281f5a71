package dev.mr.shuffle;

import dev.mr.task.FailureKind;
import org.jspecify.annotations.Nullable;

/** An input file is no longer what it was when the job started. */
public final class InputChangedException extends TaskException {
    private static final long serialVersionUID = 1L;

    private final String path;

    /** {@code change} is the whole line; it names the file. */
    InputChangedException(String path, String change, @Nullable Throwable cause) {
        super(change, cause);
        this.path = path;
    }

    public String path() {
        return path;
    }

    @Override
    public FailureKind kind() {
        return FailureKind.INPUT_CHANGED;
    }
}
