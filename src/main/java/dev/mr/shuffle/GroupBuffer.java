package dev.mr.shuffle;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Records in memory by key: each key once, with a chain of its values, in which equal values that follow each other are one
 * with a count. Only keys are sorted. Where keys come again and again that saves most of the memory, and of the time.
 *
 * <pre>
 * key    int its length, int bucket, int first value, int last value; the key
 * value  int next value or 0, int its length, long how often it stands there; the value, eight bytes for a long
 * </pre>
 *
 * filled up with zeros to a multiple of eight. An entry of the table is hash (upper half) and address (lower half); 0 is free.
 */
final class GroupBuffer implements RecordBuffer {
    static final int HEADER_BYTES = 2 * Long.BYTES;
    /** Of a key. */
    static final int BUCKET = Integer.BYTES;

    static final int FIRST_VALUE = 2 * Integer.BYTES;
    private static final int LAST_VALUE = 3 * Integer.BYTES;
    /** Of a value. */
    static final int VALUE_LENGTH = Integer.BYTES;

    static final int TIMES = Long.BYTES;
    /** Where most keys with one value end. */
    private static final int USUAL_BYTES = 48;

    private static final int MIN_TABLE_LONGS = 1 << 4;
    private static final int MAX_TABLE_LONGS = 1 << 28;
    private static final long MOST_BYTES = 8L << 30;

    private final Partition partition;
    private final GroupPages pages;
    private final byte[] number = new byte[Long.BYTES];
    private final long[] touched = new long[RecordBatch.MOST_RECORDS];
    /** So that what {@link #touch} reads is for something. */
    @SuppressWarnings("unused")
    private int sink;

    private long memoryBytes;
    private long[] table = new long[MIN_TABLE_LONGS];
    private int keys;
    private long records;
    private @Nullable SortedGroups sorted;

    GroupBuffer(Partition partition, long memoryBytes) {
        this.partition = partition;
        this.pages = new GroupPages(memoryBytes);
        limit(memoryBytes);
    }

    @Override
    public void limit(long bytes) {
        memoryBytes = Math.min(bytes, MOST_BYTES);
    }

    @Override
    public boolean isOverLimit() {
        return usedBytes() - pages.freeBytes() > memoryBytes;
    }

    @Override
    public boolean isEmpty() {
        return records == 0;
    }

    /** Whether keys have come again so often that this is better than to sort records. */
    boolean isWorthIt() {
        return 2 * records >= 3L * keys;
    }

    /** What it takes, with a pair for each key to sort them. */
    long usedBytes() {
        return pages.bytes() + (long) Long.BYTES * table.length + 2L * Long.BYTES * keys;
    }

    /**
     * Looks at the memory where these records will go, of all in one pass after the other. A processor waits long for memory, but
     * for many pieces at once as long as for one. A word count takes a quarter less.
     */
    void touch(RecordBatch batch) {
        int sum = 0;
        int count = batch.count();
        for (int i = 0; i < count; i++) {
            touched[i] = table[batch.hash(i) & (table.length - 1)];
        }
        for (int i = 0; i < count; i++) {
            int address = (int) touched[i];
            if (address != 0) {
                byte[] page = pages.array(address);
                int at = pages.offset(address);
                touched[i] = EightBytes.getInt(page, at + LAST_VALUE);
                sum += page[Math.min(at + USUAL_BYTES, page.length - 1)];
            }
        }
        for (int i = 0; i < count; i++) {
            int address = (int) touched[i];
            if (address != 0) {
                sum += pages.array(address)[pages.offset(address)];
            }
        }
        sink = sum;
    }

    @Override
    public boolean add(byte[] key, int from, int length, long value) {
        EightBytes.set(number, 0, value);
        return add(key, from, length, number, 0, Long.BYTES);
    }

    @Override
    public boolean add(byte[] key, int from, int length, byte[] value, int valueFrom, int valueLength) {
        long rest = KeyHash.rest(key, from, length);
        int hash = KeyHash.of(key, from, length, rest);
        int address = find(key, from, length, rest, hash);
        boolean added = address == 0
                ? addKey(key, from, length, hash, value, valueFrom, valueLength)
                : addValue(address, value, valueFrom, valueLength);
        records += added ? 1 : 0;
        return added;
    }

    private int find(byte[] key, int from, int length, long rest, int hash) {
        int mask = table.length - 1;
        int at = hash & mask;
        for (long entry = table[at]; entry != 0; entry = table[at]) {
            if ((int) (entry >>> Integer.SIZE) == hash && isSame((int) entry, key, from, length, rest)) {
                return (int) entry;
            }
            at = (at + 1) & mask;
        }
        return 0;
    }

    private boolean isSame(int address, byte[] key, int from, int length, long rest) {
        byte[] bytes = pages.array(address);
        int at = pages.offset(address);
        if (EightBytes.getInt(bytes, at) != length) {
            return false;
        }
        int stored = at + HEADER_BYTES;
        int whole = length & -Long.BYTES;
        for (int i = 0; i < whole; i += Long.BYTES) {
            if (EightBytes.get(bytes, stored + i) != EightBytes.get(key, from + i)) {
                return false;
            }
        }
        return whole == length || EightBytes.get(bytes, stored + whole) == rest;
    }

