package dev.mr.shuffle;

import java.io.IOException;

/** Receives keys with their counts, in the unsigned order of the keys' bytes. */
@FunctionalInterface
interface CountSink {
    /** {@code [0, length)} of {@code key} occurred {@code count} times; the bytes are the caller's. */
    void accept(byte[] key, int length, long count) throws IOException, CancelledException;
}
