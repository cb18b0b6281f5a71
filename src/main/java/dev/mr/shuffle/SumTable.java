package dev.mr.shuffle;

import dev.mr.api.Slice;
import dev.mr.api.Slices;

/**
 * The sum of the values of each key, in {@link SumCells}. Takes no more than its memory (but always room for a few short keys) and
 * makes no object per key. One thread.
 *
 * <p>Short keys wait in line until there are some, then {@link #settle} looks up all of them: first where each belongs, so that the
 * memory brings many cells at a time, then whether it is there. That takes a fifth less time than one key after the other, see
 * docs/performance.md.
 */
final class SumTable {
    /** Longs of a key that waits: its own two, the amount, and the cell where it belongs. */
    private static final int PLACE = 4;

    private static final int LINE = 128 * PLACE;

    private final Partition partition;
    private long memoryBytes;
    private final LongKeys longKeys;
    private final SumCells cells;
    private final long[] line = new long[LINE];
    private int first;
    private int waiting;
    private final byte[] scratch = new byte[ShortKey.WINDOW_BYTES];
    private long lines;

    SumTable(Partition partition, long memoryBytes) {
        this.partition = partition;
        limit(memoryBytes);
        this.longKeys = new LongKeys(memoryBytes);
        this.cells = new SumCells(longKeys);
    }

    /** Takes no more than this from now on, unless it has done so already. */
    void limit(long bytes) {
        memoryBytes = bytes;
    }

    /** Whether no key has been looked up since {@link #clear}; some may wait. */
    boolean isEmpty() {
        return cells.taken() == 0;
    }

    /** Lines counted so far, by all calls of {@link #addLines}, whatever was cleared between. */
    long lines() {
        return lines;
    }

    /** The longest key that fits. */
    int maxKeyBytes() {
        return longKeys.maxKeyBytes();
    }

    /** What it takes of its memory, also when it is empty. */
    long usedBytes() {
        return longKeys.bytes() + cells.bytes();
    }

    /**
     * Adds to the sum of a key; false if there is no room: then nothing was added, nothing is lost, and after {@link #clear} there
     * is room for any key of at most {@link #maxKeyBytes}.
     *
     * @throws UserFailureException when a sum, of this key or another, is beyond a long
     */
    boolean add(byte[] key, int from, int length, long amount) throws UserFailureException {
        if (length <= ShortKey.MAX_BYTES && waiting < LINE && from + ShortKey.WINDOW_BYTES <= key.length) {
            wait(key, from, length, amount);
            return true;
        }
        return addOther(key, from, length, amount);
    }

    /**
     * Adds the same to the sum of each of the keys from {@code first} on; answers their count, or which of them there is no room for:
     * it and those after it were not added.
     */
    int addAll(Slices keys, int first, long amount) throws UserFailureException {
        int next = first;
        while (next < keys.count()) {
            next = waitAll(keys, next, amount);
            if (next < keys.count()) {
                int from = keys.from(next);
                if (!addOther(keys.array(), from, keys.to(next) - from, amount)) {
                    return next;
                }
                next++;
            }
        }
        return next;
    }

    /** Takes short keys to the line until it is full; answers the first that it did not take. */
    private int waitAll(Slices keys, int first, long amount) {
        byte[] bytes = keys.array();
        long[] line = this.line;
        int end = keys.count();
        int count = cells.count();
        int lastFrom = bytes.length - ShortKey.WINDOW_BYTES;
        int at = waiting;
        int next = first;
        for (; next < end && at < LINE; next++, at += PLACE) {
            int from = keys.from(next);
            int length = keys.to(next) - from;
            if (length > ShortKey.MAX_BYTES || from > lastFrom) {
                break;
            }
            long low = ShortKey.low(bytes, from, length);
            long high = ShortKey.high(bytes, from, length);
            line[at] = low;
            line[at + 1] = high;
            line[at + 2] = amount;
            line[at + 3] = SumCells.home(ShortKey.hash(low, high), count);
        }
        waiting = at;
        return next;
    }

    /** By itself, so that the compiler finds {@link #add} small enough to become part of the loop it is called from. */
    private boolean addOther(byte[] key, int from, int length, long amount) throws UserFailureException {
        if (length > ShortKey.MAX_BYTES) {
            return addLong(key, from, length, amount);
        }
        if (waiting == LINE && !settle()) {
            return false;
        }
        if (from + ShortKey.WINDOW_BYTES <= key.length) {
            wait(key, from, length, amount);
        } else {
            System.arraycopy(key, from, scratch, 0, length);
            wait(scratch, 0, length, amount);
        }
        return true;
    }

    private void wait(byte[] key, int from, int length, long amount) {
        int last = waiting;
        waiting = last + PLACE;
        long high = ShortKey.high(key, from, length);
        long low = ShortKey.low(key, from, length);
        line[last + 3] = SumCells.home(ShortKey.hash(low, high), cells.count());
        line[last + 2] = amount;
        line[last + 1] = high;
        line[last] = low;
    }

