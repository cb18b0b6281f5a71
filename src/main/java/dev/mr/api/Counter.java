package dev.mr.api;

/** A sum over the winning attempts of a job. */
public interface Counter {
    /** Adds, which may be less than nothing. A sum that overflows fails the attempt. */
    void add(long amount);

    /** Adds one. */
    default void increment() {
        add(1);
    }
}
