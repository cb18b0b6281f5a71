package dev.mr.task;

/** The two clocks, handed in through constructors so that a test can own time. */
public interface TimeSource {
    /** Monotonic nanoseconds from an arbitrary origin; the only clock that decides leases. */
    long nanos();

    /** Milliseconds since 1970, for people only. */
    long wallMillis();
}
