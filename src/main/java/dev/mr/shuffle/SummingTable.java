package dev.mr.shuffle;

import dev.mr.api.Slice;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A {@link SumTable} that spills when it is full. One thread. */
final class SummingTable {
    private final Partition partition;
    private final Spills spills;
    private @Nullable SumTable table;

    SummingTable(Partition partition, long memoryBytes, Spills spills) {
        this.partition = partition;
        this.spills = spills;
        this.table = new SumTable(partition, memoryBytes);
    }

    Spills spills() {
        return spills;
    }

    /** Adds to the sum of a key. */
    void add(byte[] key, int from, int length, long amount) throws IOException, TaskException {
        SumTable sums = table();
        if (sums.add(key, from, length, amount)) {
            return;
        }
        if (length <= sums.maxKeyBytes()) {
            spill();
            sums.add(key, from, length, amount);
        } else {
            // A key too long for the table becomes a run of its own.
            int bucket = partition.of(key, from, length);
            Slice alone = new Slice().set(key, from, from + length);
            spills.spill(partition.count(), b -> new OneRecord(alone, amount, b == bucket));
        }
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
            int end = at;
            while (text[end] != '\n') {
                end++;
            }
            add(text, at, end - at, 1);
            alone++;
            at = sums.addLines(text, end + 1, length);
        }
        return sums.lines() - before + alone;
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
        full.sort();
        spills.spill(partition.count(), full::sorted);
        full.clear();
    }

    /** After the last addition: true if all sums are in memory, to be read with {@link #sorted}; else all are spilled. */
    boolean finish() throws IOException, TaskException {
        SumTable rest = table();
        if (spills.isEmpty()) {
            rest.sort();
            return true;
        }
        if (!rest.isEmpty()) {
            spill();
        }
        table = null;
        return false;
    }

    RecordCursor sorted(int bucket) {
        return table().sorted(bucket);
    }

    /** One record, or none. */
    private static final class OneRecord implements RecordCursor {
        private final Slice key;
        private final long number;
        private boolean there;

        OneRecord(Slice key, long number, boolean there) {
            this.key = key;
            this.number = number;
            this.there = there;
        }

        @Override
        public boolean next() {
            boolean was = there;
            there = false;
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
            throw new IllegalStateException("sums are longs");
        }

        @Override
        public void close() {}
    }
}
