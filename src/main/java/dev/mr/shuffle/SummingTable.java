package dev.mr.shuffle;

import dev.mr.api.Slice;
import dev.mr.api.Slices;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A {@link SumTable} that spills when it is full. One thread. */
final class SummingTable implements Reserve {
    private final Partition partition;
    private final long memoryBytes;
    private final Spills spills;
    private @Nullable SumTable table;
    private @Nullable SortedCells sorted;

    SummingTable(Partition partition, long memoryBytes, Spills spills) {
        this.partition = partition;
        this.memoryBytes = memoryBytes;
        this.spills = spills;
        this.table = new SumTable(partition, memoryBytes);
    }

    Spills spills() {
        return spills;
    }

    /**
     * Adds to the sum of a key.
     *
     * @throws UserFailureException when the sum is beyond a long
     */
    void add(byte[] key, int from, int length, long amount) throws IOException, TaskException {
        SumTable sums = table();
        if (sums.add(key, from, length, amount)) {
            return;
        }
        if (length > sums.maxKeyBytes()) {
            // A key too long for the table becomes a run of its own.
            int bucket = partition.of(key, from, length);
            OneRecord alone = OneRecord.of(new Slice().set(key, from, from + length), amount);
            spills.spill(partition.count(), b -> alone.in(bucket, b));
            return;
        }
        spill();
        while (!sums.add(key, from, length, amount)) {
            spill();
        }
    }

    /** Adds the same to the sum of each key; none of them waits then. */
    void addAll(Slices keys, long amount) throws IOException, TaskException {
        int at = table().addAll(keys, 0, amount);
        while (at < keys.count()) {
            int length = keys.to(at) - keys.from(at);
            TaskOutput.checkLength(length, "key");
            add(keys.array(), keys.from(at), length, amount);
            at = table().addAll(keys, at + 1, amount);
        }
        settle();
    }

    /**
     * Adds one for each line of {@code [0, length)}; the last byte is a newline, and {@link Limits#SLACK_BYTES} more may be read.
     *
     * @return the number of lines
     */
    long addLines(byte[] text, int length) throws IOException, TaskException {
        SumTable sums = table();
        long before = sums.lines();
        long alone = 0;
        int at = sums.addLines(text, 0, length);
        while (at < length) {
            int end = EightBytes.newline(text, at, length);
            add(text, at, end - at, 1);
            alone++;
            at = sums.addLines(text, end + 1, length);
        }
        return sums.lines() - before + alone;
    }

    /** Sees to it that whatever cannot be added fails now, not with a later key. */
    void settle() throws IOException, TaskException {
        SumTable sums = table();
        while (!sums.settle()) {
            spill();
        }
    }

    private SumTable table() {
        SumTable there = table;
        if (there == null) {
            throw new IllegalStateException("the sums are finished");
        }
        return there;
    }

    private void spill() throws IOException, TaskException {
        SumTable full = table();
        SortedCells sums = full.sort();
        spills.spill(partition.count(), sums::of);
        full.clear();
    }

    @Override
    public void take(long bytes) throws IOException, TaskException {
        SumTable there = table;
        if (there == null) {
            return;
        }
        long limit = Reserve.left(memoryBytes, bytes);
        if (there.usedBytes() > limit) {
            settle();
            if (!there.isEmpty()) {
                spill();
            }
            there = new SumTable(partition, memoryBytes);
            table = there;
        }
        there.limit(limit);
    }

    /** After the last addition: true if all sums are in memory, to be read with {@link #sorted}; else all are spilled. */
    boolean finish() throws IOException, TaskException {
        settle();
        SumTable rest = table();
        if (spills.isEmpty()) {
            sorted = rest.sort();
            return true;
        }
        if (!rest.isEmpty()) {
            spill();
        }
        table = null;
        return false;
    }

    RecordCursor sorted(int bucket) {
        SortedCells sums = sorted;
        if (sums == null) {
            throw new IllegalStateException("the sums are not in memory");
        }
        return sums.of(bucket);
    }
}
