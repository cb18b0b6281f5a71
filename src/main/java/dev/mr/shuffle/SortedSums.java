package dev.mr.shuffle;

import dev.mr.api.Slice;

/**
 * The keys of a {@link SumTable} in order, by bucket and key: pairs of prefix and address, sorted in the table's own memory.
 * Good until the table is used again.
 */
final class SortedSums {
    private final long[] pairs;
    private final SumSlabs slabs;
    private final int[] bucketEnds;

    /** Sorts the first {@code keys} keys of the slabs, in {@code memory}, which has room for a pair each. */
    SortedSums(long[] memory, int keys, SumSlabs slabs, int buckets) {
        this.pairs = memory;
        this.slabs = slabs;
        this.bucketEnds = new int[buckets];
        groupByBucket(keys);
        PairSort sort = new PairSort(pairs, (left, right) -> slabs.compare((int) left, (int) right));
        for (int b = 0; b < buckets; b++) {
            sort.sort(firstOf(b), bucketEnds[b]);
        }
    }

    /** Goes over the keys as they lie, which is faster than in the order of a table: to count them, and to put each in its place. */
    private void groupByBucket(int keys) {
        int address = SumSlabs.FIRST;
        for (int i = 0; i < keys; i++) {
            address = i == 0 ? address : slabs.after(address);
            bucketEnds[slabs.bucket(address)]++;
        }
        int[] next = new int[bucketEnds.length];
        for (int b = 1; b < next.length; b++) {
            next[b] = bucketEnds[b - 1];
            bucketEnds[b] += bucketEnds[b - 1];
        }
        address = SumSlabs.FIRST;
        for (int i = 0; i < keys; i++) {
            address = i == 0 ? address : slabs.after(address);
            int place = next[slabs.bucket(address)]++;
            pairs[2 * place] = slabs.prefix(address);
            pairs[2 * place + 1] = address;
        }
    }

    private int firstOf(int bucket) {
        return bucket == 0 ? 0 : bucketEnds[bucket - 1];
    }

    /** The keys of a bucket with their sums. */
    RecordCursor of(int bucket) {
        return new SumCursor(firstOf(bucket), bucketEnds[bucket]);
    }

    /** Some of the sorted pairs as records. */
    private final class SumCursor implements RecordCursor {
        private final int end;
        private final Slice key = new Slice();
        private byte[] bytes = new byte[8 * Long.BYTES];
        private int next;
        private long sum;

        SumCursor(int first, int end) {
            this.next = first;
            this.end = end;
        }

        @Override
        public boolean next() {
            if (next == end) {
                return false;
            }
            int address = (int) pairs[2 * next++ + 1];
            sum = slabs.sum(address);
            int length = slabs.keyLength(address);
            if (bytes.length < length + Long.BYTES) {
                bytes = new byte[2 * length + Long.BYTES];
            }
            slabs.copyKey(address, bytes);
            key.set(bytes, 0, length);
            return true;
        }

        @Override
        public boolean hasEachKeyOnce() {
            return true;
        }

        @Override
        public Slice key() {
            return key;
        }

        @Override
        public long number() {
            return sum;
        }

        @Override
        public Slice value() {
            throw new IllegalStateException("sums are longs");
        }

        @Override
        public void close() {}
    }
}
