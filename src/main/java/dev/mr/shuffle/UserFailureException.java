package dev.mr.shuffle;

import dev.mr.task.FailureKind;
import org.jspecify.annotations.Nullable;

/** The job's own code threw, or its data is beyond what it may be. Thrown only after the input was found unchanged. */
public final class UserFailureException extends TaskException {
    private static final long serialVersionUID = 1L;

    UserFailureException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public FailureKind kind() {
        return FailureKind.USER;
    }
}