    /**
     * Adds one for each line of {@code [from, to)} as a key. The last byte is a newline and {@link Limits#SLACK_BYTES} more may be
     * read after it.
     *
     * @return {@code to}, or where the first line begins that does not fit; nothing from there on was counted
     */
    int addLines(byte[] text, int from, int to) throws UserFailureException {
        int line = from;
        for (int at = from; at < to; at += Long.SIZE) {
            long newlines = EightBytes.newlineMask(text, at);
            while (newlines != 0) {
                int end = at + Long.numberOfTrailingZeros(newlines);
                newlines &= newlines - 1;
                if (end >= to) {
                    return to;
                }
                if (!add(text, line, end - line, 1)) {
                    return line;
                }
                lines++;
                line = end + 1;
            }
        }
        return to;
    }

    /**
     * Looks up the keys that wait; false if there is no room for one of them, which waits on with those after it. To be called again
     * after {@link #clear}.
     */
    boolean settle() throws UserFailureException {
        while (first < waiting) {
            touchHomes();
            if (!addWaiting()) {
                return false;
            }
        }
        first = 0;
        waiting = 0;
        return true;
    }

    /** Reads all homes: nothing stands between one reading and the next, so the memory brings many at a time. */
    private void touchHomes() {
        long[] all = cells.cells();
        long[] line = this.line;
        long touched = 0;
        for (int at = first; at < waiting; at += PLACE) {
            touched |= all[(int) line[at + 3]];
        }
        cells.touched(touched);
    }

    /** Until all are added, or the cells have become others; false if there is no room. */
    private boolean addWaiting() throws UserFailureException {
        long[] all = cells.cells();
        long[] line = this.line;
        long overflows = 0;
        int at = first;
        for (; at < waiting; at += PLACE) {
            int cell = (int) line[at + 3];
            if (((all[cell] ^ line[at]) | (all[cell + 1] ^ line[at + 1])) != 0) {
                cell = findElsewhere(line[at], line[at + 1]);
                if (cell < 0) {
                    break;
                }
            }
            long before = all[cell + 2];
            long sum = before + line[at + 2];
            overflows |= (before ^ sum) & (line[at + 2] ^ sum);
            all[cell + 2] = sum;
        }
        if (overflows < 0) {
            throw overflow(at);
        }
        first = at;
        return at == waiting || grow();
    }

    /** Makes more cells, where those that wait have other homes. */
    private boolean grow() {
        if (!cells.grow(memoryBytes)) {
            return false;
        }
        for (int at = first; at < waiting; at += PLACE) {
            line[at + 3] = SumCells.home(ShortKey.hash(line[at], line[at + 1]), cells.count());
        }
        return true;
    }

    /** Takes back what was added of the line before {@code end}, until the sum that went beyond a long. */
    private UserFailureException overflow(int end) {
        long[] all = cells.cells();
        int at = end;
        while (true) {
            at -= PLACE;
            int cell = cells.find(line[at], line[at + 1]);
            long amount = line[at + 2];
            long sum = all[cell + 2];
            long before = sum - amount;
            if (((before ^ sum) & (amount ^ sum)) < 0) {
                return beyondLong(cell, before, amount);
            }
            all[cell + 2] = before;
        }
    }

    /** Where the key is that is not at home, or now is, with a sum of 0, because it is new; -1 if it is new and there is no room. */
    private int findElsewhere(long low, long high) {
        int cell = cells.find(low, high);
        if (cells.isFree(cell)) {
            if (!cells.hasRoom(memoryBytes)) {
                return -1;
            }
            ShortKey.put(low, high, scratch);
            cells.take(cell, low, high, 0, partition.of(scratch, 0, ShortKey.length(high)));
        }
        return cell;
    }

    private void add(long[] all, int cell, long amount) throws UserFailureException {
        long before = all[cell + 2];
        long sum = before + amount;
        if (((before ^ sum) & (amount ^ sum)) < 0) {
            throw beyondLong(cell, before, amount);
        }
        all[cell + 2] = sum;
    }

    private boolean addLong(byte[] key, int from, int length, long amount) throws UserFailureException {
        long hash = Integer.toUnsignedLong(KeyHash.of(key, from, length, KeyHash.rest(key, from, length)));
        int cell = cells.find(hash, key, from, length);
        if (!cells.isFree(cell)) {
            add(cells.cells(), cell, amount);
            return true;
        }
        if (length > maxKeyBytes()
                || !(cells.hasRoom(memoryBytes) || grow())
                || !longKeys.makeRoom(length, memoryBytes - cells.bytes())) {
            return false;
        }
        int free = cells.find(hash, key, from, length);
        cells.takeLong(free, hash, longKeys.put(key, from, length), amount, partition.of(key, from, length));
        return true;
    }

    private UserFailureException beyondLong(int cell, long before, long amount) {
        var overflow = new ArithmeticException("the sum of " + before + " and " + amount + " is beyond a long");
        var key = new Slice();
        cells.copyKey(cell / 3, scratch, key);
        return new UserFailureException(
                "the values of the key " + KeyText.of(key) + " cannot be added up: " + overflow.getMessage(), overflow);
    }

    /** The keys in order, by bucket and key, without those that wait; nothing can be added until {@link #clear}. */
    SortedSums sort() {
        return new SortedSums(cells, partition.count());
    }

    /** Forgets all keys but those that wait. */
    void clear() {
        cells.clear();
        longKeys.clear();
    }
}
