package dev.mr.api;

/** Where a map function puts its keys. Used by the thread that was given it, and only during the call it was given to. */
public interface Output {
    /** The most bytes a key has: 64 MiB. */
    int MAX_KEY_BYTES = 64 << 20;

    /**
     * Writes the key {@code [from, to)} of {@code bytes}, copied before the call returns.
     *
     * @throws IllegalArgumentException when the key holds a newline or is longer than {@link #MAX_KEY_BYTES}
     * @throws java.io.UncheckedIOException when it cannot be written; the attempt fails, whatever the caller does about it
     */
    void emit(byte[] bytes, int from, int to);
}
