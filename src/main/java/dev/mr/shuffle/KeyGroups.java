package dev.mr.shuffle;

import dev.mr.api.Slice;
import dev.mr.api.Values;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Records in order as keys with their values. {@link #next} goes to the next key, whatever was left of the values of the one
 * before; then the object itself is the cursor over them.
 */
final class KeyGroups implements Values {
    private static final byte[] NONE = {};

    private final RecordCursor records;
    private final ValueKind kind;
    private final EngineTrouble trouble;
    private final TaskProgress progress;
    private final Slice key = new Slice();
    private byte[] keyBytes = new byte[64];
    private boolean begun;
    /** The record the cursor is at is of the current key and has not been handed out. */
    private boolean waiting;

    private boolean ended;
    /** The record the cursor is at has been handed out, and is the current value. */
    private boolean hasValue;

    private @Nullable Slice value;
    /** How often the record that the cursor is at is still to be handed out, or has been for the last time: 1. */
    private long left;

    private long read;

    KeyGroups(RecordCursor records, ValueKind kind, EngineTrouble trouble, TaskProgress progress) {
        this.records = records;
        this.kind = kind;
        this.trouble = trouble;
        this.progress = progress;
    }

    /** Goes to the next key; false when there is none left. */
    boolean nextKey() throws IOException, TaskException {
        if (!begun) {
            begun = true;
            ended = !advance();
        }
        boolean ofOldKey = waiting || hasValue;
        while (ofOldKey) {
            ofOldKey = advance() && isSameKey();
        }
        if (ended) {
            return false;
        }
        Slice next = records.key();
        if (keyBytes.length < next.length() || keyBytes.length > Reserve.SMALL_BYTES) {
            // So that never two long keys are held.
            keyBytes = NONE;
            key.set(NONE, 0, 0);
            keyBytes = new byte[Math.max(64, next.length())];
        }
        System.arraycopy(next.array(), next.offset(), keyBytes, 0, next.length());
        key.set(keyBytes, 0, next.length());
        waiting = true;
        hasValue = false;
        return true;
    }

    private boolean advance() throws IOException, TaskException {
        if (records.next()) {
            left = records.times();
            count();
            return true;
        }
        ended = true;
        return false;
    }

    private void count() throws TaskException {
        progress.mark();
        if ((++read & 0xFFF) == 0) {
            progress.checkpoint();
        }
    }

    private boolean isSameKey() {
        Slice next = records.key();
        return records.hasSameKey()
                || Arrays.equals(next.array(), next.offset(), next.end(), keyBytes, 0, key.length());
    }

    Slice key() {
        return key;
    }

    /** Records read so far. */
    long read() {
        return read;
    }

    @Override
    public boolean next() {
        try {
            if (hasValue && left > 1) {
                left--;
                count();
                return true;
            }
            if (hasValue) {
                waiting = advance() && isSameKey();
            }
            hasValue = waiting;
            waiting = false;
            value = null;
            return hasValue;
        } catch (IOException | TaskException e) {
            throw trouble.of(e);
        }
    }

    @Override
    public Slice bytes() {
        check(ValueKind.BYTES);
        try {
            value = value == null ? records.value() : value;
            return value;
        } catch (IOException | TaskException e) {
            throw trouble.of(e);
        }
    }

    @Override
    public long number() {
        check(ValueKind.LONGS);
        return records.number();
    }

    @Override
    public String text() {
        return kind == ValueKind.LONGS ? Long.toString(number()) : bytes().text();
    }

    private void check(ValueKind wanted) {
        if (!hasValue) {
            throw new IllegalStateException("next() has not said that there is a value");
        }
        if (kind != wanted) {
            throw new IllegalStateException(
                    "the job's values are " + (kind == ValueKind.LONGS ? "longs" : "bytes") + ", as its plan says");
        }
    }
}
