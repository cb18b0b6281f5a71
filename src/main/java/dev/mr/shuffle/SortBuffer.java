package dev.mr.shuffle;

import dev.mr.api.Slice;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Records in memory, to be read sorted: bucket by bucket, within a bucket by key, those of one key in the order in which they
 * were added. Takes no more than its memory (but always room for one record), and makes no object per record. One thread.
 *
 * <p>A record lies in a page as length of the key, length of the value (ints), key, value; a long is a value of eight bytes.
 * A record larger than a page has one of its own. The address is page number and offset. Per bucket, {@code pairs} hold the key's first eight bytes, as a number that
 * orders as they do, and the address.
 */
final class SortBuffer {
    private static final int HEADER_BYTES = 2 * Integer.BYTES;
    private static final int MIN_PAGE_SHIFT = 10;
    private static final int MAX_PAGE_SHIFT = 20;
    private static final int FIRST_PAIRS = 8;
    private static final long[] NO_PAIRS = {};
    private static final byte[] NO_BYTES = {};

    private long memoryBytes;
    private final int pageShift;
    private final long[][] pairs;
    private final int[] counts;
    private final Deque<byte[]> free = new ArrayDeque<>();
    private byte[][] pages = new byte[4][];
    private int page = -1;
    private int used;
    private int room;
    private long pageBytes;
    private long pairBytes;
    private int records;

    SortBuffer(int buckets, long memoryBytes) {
        this.memoryBytes = memoryBytes;
        this.pairs = new long[buckets][];
        Arrays.fill(pairs, NO_PAIRS);
        this.counts = new int[buckets];
        long share = Math.max(1, memoryBytes / 64);
        this.pageShift =
                Math.max(MIN_PAGE_SHIFT, Math.min(MAX_PAGE_SHIFT, Long.SIZE - 1 - Long.numberOfLeadingZeros(share)));
    }

    /** Takes no more than this from now on; see {@link #isOverLimit}. */
    void limit(long bytes) {
        memoryBytes = bytes;
    }

    /** Whether it takes more than it may, since its limit was lowered. */
    boolean isOverLimit() {
        return usedBytes() - ((long) free.size() << pageShift) > memoryBytes;
    }

    boolean isEmpty() {
        return records == 0;
    }

    /** Adds a copy of the record; false if there is no room for it. */
    boolean add(int bucket, byte[] key, int from, int length, long value) {
        int at = room(bucket, length, Long.BYTES);
        if (at < 0) {
            return false;
        }
        byte[] bytes = pages[page];
        int end = putKey(bytes, at, key, from, length, Long.BYTES);
        EightBytes.set(bytes, end, value);
        index(bucket, at);
        return true;
    }

    /** As the other. */
    boolean add(int bucket, byte[] key, int from, int length, byte[] value, int valueFrom, int valueLength) {
        int at = room(bucket, length, valueLength);
        if (at < 0) {
            return false;
        }
        byte[] bytes = pages[page];
        int end = putKey(bytes, at, key, from, length, valueLength);
        System.arraycopy(value, valueFrom, bytes, end, valueLength);
        index(bucket, at);
        return true;
    }

    private static int putKey(byte[] bytes, int at, byte[] key, int from, int length, int valueLength) {
        RunFormat.putInt(bytes, at, length);
        RunFormat.putInt(bytes, at + Integer.BYTES, valueLength);
        System.arraycopy(key, from, bytes, at + HEADER_BYTES, length);
        return at + HEADER_BYTES + length;
    }

    /** Where in the current page a record of this size goes; -1 for nowhere. */
    private int room(int bucket, int keyLength, int valueLength) {
        int need = Math.addExact(HEADER_BYTES, Math.addExact(keyLength, valueLength));
        if (!pairsGrown(bucket) || (need > room - used && !nextPage(need))) {
            return -1;
        }
        int at = used;
        used += need;
        return at;
    }

    private boolean nextPage(int need) {
        int size = 1 << pageShift;
        boolean own = need > size;
        if (own || free.isEmpty()) {
            long more = Math.max(size, need);
            shrinkTo(memoryBytes - more);
            if (records > 0 && usedBytes() + more > memoryBytes) {
                return false;
            }
            pageBytes += more;
        }
        if (page + 1 == pages.length) {
            pages = Arrays.copyOf(pages, 2 * pages.length);
        }
        byte[] kept = own ? null : free.poll();
        pages[++page] = kept == null ? new byte[Math.max(size, need)] : kept;
        used = 0;
        room = own ? need : size;
        return true;
    }

