package dev.mr.shuffle;

import dev.mr.api.Slice;
import java.io.Closeable;
import java.io.IOException;

/** Records in the order of their keys, read once. What it answers is good until its next {@link #next}. */
interface RecordCursor extends Closeable {
    /** Goes to the next record; false at the end. */
    boolean next() throws IOException, TaskException;

    Slice key();

    /** Whether no two records are known to have the same key, so that there is nothing to combine. */
    default boolean hasEachKeyOnce() {
        return false;
    }

    /** The value, where values are longs. */
    long number();

    /** The value, where values are bytes. Read only when asked for, and then once. */
    Slice value() throws IOException, TaskException;
}
