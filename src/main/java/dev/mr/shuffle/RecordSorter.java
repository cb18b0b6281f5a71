package dev.mr.shuffle;

import dev.mr.api.Slice;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Records brought in order, those of one key in the order in which they were added: sorted in memory, spilled when that is full.
 * A record that would take a large part of the memory is spilled from where it lies. One thread.
 *
 * <p>They are grouped by key at first. Where a sixteenth of the memory, or later all of it, shows that few keys come again, they
 * are sorted one by one from then on. What is chosen depends on the records and the memory alone.
 */
final class RecordSorter implements Reserve {
    private static final int LOOK_SHARE = 16;
    /** With less memory it looks only when that is full. */
    private static final int LEAST_TO_LOOK = 1 << 20;
    /** After how many records it looks. */
    private static final int LOOK_EVERY = 1 << 12;

    private final Partition partition;
    private final long memoryBytes;
    private final RunSink sink;
    private long limit;
    private @Nullable RecordBuffer buffer;
    /** The buffer, while it groups. */
    private @Nullable GroupBuffer groups;

    private long lookAt;
    private int added;

    RecordSorter(Partition partition, long memoryBytes, RunSink sink) {
        this.partition = partition;
        this.memoryBytes = memoryBytes;
        this.sink = sink;
        this.limit = memoryBytes;
        this.lookAt = memoryBytes < LEAST_TO_LOOK ? Long.MAX_VALUE : memoryBytes / LOOK_SHARE;
        GroupBuffer first = new GroupBuffer(partition, memoryBytes);
        this.groups = first;
        this.buffer = first;
    }

    void add(byte[] key, int from, int length, long value) throws IOException, TaskException {
        if (isLarge(length)) {
            OneRecord alone = OneRecord.of(new Slice().set(key, from, from + length), value);
            spillAlone(partition.of(key, from, length), alone);
        } else {
            look();
            if (!buffer().add(key, from, length, value)) {
                makeRoom(length);
                buffer().add(key, from, length, value);
            }
        }
    }

    void add(byte[] key, int from, int length, byte[] value, int valueFrom, int valueLength)
            throws IOException, TaskException {
        if (isLarge((long) length + valueLength)) {
            Slice bytes = new Slice().set(value, valueFrom, valueFrom + valueLength);
            OneRecord alone = OneRecord.of(new Slice().set(key, from, from + length), bytes);
            spillAlone(partition.of(key, from, length), alone);
        } else {
            look();
            if (!buffer().add(key, from, length, value, valueFrom, valueLength)) {
                makeRoom(length);
                buffer().add(key, from, length, value, valueFrom, valueLength);
            }
        }
    }

    /** Room for any record with a key of this length. */
    private void makeRoom(int keyLength) throws IOException, TaskException {
        if (!buffer().isEmpty()) {
            spill();
        }
        GroupBuffer grouping = groups;
        if (grouping != null && keyLength > grouping.maxKeyBytes()) {
            sortOneByOne();
        }
    }

    private boolean isLarge(long bytes) {
        return bytes > SMALL_BYTES && bytes > memoryBytes / 4;
    }

    private void spillAlone(int bucket, OneRecord record) throws IOException, TaskException {
        if (!buffer().isEmpty()) {
            spill();
        }
        sink.spill(partition.count(), b -> record.in(bucket, b));
    }

    private void spill() throws IOException, TaskException {
        RecordBuffer full = buffer();
        sink.spill(partition.count(), full::sorted);
        GroupBuffer grouping = groups;
        if (grouping != null && !grouping.isWorthIt()) {
            sortOneByOne();
        } else {
            full.clear();
        }
    }

    private RecordBuffer sortOneByOne() {
        SortBuffer plain = new SortBuffer(partition, memoryBytes);
        plain.limit(limit);
        groups = null;
        buffer = plain;
        return plain;
    }

    /** Whether to go on grouping, as soon as that can be told. */
    private void look() throws IOException, TaskException {
        GroupBuffer grouping = groups;
        if (grouping == null || ++added % LOOK_EVERY != 0 || grouping.usedBytes() < lookAt) {
            return;
        }
        lookAt = Long.MAX_VALUE;
        if (!grouping.isWorthIt()) {
            move(grouping, sortOneByOne());
        }
    }

    private void move(GroupBuffer from, RecordBuffer to) throws IOException, TaskException {
        for (int b = 0; b < partition.count(); b++) {
            RecordCursor records = from.sorted(b);
            while (records.next()) {
                Slice key = records.key();
                Slice value = records.value();
                for (long left = records.times(); left > 0; left--) {
                    if (!add(to, key, value)) {
                        spill(); // a value that many keys had lay there once before
                        add(to, key, value);
                    }
                }
            }
        }
    }

    private static boolean add(RecordBuffer to, Slice key, Slice value) {
        return to.add(key.array(), key.offset(), key.length(), value.array(), value.offset(), value.length());
    }

    private RecordBuffer buffer() {
        RecordBuffer there = buffer;
        if (there == null) {
            throw new IllegalStateException("the records are finished");
        }
        return there;
    }

    @Override
    public void take(long bytes) throws IOException, TaskException {
        limit = Reserve.left(memoryBytes, bytes);
        if (buffer == null) {
            return;
        }
        buffer().limit(limit);
        if (buffer().isOverLimit() && !buffer().isEmpty()) {
            spill();
        }
        buffer().shrink();
    }

    /** After the last record: true if all are in memory, to be read with {@link #sorted}; else all are spilled. */
    boolean finish() throws IOException, TaskException {
        if (sink.isEmpty()) {
            return true;
        }
        if (!buffer().isEmpty()) {
            spill();
        }
        buffer = null;
        groups = null;
        return false;
    }

    RecordCursor sorted(int bucket) {
        return buffer().sorted(bucket);
    }
}
