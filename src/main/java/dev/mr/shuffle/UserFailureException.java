package dev.mr.shuffle;

import dev.mr.task.BadRecord;
import dev.mr.task.FailureKind;
import org.jspecify.annotations.Nullable;

/** The job's own code threw, or its data is beyond what it may be. Thrown only after the input was found unchanged. */
public final class UserFailureException extends TaskException {
    private static final long serialVersionUID = 1L;

    private final boolean ofData;
    private String inputName = "";
    private long inputOffset = -1;
    private final transient @Nullable BadRecord record;

    UserFailureException(String message, @Nullable Throwable cause) {
        this(message, cause, null, false);
    }

    /** With the record that the map function failed on. */
    UserFailureException(String message, @Nullable Throwable cause, @Nullable BadRecord record) {
        this(message, cause, record, false);
    }

    private UserFailureException(
            String message, @Nullable Throwable cause, @Nullable BadRecord record, boolean ofData) {
        super(message, cause);
        this.record = record;
        this.ofData = ofData;
    }

    /** Of data that no code of the job has seen. */
    static UserFailureException ofData(String message, Throwable cause) {
        return new UserFailureException(message, cause, null, true);
    }

    /** Whether it is the data alone that is to blame: no frame of its stack means anything to the job's author. */
    public boolean isOfData() {
        return ofData;
    }

    /** The record that the map function failed on; null if it is not known, or was not asked for. */
    public @Nullable BadRecord record() {
        return record;
    }

    /** Says with which record it happened; answers itself. */
    UserFailureException at(String name, long offset) {
        inputName = name;
        inputOffset = offset;
        return this;
    }

    /** The file of the record with which it happened, an absolute path; empty when it was with none. */
    public String inputName() {
        return inputName;
    }

    /** Where in that file the record begins; -1 without one. */
    public long inputOffset() {
        return inputOffset;
    }

    @Override
    public FailureKind kind() {
        return FailureKind.USER;
    }
}
