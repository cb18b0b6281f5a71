package dev.mr.shuffle;

import dev.mr.api.Slice;

/** One record where it lies, or none. */
final class OneRecord implements RecordCursor {
    private static final Slice NO_VALUE = new Slice();

    private final Slice key;
    private final long number;
    private final Slice value;
    private boolean left = true;

    private OneRecord(Slice key, long number, Slice value) {
        this.key = key;
        this.number = number;
        this.value = value;
    }

    static OneRecord of(Slice key, long number) {
        return new OneRecord(key, number, NO_VALUE);
    }

    static OneRecord of(Slice key, Slice value) {
        return new OneRecord(key, 0, value);
    }

    /** This record if it is of the bucket that is asked for, else none. */
    RecordCursor in(int bucket, int asked) {
        left = bucket == asked;
        return this;
    }

    @Override
    public boolean next() {
        boolean was = left;
        left = false;
        return was;
    }

    @Override
    public Slice key() {
        return key;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public Slice value() {
        return value;
    }

    @Override
    public void close() {}
}
