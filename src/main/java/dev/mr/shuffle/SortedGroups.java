package dev.mr.shuffle;

import dev.mr.api.Slice;

/** The records of a {@link GroupBuffer} in order, by bucket and key. Good until the buffer is used again. */
final class SortedGroups implements SortedKeys.Keys {
    private final GroupPages pages;
    private final long[] pairs;
    private final int[] bucketEnds;

    /** Sorts the {@code keys} keys whose addresses are the lower halves of the entries of a table. */
    SortedGroups(long[] table, int keys, GroupPages pages, int buckets) {
        this.pages = pages;
        this.pairs = new long[2 * keys];
        this.bucketEnds = new int[buckets];
        groupByBucket(table);
        SortedKeys sort = new SortedKeys(pairs, this);
        for (int b = 0; b < buckets; b++) {
            sort.sort(firstOf(b), bucketEnds[b]);
        }
    }

    private void groupByBucket(long[] table) {
        for (long entry : table) {
            if (entry != 0) {
                bucketEnds[bucketOf((int) entry)]++;
            }
        }
        int[] next = new int[bucketEnds.length];
        for (int b = 1; b < next.length; b++) {
            next[b] = bucketEnds[b - 1];
            bucketEnds[b] += bucketEnds[b - 1];
        }
        for (long entry : table) {
            if (entry != 0) {
                long address = Integer.toUnsignedLong((int) entry);
                int length = length(address);
                int pair = 2 * next[bucketOf((int) entry)]++;
                pairs[pair] = KeyPrefix.of(array(address), offset(address), length);
                pairs[pair + 1] = SortedKeys.word(length, address);
            }
        }
    }

    private int bucketOf(int address) {
        return EightBytes.getInt(pages.array(address), pages.offset(address) + GroupBuffer.BUCKET);
    }

    private int firstOf(int bucket) {
        return bucket == 0 ? 0 : bucketEnds[bucket - 1];
    }

    @Override
    public byte[] array(long address) {
        return pages.array((int) address);
    }

    @Override
    public int offset(long address) {
        return pages.offset((int) address) + GroupBuffer.HEADER_BYTES;
    }

    @Override
    public int length(long address) {
        return EightBytes.getInt(pages.array((int) address), pages.offset((int) address));
    }

    /** The records of a bucket. */
    RecordCursor of(int bucket) {
        return new GroupCursor(firstOf(bucket), bucketEnds[bucket]);
    }

    /**
     * Follows the chain of each key's values. To get from one to the next takes as long as the memory takes to answer, so at each step it
     * takes a step in the chains of the next keys as well: none of them waits for another, and all are near when it comes to them.
     */
    private final class GroupCursor implements RecordCursor {
        private static final int AHEAD = 8;

        private final Slice key = new Slice();
        private final Slice value = new Slice();
        private final int end;
        private int nextPair;
        private int nextValue;
        private boolean sameKey;
        private byte[] bytes = {};
        private int at;

        /** How far the chain of pair i has been followed in advance, at i modulo {@link #AHEAD}; 0 at its end. */
        private final int[] ahead = new int[AHEAD];

        GroupCursor(int first, int end) {
            this.nextPair = first;
            this.end = end;
            for (int pair = first; pair < first + AHEAD; pair++) {
                beginAhead(pair);
            }
        }

        private void beginAhead(int pair) {
            int address = pair < end ? (int) SortedKeys.address(pairs[2 * pair + 1]) : 0;
            ahead[pair & (AHEAD - 1)] = pair < end ? firstValue(address) : 0;
        }

        private void stepAhead() {
            for (int i = 0; i < AHEAD; i++) {
                int value = ahead[i];
                if (value != 0) {
                    ahead[i] = EightBytes.getInt(pages.array(value), pages.offset(value));
                }
            }
        }

        private int firstValue(int key) {
            return EightBytes.getInt(pages.array(key), pages.offset(key) + GroupBuffer.FIRST_VALUE);
        }

        @Override
        public boolean next() {
            sameKey = nextValue != 0;
            if (!sameKey) {
                if (nextPair == end) {
                    return false;
                }
                int address = (int) SortedKeys.address(pairs[2 * nextPair + 1]);
                byte[] page = pages.array(address);
                int record = pages.offset(address);
                int keyAt = record + GroupBuffer.HEADER_BYTES;
                key.set(page, keyAt, keyAt + EightBytes.getInt(page, record));
                nextValue = firstValue(address);
                beginAhead(nextPair + AHEAD);
                nextPair++;
            }
            stepAhead();
            bytes = pages.array(nextValue);
            at = pages.offset(nextValue);
            nextValue = EightBytes.getInt(bytes, at);
            return true;
        }

        @Override
        public long times() {
            return EightBytes.get(bytes, at + GroupBuffer.TIMES);
        }

        @Override
        public boolean hasSameKey() {
            return sameKey;
        }

        @Override
        public Slice key() {
            return key;
        }

        @Override
        public long number() {
            return EightBytes.get(bytes, at + GroupBuffer.HEADER_BYTES);
        }

        @Override
        public Slice value() {
            int from = at + GroupBuffer.HEADER_BYTES;
            return value.set(bytes, from, from + EightBytes.getInt(bytes, at + GroupBuffer.VALUE_LENGTH));
        }

        @Override
        public void close() {}
    }
}
