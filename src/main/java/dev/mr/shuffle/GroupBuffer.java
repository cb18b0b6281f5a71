package dev.mr.shuffle;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Records in memory by key: each key once, in {@link KeyCells}, and its values as numbers of {@link GroupValues}, in which equal values
 * that follow each other are one with a count. Only keys are sorted. Where keys come again and again that saves most of the memory,
 * and of the time.
 *
 * <p>The number of a key is its group under its last value; how often that stood there is in an array by group. Only when another
 * value follows it, it goes into the {@link GroupLog}.
 *
 * <p>Records wait in line, at most {@value #MOST_WAITING}, until {@link #settle} looks up all their keys: first all cells are read where
 * they may be, so that the memory brings many at a time. A line is begun only when all that will stand in it has room.
 */
final class GroupBuffer implements RecordBuffer {
    private static final int MOST_WAITING = 128;
    /** Longs of a place in line: two of the key, as in {@link WaitingKeys}; the value; the cell to look at first. */
    private static final int PLACE = 4;
    /** For the long keys in line. */
    private static final int KEPT_BYTES = 1 << 14;

    private static final long MOST_BYTES = 8L << 30;
    /** What is kept of values, of their order and of keys takes at most this share of the memory each. */
    private static final int KEPT_SHARE = 4;
    /** When a line is looked up: it was begun only after room was found for all of it. */
    private static final long NO_LIMIT = Long.MAX_VALUE;

    private final Partition partition;
    private final GroupValues values;
    private final GroupLog log;
    private LongKeys longKeys;
    private KeyCells cells;
    private int[] lastTimes = new int[MOST_WAITING];

    private final byte[] number = new byte[Long.BYTES];
    private final byte[] scratch = new byte[ShortKey.WINDOW_BYTES];
    private final long[] line = new long[PLACE * MOST_WAITING];
    private byte[] kept = {};
    private int keptBytes;
    private int waiting;
    /** How many may wait. */
    private int room;

    private long memoryBytes;
    private long records;
    private @Nullable SortedGroups sorted;

    GroupBuffer(Partition partition, long memoryBytes) {
        this.partition = partition;
        this.values = new GroupValues(memoryBytes);
        this.log = new GroupLog(memoryBytes);
        this.longKeys = new LongKeys(memoryBytes);
        this.cells = new KeyCells(longKeys);
        limit(memoryBytes);
    }

    /** The number of a key. */
    private static long state(int group, int lastValue) {
        return (long) lastValue << Integer.SIZE | group;
    }

    static int group(long state) {
        return (int) state;
    }

    /** 0 before there is one. */
    static int lastValue(long state) {
        return (int) (state >>> Integer.SIZE);
    }

    @Override
    public void limit(long bytes) {
        memoryBytes = Math.min(bytes, MOST_BYTES);
    }

    @Override
    public boolean isOverLimit() {
        return usedBytes() - values.freeBytes() > memoryBytes;
    }

    @Override
    public boolean isEmpty() {
        return records == 0;
    }

    /** The longest key that there is ever room for. */
    int maxKeyBytes() {
        return longKeys.maxKeyBytes();
    }

    /** Whether keys have come again so often that this is better than to sort records. */
    boolean isWorthIt() {
        return 2 * (records - waiting) >= 3L * cells.taken();
    }

    /** What it takes, with what it will take to sort it. */
    long usedBytes() {
        return cells.bytes() + cells.pairBytes() + longKeys.bytes() + besideKeys();
    }

    private long besideKeys() {
        return values.bytes() + log.bytes() + 2L * Integer.BYTES * lastTimes.length;
    }

    @Override
    public boolean add(byte[] key, int from, int length, long value) {
        EightBytes.set(number, 0, value);
        return add(key, from, length, number, 0, Long.BYTES);
    }

    @Override
    public boolean add(byte[] key, int from, int length, byte[] value, int valueFrom, int valueLength) {
        boolean isLong = length > ShortKey.MAX_BYTES;
        if (waiting == room || (isLong && length > kept.length - keptBytes)) {
            settle();
            if (!beginLine() || (isLong && !keeps(length))) {
                return false;
            }
        }
        int valueNumber = values.find(value, valueFrom, valueLength);
        if (valueNumber == 0) {
            if (!hasRoom(valueLength)) {
                return false;
            }
            valueNumber = values.put(value, valueFrom, valueLength);
        }
        if (isLong) {
            waitLong(key, from, length, valueNumber);
        } else {
            waitShort(key, from, length, valueNumber);
        }
        records++;
        return true;
    }

    private boolean beginLine() {
        int most = cells.taken() + MOST_WAITING;
        int times = most <= lastTimes.length ? lastTimes.length : Math.max(most, 2 * lastTimes.length);
        long more =
                2L * Integer.BYTES * (times - lastTimes.length) + log.moreFor(MOST_WAITING) + longKeys.nextSlabBytes();
        if (!fits(more)) {
            return false;
        }
        if (times > lastTimes.length) {
            lastTimes = Arrays.copyOf(lastTimes, times);
        }
        if (cells.room(memoryBytes - besideKeys()) < MOST_WAITING) {
            values.shrinkTo(values.bytes() - values.freeBytes());
            cells.grow(memoryBytes - besideKeys());
        }
        room = Math.min(MOST_WAITING, cells.room(memoryBytes - besideKeys()));
        return room > 0;
    }

    /** Whether a long key can wait, while none does. */
    private boolean keeps(int length) {
        if (length > longKeys.maxKeyBytes()) {
            return false;
        }
        if (length > kept.length) {
            kept = new byte[Math.max(length, Math.min(KEPT_BYTES, longKeys.maxKeyBytes()))];
        }
        return true;
    }

    private boolean hasRoom(int valueLength) {
        long more = values.moreFor(valueLength);
        return more == 0 || fits(more);
    }

    /** Whether so much more can be taken, if need be in place of what is there and not used; the first record always can. */
    private boolean fits(long more) {
        if (usedBytes() + more > memoryBytes) {
            values.shrinkTo(memoryBytes - more - (usedBytes() - values.bytes()));
        }
        return isEmpty() || usedBytes() + more <= memoryBytes;
    }

    private void waitShort(byte[] key, int from, int length, int value) {
        byte[] bytes = key;
        int first = from;
        if (from + ShortKey.WINDOW_BYTES > key.length) {
            System.arraycopy(key, from, scratch, 0, length);
            bytes = scratch;
            first = 0;
        }
        long low = ShortKey.low(bytes, first, length);
        long high = ShortKey.high(bytes, first, length);
        wait(low, high, value, ShortKey.hash(low, high));
    }

    private void waitLong(byte[] key, int from, int length, int value) {
        System.arraycopy(key, from, kept, keptBytes, length);
        long hash = WaitingKeys.longHash(key, from, length);
        wait(hash | (long) length << Integer.SIZE, KeyCells.LONG | keptBytes, value, hash);
        keptBytes += length;
    }

    private void wait(long first, long second, int value, long hash) {
        int at = PLACE * waiting++;
        line[at] = first;
        line[at + 1] = second;
        line[at + 2] = value;
        line[at + 3] = KeyCells.home(hash, cells.count());
    }

    /** Looks up all keys that wait. */
    private void settle() {
        int end = PLACE * waiting;
        cells.touch(line, 0, end, PLACE);
        if (keptBytes > 0) {
            cells.touchLongKeys(line, 0, end, PLACE);
        }
        long[] all = cells.cells();
        for (int at = 0; at < end; at += PLACE) {
            int cell = (int) line[at + 3];
            if (((all[cell] ^ line[at]) | (all[cell + 1] ^ line[at + 1])) != 0) {
                cell = findOrTake(at);
            }
            all[cell + 2] = added(all[cell + 2], (int) line[at + 2]);
        }
        waiting = 0;
        keptBytes = 0;
        room = 0;
    }

    private int findOrTake(int at) {
        long low = line[at];
        long high = line[at + 1];
        int before = cells.taken();
        int cell = KeyCells.isLong(high)
                ? cells.findOrTake(
                        low & 0xFFFFFFFFL, kept, (int) high, (int) (low >>> Integer.SIZE), partition, NO_LIMIT)
                : cells.find((int) line[at + 3], low, high);
        if (cells.isFree(cell)) {
            cells.take(cell, low, high, partition, scratch);
        }
        if (cells.taken() > before) {
            cells.cells()[cell + 2] = state(before, 0);
            lastTimes[before] = 0;
        }
        return cell;
    }

    /** What becomes of the number of a key when a value is added. */
    private long added(long state, int value) {
        int group = group(state);
        int last = lastValue(state);
        if (last == value && lastTimes[group] < Integer.MAX_VALUE) {
            lastTimes[group]++;
            return state;
        }
        if (last != 0) {
            log.append(group, last, lastTimes[group]);
        }
        lastTimes[group] = 1;
        return state(group, value);
    }

    @Override
    public RecordCursor sorted(int bucket) {
        SortedGroups groups = sorted;
        if (groups == null) {
            settle();
            groups = new SortedGroups(cells, partition.count(), values, log, lastTimes);
            sorted = groups;
        }
        return groups.of(bucket);
    }

    @Override
    public void shrink() {
        if (isEmpty()) {
            log.shrink();
        }
        values.shrinkTo(memoryBytes - (usedBytes() - values.bytes()));
        if (isEmpty() && usedBytes() > memoryBytes) {
            beginAnew();
        }
    }

    private void beginAnew() {
        longKeys = new LongKeys(memoryBytes);
        cells = new KeyCells(longKeys);
        lastTimes = new int[MOST_WAITING];
        kept = new byte[0];
    }

    /** Keeps some memory for the next records, but never so much that those find no room. */
    @Override
    public void clear() {
        values.clear();
        values.shrinkTo(memoryBytes / KEPT_SHARE);
        log.clear();
        if (log.bytes() > memoryBytes / KEPT_SHARE) {
            log.shrink();
        }
        if (cells.bytes() + longKeys.bytes() + 2L * Integer.BYTES * lastTimes.length > memoryBytes / KEPT_SHARE) {
            beginAnew();
        } else {
            cells.clear();
            longKeys.clear();
        }
        sorted = null;
        records = 0;
    }
}
