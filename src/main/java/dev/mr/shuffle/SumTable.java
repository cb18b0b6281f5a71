package dev.mr.shuffle;

import java.util.Arrays;

/**
 * The sum of the values of each key: an open-addressing table over {@link SumSlabs}. Takes no more than its memory (but always
 * room for a few short keys) and makes no object per key. One thread.
 *
 * <p>An entry of the table is hash (upper half) and address (lower half); 0 is free.
 */
final class SumTable {
    private static final int MIN_TABLE_LONGS = 1 << 4;
    private static final int MAX_TABLE_LONGS = 1 << 30;

    private final Partition partition;
    private long memoryBytes;
    private final SumSlabs slabs;
    private long[] table = new long[MIN_TABLE_LONGS];
    private int keys;
    private long lines;

    SumTable(Partition partition, long memoryBytes) {
        this.partition = partition;
        limit(memoryBytes);
        this.slabs = new SumSlabs(memoryBytes);
    }

    /** Takes no more than this from now on, unless it has done so already. */
    void limit(long bytes) {
        memoryBytes = Math.min(bytes, 8L << 30);
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
        return slabs.maxKeyBytes();
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
            if ((int) (entry >>> 32) == hash && slabs.addIfSame((int) entry, text, from, length, rest, amount)) {
                return true;
            }
            at = (at + 1) & mask;
        }
        return insert(text, from, length, rest, hash, amount);
    }

    private boolean insert(byte[] text, int from, int length, long rest, int hash, long amount) {
        if (length > maxKeyBytes() || !makeRoom(length)) {
            return false;
        }
        int address = slabs.put(text, from, length, rest, partition.of(text, from, length), amount);
        put((long) hash << 32 | Integer.toUnsignedLong(address));
        keys++;
        return true;
    }

    private void put(long entry) {
        int mask = table.length - 1;
        int at = (int) (entry >>> 32) & mask;
        while (table[at] != 0) {
            at = (at + 1) & mask;
        }
        table[at] = entry;
    }

    private boolean makeRoom(int keyBytes) {
        return (keys < table.length / 2 || growTable()) && slabs.makeRoom(keyBytes, memoryBytes - tableBytes());
    }

    private long tableBytes() {
        return (long) table.length * Long.BYTES;
    }

    /** What it takes of its memory, also when it is empty. */
    long usedBytes() {
        return slabs.bytes() + tableBytes();
    }

    /** Doubles the table; while it does, both tables are there. */
    private boolean growTable() {
        if (table.length == MAX_TABLE_LONGS || usedBytes() + 2 * tableBytes() > memoryBytes) {
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

    /** The keys in order, by bucket and key; nothing can be added until {@link #clear}. */
    SortedSums sort() {
        return new SortedSums(table, keys, slabs, partition.count());
    }

    /** Forgets all keys. */
    void clear() {
        Arrays.fill(table, 0);
        keys = 0;
        slabs.clear();
    }
}
