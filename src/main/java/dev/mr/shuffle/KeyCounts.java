package dev.mr.shuffle;

import java.io.IOException;
import java.util.Arrays;

/**
 * How often each key occurred: an open-addressing table over slabs that hold count, length and bytes of each key side by side.
 * Takes no more than its memory (but always room for a few short keys) and makes no object per key. One thread.
 *
 * <p>A key lies in its slab as longs: count, length, then its bytes, eight to a long, little-endian, the last long filled
 * up with zeros. An entry of the table is hash (upper half) and address (lower half); 0 is free. An address is slab number
 * and offset in the slab; no key has address 0.
 */
final class KeyCounts {
    private static final int HEADER_LONGS = 2;
    private static final int MIN_SLAB_LONGS = 1 << 6;
    private static final int MAX_SLAB_LONGS = 1 << 15;
    private static final int MIN_TABLE_LONGS = 1 << 4;
    private static final int MAX_TABLE_LONGS = 1 << 30;

    private final long memoryBytes;
    private final int slabShift;
    private long[] table = new long[MIN_TABLE_LONGS];
    private long[][] slabs = new long[1][];
    private int slabsMade;
    private int slab;
    private int slabUsed = 1;
    private int keys;
    private long lines;

    KeyCounts(long memoryBytes) {
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
     * Counts each line of {@code [from, to)} as a key. The last byte is a newline and {@link Limits#SLACK_BYTES} more may be
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
            if (!add(text, at, end - at, word, (int) (hash >>> 32))) {
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

    /** Counts one key, whose last, incomplete long is {@code rest}. False if it is new and does not fit. */
    private boolean add(byte[] text, int from, int length, long rest, int hash) {
        int mask = table.length - 1;
        int at = hash & mask;
        for (long entry = table[at]; entry != 0; entry = table[at]) {
            if ((int) (entry >>> 32) == hash && count((int) entry, text, from, length, rest)) {
                return true;
            }
            at = (at + 1) & mask;
        }
        return insert(text, from, length, rest, hash);
    }

    private boolean count(int address, byte[] text, int from, int length, long rest) {
        long[] longs = slabs[address >>> slabShift];
        int at = address & ((1 << slabShift) - 1);
        if (longs[at + 1] != length) {
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
        longs[at]++;
        return true;
    }

    private boolean insert(byte[] text, int from, int length, long rest, int hash) {
        int need = HEADER_LONGS + longs(length);
        if (length > maxKeyBytes() || !makeRoom(need)) {
            return false;
        }
        long[] longs = slabs[slab];
        longs[slabUsed] = 1;
        longs[slabUsed + 1] = length;
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

    /** Hands over all keys in order, and forgets them. */
    void drainTo(CountSink sink) throws IOException, CancelledException {
        sortTable();
        byte[] key = new byte[Long.BYTES];
        for (int i = 0; i < keys; i++) {
            int address = (int) table[2 * i + 1];
            long[] longs = slabs[address >>> slabShift];
            int at = address & ((1 << slabShift) - 1);
            int length = (int) longs[at + 1];
            if (key.length < longs(length) * Long.BYTES) {
                key = new byte[2 * longs(length) * Long.BYTES];
            }
            for (int w = 0; w < longs(length); w++) {
                EightBytes.set(key, w * Long.BYTES, longs[at + HEADER_LONGS + w]);
            }
            sink.accept(key, length, longs[at]);
        }
        Arrays.fill(table, 0);
        keys = 0;
        slab = 0;
        slabUsed = 1;
    }

    /** Turns the table, which is at most half full, into pairs of key prefix and address, sorted by key. */
    private void sortTable() {
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
        new KeySort(table, this::compare).sort(keys);
    }

    /** The first eight bytes as a number that orders as they do; an empty key has none. */
    private long prefix(int address) {
        long[] longs = slabs[address >>> slabShift];
        int at = address & ((1 << slabShift) - 1);
        return longs[at + 1] == 0 ? 0 : Long.reverseBytes(longs[at + HEADER_LONGS]);
    }

    private int compare(int left, int right) {
        long[] a = slabs[left >>> slabShift];
        long[] b = slabs[right >>> slabShift];
        int atA = left & ((1 << slabShift) - 1);
        int atB = right & ((1 << slabShift) - 1);
        int shorter = longs((int) Math.min(a[atA + 1], b[atB + 1]));
        for (int i = HEADER_LONGS; i < HEADER_LONGS + shorter; i++) {
            if (a[atA + i] != b[atB + i]) {
                return Long.compareUnsigned(Long.reverseBytes(a[atA + i]), Long.reverseBytes(b[atB + i]));
            }
        }
        return Long.compare(a[atA + 1], b[atB + 1]);
    }
}
