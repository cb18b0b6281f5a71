package dev.mr.shuffle;

import dev.mr.api.Slice;
import java.util.Arrays;

/**
 * The sum of the values of each key: an open-addressing table over slabs that hold sum, length and bytes of each key side by
 * side. Takes no more than its memory (but always room for a few short keys) and makes no object per key. One thread.
 *
 * <p>A key lies in its slab as longs: sum, bucket (upper half) and length, then its bytes, eight to a long, little-endian, the
 * last long filled up with zeros. An entry of the table is hash (upper half) and address (lower half); 0 is free. An address is slab number
 * and offset in the slab; no key has address 0.
 */
final class SumTable {
    private static final int HEADER_LONGS = 2;
    private static final int MIN_SLAB_LONGS = 1 << 6;
    private static final int MAX_SLAB_LONGS = 1 << 15;
    private static final int MIN_TABLE_LONGS = 1 << 4;
    private static final int MAX_TABLE_LONGS = 1 << 30;

    private final Partition partition;
    private final long memoryBytes;
    private final int slabShift;
    private int[] bucketEnds = new int[0];
    private long[] table = new long[MIN_TABLE_LONGS];
    private long[][] slabs = new long[1][];
    private int slabsMade;
    private int slab;
    private int slabUsed = 1;
    private int keys;
    private long lines;

    SumTable(Partition partition, long memoryBytes) {
        this.partition = partition;
        this.memoryBytes = Math.min(memoryBytes, 8L << 30);
        long slabLongs = Math.max(MIN_SLAB_LONGS, Math.min(MAX_SLAB_LONGS, memoryBytes >>> 7));
        this.slabShift = Long.SIZE - 1 - Long.numberOfLeadingZeros(slabLongs);
        this.slabs[0] = new long[1 << slabShift];
        this.slabsMade = 1;
    }

    boolean isEmpty() {
        return keys == 0;
    }

    /** Lines counted so far, by all calls of {@link #addLines}, whatever was cleared between. */
    long lines() {
        return lines;
    }

    /** The longest key that fits. */
    int maxKeyBytes() {
        return ((1 << slabShift) - HEADER_LONGS - 1) * Long.BYTES;
    }

    /**
     * Adds one for each line of {@code [from, to)} as a key. The last byte is a newline and {@link Limits#SLACK_BYTES} more may be
     * read after it.
     *
     * @return {@code to}, or where the first line begins that does not fit; nothing from there on was counted
     */
    int addLines(byte[] text, int from, int to) {
        int at = from;
        while (at < to) {
            long hash = 0;
            int end = at;
            long word = EightBytes.get(text, end);
            long hit = EightBytes.newlines(word);
            while (hit == 0) {
                hash = mix(hash ^ word);
                end += Long.BYTES;
                word = EightBytes.get(text, end);
                hit = EightBytes.newlines(word);
            }
            int rest = Long.numberOfTrailingZeros(hit) & ~7;
            word &= ~(-1L << rest);
            hash = mix(hash ^ word);
            end += rest >>> 3;
            if (!add(text, at, end - at, word, (int) (hash >>> 32), 1)) {
                return at;
            }
            lines++;
            at = end + 1;
        }
        return at;
    }

    private static long mix(long hash) {
        long product = (hash ^ (hash >>> 29)) * 0x9E3779B97F4A7C15L;
        return product ^ (product >>> 32);
    }

    /**
     * Adds to the sum of a key; false if it is new and does not fit.
     *
     * @throws ArithmeticException when the sum is beyond a long
     */
    boolean add(byte[] key, int from, int length, long amount) {
        long hash = 0;
        int whole = length & ~7;
        for (int i = from; i < from + whole; i += Long.BYTES) {
            hash = mix(hash ^ EightBytes.get(key, i));
        }
        long rest = rest(key, from + whole, length - whole);
        hash = mix(hash ^ rest);
        return add(key, from, length, rest, (int) (hash >>> 32), amount);
    }

    /** The less than eight bytes from {@code at} on as one long. */
    private static long rest(byte[] key, int at, int length) {
        if (length == 0) {
            return 0;
        }
        if (at + Long.BYTES <= key.length) {
            return EightBytes.get(key, at) & (-1L >>> ((Long.BYTES - length) << 3));
        }
        long rest = 0;
        for (int i = length - 1; i >= 0; i--) {
            rest = (rest << 8) | (key[at + i] & 0xFF);
        }
        return rest;
    }

    /** Adds to a key whose last, incomplete long is {@code rest}. */
    private boolean add(byte[] text, int from, int length, long rest, int hash, long amount) {
        int mask = table.length - 1;
        int at = hash & mask;
        for (long entry = table[at]; entry != 0; entry = table[at]) {
            if ((int) (entry >>> 32) == hash && sum((int) entry, text, from, length, rest, amount)) {
                return true;
            }
            at = (at + 1) & mask;
        }
        return insert(text, from, length, rest, hash, amount);
    }

    private boolean sum(int address, byte[] text, int from, int length, long rest, long amount) {
        long[] longs = slabs[address >>> slabShift];
        int at = address & ((1 << slabShift) - 1);
        if ((int) longs[at + 1] != length) {
            return false;
        }
        int word = at + HEADER_LONGS;
        int whole = length & ~7;
        for (int i = 0; i < whole; i += Long.BYTES) {
            if (longs[word++] != EightBytes.get(text, from + i)) {
                return false;
            }
        }
        if (whole < length && longs[word] != rest) {
            return false;
        }
        longs[at] = Sum.add(longs[at], amount);
        return true;
    }

