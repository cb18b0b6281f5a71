package dev.mr.shuffle;

import dev.mr.task.FailureKind;
import org.jspecify.annotations.Nullable;

/** Why a task ended without a result, other than by an I/O error. Its message is one line for a person. */
public abstract sealed class TaskException extends Exception
        permits BadBucketException, CancelledException, InputChangedException, UserFailureException {
    private static final long serialVersionUID = 1L;

    TaskException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Which budget the failure spends. */
    public abstract FailureKind kind();
}
