package dev.mr.shuffle;

import dev.mr.api.Slice;

/**
 * The keys of a {@link SumTable} in order, by bucket and key: pairs of prefix and address, sorted in the table's own memory,
 * half of which is free. Good until the table is used again.
 */
final class SortedSums {
    private final long[] pairs;
    private final int keys;
    private final SumSlabs slabs;
    private final int[] bucketEnds;

    /** Sorts the {@code keys} entries that are not 0; the lower half of each is an address. They are fewer than half. */
    SortedSums(long[] entries, int keys, SumSlabs slabs, int buckets) {
        this.pairs = entries;
        this.keys = keys;
        this.slabs = slabs;
        this.bucketEnds = new int[buckets];
        spread();
        groupByBucket();
        PairSort sort = new PairSort(pairs, (left, right) -> slabs.compare((int) left, (int) right));
        for (int b = 0; b < buckets; b++) {
            sort.sort(firstOf(b), bucketEnds[b]);
        }
    }

    /** Turns entries with gaps between into pairs without. */
    private void spread() {
        int found = 0;
        for (int i = 0; i < pairs.length; i++) {
            if (pairs[i] != 0) {
                pairs[found++] = pairs[i];
            }
        }
        for (int i = keys - 1; i >= 0; i--) {
            int address = (int) pairs[i];
            pairs[2 * i + 1] = address;
            pairs[2 * i] = slabs.prefix(address);
        }
    }

    /** Swaps each pair to its bucket's place, cycle by cycle. */
    private void groupByBucket() {
        int buckets = bucketEnds.length;
        for (int i = 0; i < keys; i++) {
            bucketEnds[bucketOf(i)]++;
        }
        int[] next = new int[buckets];
        for (int b = 1; b < buckets; b++) {
            next[b] = bucketEnds[b - 1];
            bucketEnds[b] += bucketEnds[b - 1];
        }
        for (int b = 0; b < buckets; b++) {
            while (next[b] < bucketEnds[b]) {
                int i = next[b];
                int home = bucketOf(i);
                if (home == b) {
                    next[b]++;
                } else {
                    PairSort.swap(pairs, i, next[home]++);
                }
            }
        }
    }

    private int bucketOf(int pair) {
        return slabs.bucket((int) pairs[2 * pair + 1]);
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
