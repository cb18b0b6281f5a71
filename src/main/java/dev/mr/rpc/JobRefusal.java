package dev.mr.rpc;

/** A request about a job that is not granted, now or later, however often it is repeated. Its message is one line. */
public final class JobRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** Why. */
    public enum Kind {
        /** There is no such job. */
        UNKNOWN,
        /** What was asked for is wrong. */
        INVALID,
        /** It comes too late. */
        LATE
    }

    public JobRefusal(Kind kind, String line) {
        super(line);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
