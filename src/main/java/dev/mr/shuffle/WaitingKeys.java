package dev.mr.shuffle;

import dev.mr.api.Slice;
import dev.mr.api.Slices;

/**
 * Keys that wait in line to be looked up in {@link KeyCells}, with what is to be added to the sum of each: first all cells are read
 * where they may be, so that the memory brings many at a time, then each is looked for. That takes a fifth less time than one key
 * after the other, see docs/performance.md. One thread.
 *
 * <p>A key takes {@value #PLACE} longs: its own two, the amount, and the cell where it belongs. The two of a long key are what its
 * cell's first would be, under its length, and where it is in the array that all long keys in line are from.
 */
final class WaitingKeys {
    private static final int PLACE = 4;

    private static final int LINE = 128 * PLACE;

    private static final byte[] NONE = {};

    private final KeyCells cells;
    private final LongKeys longKeys;
    private final Partition partition;
    private final long[] line = new long[LINE];
    private final byte[] scratch = new byte[ShortKey.WINDOW_BYTES];
    private int first;
    private int end;
    private byte[] longBytes = NONE;

    WaitingKeys(KeyCells cells, LongKeys longKeys, Partition partition) {
        this.cells = cells;
        this.longKeys = longKeys;
        this.partition = partition;
    }

    boolean isFull() {
        return end == LINE;
    }

    /** Takes a key that {@link ShortKey} can hold and look at; there must be room. */
    void add(byte[] key, int from, int length, long amount) {
        int at = end;
        end = at + PLACE;
        long high = ShortKey.high(key, from, length);
        long low = ShortKey.low(key, from, length);
        line[at + 3] = KeyCells.home(ShortKey.hash(low, high), cells.count());
        line[at + 2] = amount;
        line[at + 1] = high;
        line[at] = low;
    }

    /**
     * Takes keys from {@code begin} on until the line is full; answers the first that it did not take. Long ones, all of one array, are
     * looked at once more by {@link #settle}.
     */
    int addAll(Slices keys, int begin, long amount) {
        byte[] bytes = keys.array();
        long[] places = line;
        int keysEnd = keys.count();
        int count = cells.count();
        int lastFrom = bytes.length - ShortKey.WINDOW_BYTES;
        int at = end;
        int next = begin;
        for (; next < keysEnd && at < LINE; next++, at += PLACE) {
            int from = keys.from(next);
            int length = keys.to(next) - from;
            if (from > lastFrom) {
                break;
            }
            if (length <= ShortKey.MAX_BYTES) {
                long low = ShortKey.low(bytes, from, length);
                long high = ShortKey.high(bytes, from, length);
                places[at] = low;
                places[at + 1] = high;
                places[at + 3] = KeyCells.home(ShortKey.hash(low, high), count);
            } else if (length <= longKeys.maxKeyBytes()) {
                long hash = longHash(bytes, from, length);
                places[at] = hash | ((long) length << Integer.SIZE);
                places[at + 1] = KeyCells.LONG | from;
                places[at + 3] = KeyCells.home(hash, count);
                longBytes = bytes;
            } else {
                break;
            }
            places[at + 2] = amount;
        }
        end = at;
        return next;
    }

    /** What the cell of a long key has in its first long. */
    static long longHash(byte[] key, int from, int length) {
        return Integer.toUnsignedLong(KeyHash.of(key, from, length, KeyHash.rest(key, from, length)));
    }

    /** Looks up all that wait; false if there is no room for one of them, which waits on with those after it. */
    boolean settle(long memoryBytes) throws UserFailureException {
        while (first < end) {
            cells.touch(line, first, end, PLACE);
            if (longBytes.length > 0) {
                cells.touchLongKeys(line, first, end, PLACE);
            }
            if (!addWaiting(memoryBytes)) {
                return false;
            }
        }
        first = 0;
        end = 0;
        longBytes = NONE;
        return true;
    }

    /** Until all are added, or the cells have become others; false if there is no room. */
    private boolean addWaiting(long memoryBytes) throws UserFailureException {
        long[] all = cells.cells();
        long[] places = line;
        long overflows = 0;
        int elsewhere = 0;
        int at = first;
        for (; at < end; at += PLACE) {
            int cell = (int) places[at + 3];
            if (((all[cell] ^ places[at]) | (all[cell + 1] ^ places[at + 1])) != 0) {
                elsewhere = findOrTake(at, memoryBytes);
                if (elsewhere < 0) {
                    break;
                }
                cell = elsewhere;
            }
            long before = all[cell + 2];
            long sum = before + places[at + 2];
            overflows |= (before ^ sum) & (places[at + 2] ^ sum);
            all[cell + 2] = sum;
        }
        if (overflows < 0) {
            throw overflow(at);
        }
        first = at;
        return at == end || (elsewhere == KeyCells.WANTS_CELLS && grow(memoryBytes));
    }

    /** Where the key is that is not at home, or now is, with a sum of 0, because it is new; negative if there is no room. */
    private int findOrTake(int at, long memoryBytes) {
        long low = line[at];
        long high = line[at + 1];
        if (KeyCells.isLong(high)) {
            return cells.findOrTake(
                    low & 0xFFFFFFFFL, longBytes, (int) high, (int) (low >>> Integer.SIZE), partition, memoryBytes);
        }
        int cell = cells.find((int) line[at + 3], low, high);
        if (cells.isFree(cell)) {
            if (!cells.hasRoom(memoryBytes)) {
                return KeyCells.WANTS_CELLS;
            }
            cells.take(cell, low, high, partition, scratch);
        }
        return cell;
    }

    /** Makes more cells, where those that wait have other homes. */
    boolean grow(long memoryBytes) {
        if (!cells.grow(memoryBytes)) {
            return false;
        }
        for (int at = first; at < end; at += PLACE) {
            long high = line[at + 1];
            long hash = KeyCells.isLong(high) ? line[at] : ShortKey.hash(line[at], high);
            line[at + 3] = KeyCells.home(hash, cells.count());
        }
        return true;
    }

    /** Takes back what was added of the line before {@code added}, until the sum that went beyond a long. */
    private UserFailureException overflow(int added) {
        long[] all = cells.cells();
        int at = added;
        while (true) {
            at -= PLACE;
            int cell = findOrTake(at, 0);
            long amount = line[at + 2];
            long sum = all[cell + 2];
            long before = sum - amount;
            if (((before ^ sum) & (amount ^ sum)) < 0) {
                return beyondLong(cell, before, amount);
            }
            all[cell + 2] = before;
        }
    }

    UserFailureException beyondLong(int cell, long before, long amount) {
        var overflow = new ArithmeticException("the sum of " + before + " and " + amount + " is beyond a long");
        var key = new Slice();
        cells.copyKey(cell / 3, scratch, key);
        return new UserFailureException(
                "the values of the key " + KeyText.of(key) + " cannot be added up: " + overflow.getMessage(), overflow);
    }
}