    private boolean insert(byte[] text, int from, int length, long rest, int hash, long amount) {
        int need = HEADER_LONGS + longs(length);
        if (length > maxKeyBytes() || !makeRoom(need)) {
            return false;
        }
        long[] longs = slabs[slab];
        longs[slabUsed] = amount;
        longs[slabUsed + 1] = (long) partition.of(text, from, length) << 32 | length;
        int word = slabUsed + HEADER_LONGS;
        int whole = length & ~7;
        for (int i = 0; i < whole; i += Long.BYTES) {
            longs[word++] = EightBytes.get(text, from + i);
        }
        if (whole < length) {
            longs[word] = rest;
        }
        put((long) hash << 32 | Integer.toUnsignedLong(slab << slabShift | slabUsed));
        slabUsed += need;
        keys++;
        return true;
    }

    private static int longs(int bytes) {
        return (bytes + Long.BYTES - 1) >>> 3;
    }

    private void put(long entry) {
        int mask = table.length - 1;
        int at = (int) (entry >>> 32) & mask;
        while (table[at] != 0) {
            at = (at + 1) & mask;
        }
        table[at] = entry;
    }

    private boolean makeRoom(int need) {
        return (keys < table.length / 2 || growTable()) && (slabUsed + need <= 1 << slabShift || nextSlab());
    }

    /** Doubles the table; while it does, both tables are there. */
    private boolean growTable() {
        if (table.length == MAX_TABLE_LONGS || usedBytes() + 2L * table.length * Long.BYTES > memoryBytes) {
            return false;
        }
        long[] old = table;
        table = new long[2 * old.length];
        for (long entry : old) {
            if (entry != 0) {
                put(entry);
            }
        }
        return true;
    }

    private boolean nextSlab() {
        if (slab + 1 == slabsMade) {
            if (usedBytes() + ((long) Long.BYTES << slabShift) > memoryBytes) {
                return false;
            }
            if (slabsMade == slabs.length) {
                slabs = Arrays.copyOf(slabs, 2 * slabs.length);
            }
            slabs[slabsMade++] = new long[1 << slabShift];
        }
        slab++;
        slabUsed = 0;
        return true;
    }

    private long usedBytes() {
        return (((long) slabsMade << slabShift) + table.length) * Long.BYTES;
    }

    /** Brings the keys in order, by bucket and key; to be called before {@link #sorted}, and nothing added until {@link #clear}. */
    void sort() {
        int found = 0;
        for (int i = 0; i < table.length; i++) {
            if (table[i] != 0) {
                table[found++] = table[i];
            }
        }
        for (int i = keys - 1; i >= 0; i--) {
            int address = (int) table[i];
            table[2 * i + 1] = address;
            table[2 * i] = prefix(address);
        }
        groupByBucket();
        PairSort pairs = new PairSort(table, (left, right) -> compare((int) left, (int) right));
        for (int b = 0; b < partition.count(); b++) {
            pairs.sort(firstOf(b), bucketEnds[b]);
        }
    }

    private int firstOf(int bucket) {
        return bucket == 0 ? 0 : bucketEnds[bucket - 1];
    }

    /** Swaps each pair to its bucket's place, cycle by cycle. */
    private void groupByBucket() {
        int buckets = partition.count();
        bucketEnds = new int[buckets];
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
                    PairSort.swap(table, i, next[home]++);
                }
            }
        }
    }

    private int bucketOf(int pair) {
        int address = (int) table[2 * pair + 1];
        return (int) (slabs[address >>> slabShift][(address & ((1 << slabShift) - 1)) + 1] >>> 32);
    }

    /** The keys of a bucket with their sums, in order. */
    RecordCursor sorted(int bucket) {
        return new TableCursor(firstOf(bucket), bucketEnds[bucket]);
    }

    /** Forgets all keys. */
    void clear() {
        Arrays.fill(table, 0);
        keys = 0;
        slab = 0;
        slabUsed = 1;
    }

    /** The first eight bytes as a number that orders as they do; an empty key has none. */
    private long prefix(int address) {
        long[] longs = slabs[address >>> slabShift];
        int at = address & ((1 << slabShift) - 1);
        return (int) longs[at + 1] == 0 ? 0 : Long.reverseBytes(longs[at + HEADER_LONGS]);
    }

    private int compare(int left, int right) {
        long[] a = slabs[left >>> slabShift];
        long[] b = slabs[right >>> slabShift];
        int atA = left & ((1 << slabShift) - 1);
        int atB = right & ((1 << slabShift) - 1);
        int shorter = longs(Math.min((int) a[atA + 1], (int) b[atB + 1]));
        for (int i = HEADER_LONGS; i < HEADER_LONGS + shorter; i++) {
            if (a[atA + i] != b[atB + i]) {
                return Long.compareUnsigned(Long.reverseBytes(a[atA + i]), Long.reverseBytes(b[atB + i]));
            }
        }
        return Integer.compare((int) a[atA + 1], (int) b[atB + 1]);
    }

    /** Some of the sorted pairs as records. */
    private final class TableCursor implements RecordCursor {
        private final int end;
        private final Slice key = new Slice();
        private byte[] bytes = new byte[8 * Long.BYTES];
        private int next;
        private long sum;

        TableCursor(int first, int end) {
            this.next = first;
            this.end = end;
        }

        @Override
        public boolean next() {
            if (next == end) {
                return false;
            }
            int address = (int) table[2 * next++ + 1];
            long[] longs = slabs[address >>> slabShift];
            int at = address & ((1 << slabShift) - 1);
            sum = longs[at];
            int length = (int) longs[at + 1];
            if (bytes.length < longs(length) * Long.BYTES) {
                bytes = new byte[2 * longs(length) * Long.BYTES];
            }
            for (int w = 0; w < longs(length); w++) {
                EightBytes.set(bytes, w * Long.BYTES, longs[at + HEADER_LONGS + w]);
            }
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