    private boolean pairsGrown(int bucket) {
        long[] own = pairs[bucket];
        if (2 * counts[bucket] < own.length) {
            return true;
        }
        long more = own.length == 0 ? 2L * FIRST_PAIRS : own.length;
        boolean little = records == 0;
        if (own.length + more > Integer.MAX_VALUE - 8 || (!little && usedBytes() + more * Long.BYTES > memoryBytes)) {
            return false;
        }
        pairs[bucket] = Arrays.copyOf(own, (int) (own.length + more));
        pairBytes += more * Long.BYTES;
        return true;
    }

    private long usedBytes() {
        return pageBytes + pairBytes;
    }

    private void index(int bucket, int at) {
        long[] own = pairs[bucket];
        int i = 2 * counts[bucket]++;
        byte[] bytes = pages[page];
        own[i] = KeyPrefix.of(bytes, at + HEADER_BYTES, RunFormat.getInt(bytes, at));
        own[i + 1] = (long) page << pageShift | at;
        records++;
    }

    /** The records of a bucket, sorted; to be read before anything is added again. */
    BufferCursor sorted(int bucket) {
        new PairSort(pairs[bucket], this::compare).sort(counts[bucket]);
        return new BufferCursor(bucket);
    }

    private int compare(long left, long right) {
        byte[] a = pages[(int) (left >>> pageShift)];
        byte[] b = pages[(int) (right >>> pageShift)];
        int atA = (int) left & ((1 << pageShift) - 1);
        int atB = (int) right & ((1 << pageShift) - 1);
        int keyA = atA + HEADER_BYTES;
        int keyB = atB + HEADER_BYTES;
        int byKey = Arrays.compareUnsigned(
                a, keyA, keyA + RunFormat.getInt(a, atA), b, keyB, keyB + RunFormat.getInt(b, atB));
        return byKey != 0 ? byKey : Long.compare(left, right);
    }

    /** Drops pages it does not use, as far as its limit asks for. */
    void shrink() {
        shrinkTo(memoryBytes);
        if (records == 0 && usedBytes() > memoryBytes) {
            Arrays.fill(pairs, NO_PAIRS);
            pairBytes = 0;
        }
    }

    private void shrinkTo(long bytes) {
        while (usedBytes() > bytes && !free.isEmpty()) {
            pageBytes -= free.remove().length;
        }
    }

    /** Forgets all records; keeps pages, and what it keeps for buckets if that leaves enough for records. */
    void clear() {
        Arrays.fill(counts, 0);
        if (pairBytes > memoryBytes / 2) {
            Arrays.fill(pairs, NO_PAIRS);
            pairBytes = 0;
        }
        for (; page >= 0; page--) {
            byte[] old = pages[page];
            if (old.length == 1 << pageShift) {
                free.add(old);
            } else {
                pageBytes -= old.length;
            }
            pages[page] = NO_BYTES;
        }
        records = 0;
        used = 0;
        room = 0;
    }

    /** The records of one bucket. */
    final class BufferCursor implements RecordCursor {
        private final long[] own;
        private final int count;
        private int next;
        private byte[] bytes = NO_BYTES;
        private int at;
        private final Slice key = new Slice();
        private final Slice value = new Slice();

        private BufferCursor(int bucket) {
            this.own = pairs[bucket];
            this.count = counts[bucket];
        }

        @Override
        public boolean next() {
            if (next == count) {
                return false;
            }
            long address = own[2 * next++ + 1];
            bytes = pages[(int) (address >>> pageShift)];
            at = (int) address & ((1 << pageShift) - 1);
            key.set(bytes, at + HEADER_BYTES, keyEnd());
            return true;
        }

        private int keyEnd() {
            return at + HEADER_BYTES + RunFormat.getInt(bytes, at);
        }

        @Override
        public Slice key() {
            return key;
        }

        @Override
        public long number() {
            return EightBytes.get(bytes, keyEnd());
        }

        @Override
        public Slice value() {
            return value.set(bytes, keyEnd(), keyEnd() + RunFormat.getInt(bytes, at + Integer.BYTES));
        }

        @Override
        public void close() {}
    }
}