    private boolean addValue(int key, byte[] value, int from, int length) {
        byte[] bytes = pages.array(key);
        int lastAt = pages.offset(key) + LAST_VALUE;
        int last = EightBytes.getInt(bytes, lastAt);
        byte[] there = pages.array(last);
        int at = pages.offset(last);
        if (isValue(there, at, value, from, length)) {
            EightBytes.set(there, at + TIMES, EightBytes.get(there, at + TIMES) + 1);
            return true;
        }
        int size = valueBytes(length);
        if (!hasRoom(size)) {
            return false;
        }
        int next = pages.allocate(size);
        putValue(pages.array(next), pages.offset(next), value, from, length);
        EightBytes.setInt(there, at, next);
        EightBytes.setInt(bytes, lastAt, next);
        return true;
    }

    private static boolean isValue(byte[] there, int at, byte[] value, int from, int length) {
        int stored = at + HEADER_BYTES;
        if (EightBytes.getInt(there, at + VALUE_LENGTH) != length) {
            return false;
        }
        return length == Long.BYTES
                ? EightBytes.get(there, stored) == EightBytes.get(value, from)
                : Arrays.equals(there, stored, stored + length, value, from, from + length);
    }

    private boolean addKey(byte[] key, int from, int length, int hash, byte[] value, int valueFrom, int valueLength) {
        int keyBytes = HEADER_BYTES + padded(length);
        int size = Math.addExact(keyBytes, valueBytes(valueLength));
        if (!hasRoom(size + 2 * Long.BYTES) || (2 * (keys + 1) > table.length && !growTable())) {
            return false;
        }
        int bucket = partition.of(key, from, length);
        boolean together = size <= pages.pageBytes();
        int address = pages.allocate(together ? size : keyBytes);
        int first = together ? address + keyBytes / Long.BYTES : pages.allocate(size - keyBytes);
        byte[] bytes = pages.array(address);
        int at = pages.offset(address);
        EightBytes.setInt(bytes, at, length);
        EightBytes.setInt(bytes, at + BUCKET, bucket);
        EightBytes.setInt(bytes, at + FIRST_VALUE, first);
        EightBytes.setInt(bytes, at + LAST_VALUE, first);
        put(bytes, at + HEADER_BYTES, key, from, length);
        putValue(pages.array(first), pages.offset(first), value, valueFrom, valueLength);
        put((long) hash << Integer.SIZE | Integer.toUnsignedLong(address));
        keys++;
        return true;
    }

    private static void putValue(byte[] bytes, int at, byte[] value, int from, int length) {
        EightBytes.setInt(bytes, at, 0);
        EightBytes.setInt(bytes, at + VALUE_LENGTH, length);
        EightBytes.set(bytes, at + TIMES, 1);
        put(bytes, at + HEADER_BYTES, value, from, length);
    }

    private static void put(byte[] into, int at, byte[] bytes, int from, int length) {
        if (length > 0) {
            EightBytes.set(into, at + padded(length) - Long.BYTES, 0);
            System.arraycopy(bytes, from, into, at, length);
        }
    }

    private static int valueBytes(int length) {
        return HEADER_BYTES + padded(length);
    }

    private static int padded(int length) {
        return (length + Long.BYTES - 1) & -Long.BYTES;
    }

    private boolean hasRoom(int size) {
        if (records == 0) {
            return true;
        }
        long more = pages.moreFor(size);
        if (more > 0) {
            pages.shrinkTo(memoryBytes - more);
        }
        return usedBytes() + more <= memoryBytes;
    }

    private boolean growTable() {
        boolean little = table.length < MIN_TABLE_LONGS << 2;
        if (!little
                && (table.length == MAX_TABLE_LONGS || usedBytes() + 2L * Long.BYTES * table.length > memoryBytes)) {
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

    private void put(long entry) {
        int mask = table.length - 1;
        int at = (int) (entry >>> Integer.SIZE) & mask;
        while (table[at] != 0) {
            at = (at + 1) & mask;
        }
        table[at] = entry;
    }

    @Override
    public RecordCursor sorted(int bucket) {
        SortedGroups groups = sorted;
        if (groups == null) {
            groups = new SortedGroups(table, keys, pages, partition.count());
            sorted = groups;
        }
        return groups.of(bucket);
    }

    @Override
    public void shrink() {
        pages.shrinkTo(memoryBytes - (usedBytes() - pages.bytes()));
        if (records == 0 && usedBytes() > memoryBytes) {
            table = new long[MIN_TABLE_LONGS];
        }
    }

    @Override
    public void clear() {
        pages.clear();
        if (8L * table.length > memoryBytes / 2) {
            table = new long[MIN_TABLE_LONGS];
        } else {
            Arrays.fill(table, 0);
        }
        sorted = null;
        keys = 0;
        records = 0;
    }
}
