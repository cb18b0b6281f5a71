package dev.mr.shuffle;

import dev.mr.api.Slice;

/**
 * The keys of {@link KeyCells} in order, by bucket and key: pairs of prefix and number of the key, sorted behind the cells in their
 * own memory, or beside them. Good until the cells are used again.
 */
final class SortedCells {
    private final KeyCells cells;
    private final long[] pairs;
    private final int first;
    private final int[] bucketEnds;

    /** Sorts all keys. */
    SortedCells(KeyCells cells, int buckets) {
        this.cells = cells;
        this.bucketEnds = new int[buckets];
        cells.pack();
        this.pairs = cells.pairs();
        this.first = cells.firstPair();
        groupByBucket();
        PairSort sort = new PairSort(pairs, (left, right) -> cells.compare((int) left, (int) right));
        int from = first;
        for (int end : bucketEnds) {
            sort.sort(from, end);
            from = end;
        }
    }

    /** Counts the keys of each bucket, then puts each key in its place. */
    private void groupByBucket() {
        int keys = cells.taken();
        for (int key = 0; key < keys; key++) {
            bucketEnds[cells.bucket(key)]++;
        }
        int[] next = new int[bucketEnds.length];
        int end = first;
        for (int b = 0; b < next.length; b++) {
            next[b] = end;
            end += bucketEnds[b];
            bucketEnds[b] = end;
        }
        for (int key = 0; key < keys; key++) {
            int place = next[cells.bucket(key)]++;
            pairs[2 * place] = cells.prefix(key);
            pairs[2 * place + 1] = key;
        }
    }

    int buckets() {
        return bucketEnds.length;
    }

    /** The keys of a bucket with their numbers. */
    RecordCursor of(int bucket) {
        return new KeyCursor(bucket == 0 ? first : bucketEnds[bucket - 1], bucketEnds[bucket]);
    }

    /** Some of the sorted pairs as records. */
    private final class KeyCursor implements RecordCursor {
        private final int end;
        private final Slice key = new Slice();
        private byte[] bytes = new byte[8 * Long.BYTES];
        private int next;
        private long number;

        KeyCursor(int first, int end) {
            this.next = first;
            this.end = end;
        }

        @Override
        public boolean next() {
            if (next == end) {
                return false;
            }
            int cell = (int) pairs[2 * next++ + 1];
            number = cells.number(cell);
            bytes = cells.copyKey(cell, bytes, key);
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
            return number;
        }

        @Override
        public Slice value() {
            throw new IllegalStateException("they are longs");
        }

        @Override
        public void close() {}
    }
}
