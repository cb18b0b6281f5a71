package dev.mr.shuffle;

import dev.mr.api.Slice;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Records in memory as they come, and sorted one by one.
 *
 * <p>A record lies in a page as length of the key, length of the value (ints), key, value; a long is a value of eight bytes.
 * A record larger than a page has one of its own. The address is page number and offset. Per bucket, {@code pairs} hold what
 * {@link SortedKeys} sorts.
 */
final class SortBuffer implements RecordBuffer, SortedKeys.Keys {
    private static final int HEADER_BYTES = 2 * Integer.BYTES;
    private static final int MIN_PAGE_SHIFT = 10;
    private static final int MAX_PAGE_SHIFT = 20;
    private static final int FIRST_PAIRS = 8;
    private static final long[] NO_PAIRS = {};
    private static final byte[] NO_BYTES = {};

    private final Partition partition;
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

    SortBuffer(Partition partition, long memoryBytes) {
        this.partition = partition;
        this.memoryBytes = memoryBytes;
        this.pairs = new long[partition.count()][];
        Arrays.fill(pairs, NO_PAIRS);
        this.counts = new int[partition.count()];
        long share = Math.max(1, memoryBytes / 64);
        this.pageShift =
                Math.max(MIN_PAGE_SHIFT, Math.min(MAX_PAGE_SHIFT, Long.SIZE - 1 - Long.numberOfLeadingZeros(share)));
    }

    @Override
    public void limit(long bytes) {
        memoryBytes = bytes;
    }

    @Override
    public boolean isOverLimit() {
        return usedBytes() - ((long) free.size() << pageShift) > memoryBytes;
    }

    @Override
    public boolean isEmpty() {
        return records == 0;
    }

    @Override
    public boolean add(byte[] key, int from, int length, long value) {
        int bucket = partition.of(key, from, length);
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

    @Override
    public boolean add(byte[] key, int from, int length, byte[] value, int valueFrom, int valueLength) {
        int bucket = partition.of(key, from, length);
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
        EightBytes.setInt(bytes, at, length);
        EightBytes.setInt(bytes, at + Integer.BYTES, valueLength);
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
        long more = own.length == 0 ? 2L * FIRST_PAIRS : (own.length >> 2) << 1;
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
        int length = EightBytes.getInt(bytes, at);
        own[i] = KeyPrefix.of(bytes, at + HEADER_BYTES, length);
        own[i + 1] = SortedKeys.word(length, (long) page << pageShift | at);
        records++;
    }

    @Override
    public RecordCursor sorted(int bucket) {
        SortedKeys sort = new SortedKeys(pairs[bucket], this);
        sort.sort(0, counts[bucket]);
        return new BufferCursor(bucket, sort);
    }

    @Override
    public byte[] array(long address) {
        return pages[(int) (address >>> pageShift)];
    }

    @Override
    public int offset(long address) {
        return ((int) address & ((1 << pageShift) - 1)) + HEADER_BYTES;
    }

    @Override
    public int length(long address) {
        return EightBytes.getInt(array(address), offset(address) - HEADER_BYTES);
    }

    @Override
    public void shrink() {
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

    /** Keeps pages, and what it keeps for buckets if that leaves enough for records. */
    @Override
    public void clear() {
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
    private final class BufferCursor implements RecordCursor {
        private final long[] own;
        private final SortedKeys order;
        private final int count;
        private int next;
        private boolean sameKey;
        private byte[] bytes = NO_BYTES;
        private int at;
        private int keyEnd;
        private final Slice key = new Slice();
        private final Slice value = new Slice();

        BufferCursor(int bucket, SortedKeys order) {
            this.own = pairs[bucket];
            this.order = order;
            this.count = counts[bucket];
        }

        @Override
        public boolean next() {
            if (next == count) {
                return false;
            }
            int pair = next++;
            long address = SortedKeys.address(own[2 * pair + 1]);
            byte[] page = array(address);
            int record = offset(address) - HEADER_BYTES;
            int keyAt = record + HEADER_BYTES;
            int end = keyAt + EightBytes.getInt(page, record);
            sameKey = pair > 0
                    && order.mayBeEqual(pair - 1, pair)
                    && Arrays.equals(page, keyAt, end, bytes, at + HEADER_BYTES, keyEnd);
            bytes = page;
            at = record;
            keyEnd = end;
            key.set(page, keyAt, end);
            return true;
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
            return EightBytes.get(bytes, keyEnd);
        }

        @Override
        public Slice value() {
            return value.set(bytes, keyEnd, keyEnd + EightBytes.getInt(bytes, at + Integer.BYTES));
        }

        @Override
        public void close() {}
    }
}
