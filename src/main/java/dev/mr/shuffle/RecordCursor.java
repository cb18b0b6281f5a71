package dev.mr.shuffle;

import dev.mr.api.Slice;
import java.io.Closeable;
import java.io.IOException;

/** Records in the order of their keys, read once. What it answers is good until its next {@link #next}. */
interface RecordCursor extends Closeable {
    /** Goes to the next record, past all of its {@link #times}; false at the end. */
    boolean next() throws IOException, TaskException;

    /** How often this record stands here, one after the other; whoever reads it has read them all. */
    default long times() {
        return 1;
    }

    /** Whether this record is known to have the key of the one before it. */
    default boolean hasSameKey() {
        return false;
    }

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
