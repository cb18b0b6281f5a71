package dev.mr.shuffle;

import dev.mr.task.FailureKind;
import org.jspecify.annotations.Nullable;

/** A reduce found a map's bucket file missing, unreadable or not as its receipt states. */
public final class BadBucketException extends TaskException {
    private static final long serialVersionUID = 1L;

    private final int map;

    BadBucketException(int map, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.map = map;
    }

    /** The map task whose output it is. */
    public int map() {
        return map;
    }

    @Override
    public FailureKind kind() {
        return FailureKind.INPUT_BAD;
    }
}
