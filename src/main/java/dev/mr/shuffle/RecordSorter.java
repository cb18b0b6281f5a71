package dev.mr.shuffle;

import dev.mr.api.Slice;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Records brought in order, those of one key in the order in which they were added: sorted in a {@link SortBuffer}, spilled when
 * that is full. A record that would take a large part of the memory is spilled from where it lies. One thread.
 */
final class RecordSorter implements Reserve {
    private final int buckets;
    private final long memoryBytes;
    private final Spills spills;
    private @Nullable SortBuffer buffer;

    RecordSorter(int buckets, long memoryBytes, Spills spills) {
        this.buckets = buckets;
        this.memoryBytes = memoryBytes;
        this.spills = spills;
        this.buffer = new SortBuffer(buckets, memoryBytes);
    }

    Spills spills() {
        return spills;
    }

    void add(int bucket, byte[] key, int from, int length, long value) throws IOException, TaskException {
        if (isLarge(length)) {
            spillAlone(bucket, OneRecord.of(new Slice().set(key, from, from + length), value));
        } else if (!buffer().add(bucket, key, from, length, value)) {
            spill();
            buffer().add(bucket, key, from, length, value);
        }
    }

    void add(int bucket, byte[] key, int from, int length, byte[] value, int valueFrom, int valueLength)
            throws IOException, TaskException {
        if (isLarge((long) length + valueLength)) {
            Slice bytes = new Slice().set(value, valueFrom, valueFrom + valueLength);
            spillAlone(bucket, OneRecord.of(new Slice().set(key, from, from + length), bytes));
        } else if (!buffer().add(bucket, key, from, length, value, valueFrom, valueLength)) {
            spill();
            buffer().add(bucket, key, from, length, value, valueFrom, valueLength);
        }
    }

    private boolean isLarge(long bytes) {
        return bytes > SMALL_BYTES && bytes > memoryBytes / 4;
    }

    private void spillAlone(int bucket, OneRecord record) throws IOException, TaskException {
        if (!buffer().isEmpty()) {
            spill();
        }
        spills.spill(buckets, b -> record.in(bucket, b));
    }

    private void spill() throws IOException, TaskException {
        SortBuffer full = buffer();
        spills.spill(buckets, full::sorted);
        full.clear();
    }

    private SortBuffer buffer() {
        SortBuffer there = buffer;
        if (there == null) {
            throw new IllegalStateException("the records are finished");
        }
        return there;
    }

    @Override
    public void take(long bytes) throws IOException, TaskException {
        SortBuffer there = buffer;
        if (there == null) {
            return;
        }
        there.limit(Math.max(0, memoryBytes - bytes));
        if (there.isOverLimit() && !there.isEmpty()) {
            spill();
        }
        there.shrink();
    }

    /** After the last record: true if all are in memory, to be read with {@link #sorted}; else all are spilled. */
    boolean finish() throws IOException, TaskException {
        if (spills.isEmpty()) {
            return true;
        }
        if (!buffer().isEmpty()) {
            spill();
        }
        buffer = null;
        return false;
    }

    RecordCursor sorted(int bucket) {
        return buffer().sorted(bucket);
    }
}
