package dev.mr.shuffle;

import dev.mr.task.FailureKind;

/** The task was told to stop, and did. */
public final class CancelledException extends TaskException {
    private static final long serialVersionUID = 1L;

    CancelledException() {
        super("cancelled", null);
    }

    @Override
    public FailureKind kind() {
        return FailureKind.GIVEN_BACK;
    }
}
