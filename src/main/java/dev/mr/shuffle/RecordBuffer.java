package dev.mr.shuffle;

/**
 * Records in memory, to be read sorted: bucket by bucket, within a bucket by key, those of one key in the order in which they
 * were added. Takes no more than its memory (but always has room for one record), and makes no object per record. One thread.
 */
interface RecordBuffer {
    /** Adds a copy of the record; false if there is no room for it. */
    boolean add(byte[] key, int from, int length, long value);

    /** As the other. */
    boolean add(byte[] key, int from, int length, byte[] value, int valueFrom, int valueLength);

    boolean isEmpty();

    /** The records of a bucket, sorted; to be read before anything is added again. */
    RecordCursor sorted(int bucket);

    /** Forgets all records; may keep memory for the next. */
    void clear();

    /** Takes no more than this from now on; see {@link #isOverLimit}. */
    void limit(long bytes);

    /** Whether it takes more than it may, since its limit was lowered. */
    boolean isOverLimit();

    /** Drops memory that it does not use, as far as its limit asks for. */
    void shrink();
}
