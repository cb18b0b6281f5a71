package dev.mr.shuffle;

import dev.mr.api.Slices;

/**
 * The sum of the values of each key, in {@link KeyCells}. Takes no more than its memory (but always room for a few short keys) and
 * makes no object per key. One thread.
 *
 * <p>Keys wait in {@link WaitingKeys line} until there are some, then {@link #settle} looks up all of them; but a long key that comes
 * by itself is looked up at once, since its bytes are the caller's.
 */
final class SumTable {
    private final Partition partition;
    private long memoryBytes;
    private final LongKeys longKeys;
    private final KeyCells cells;
    private final WaitingKeys line;
    private final byte[] scratch = new byte[ShortKey.WINDOW_BYTES];
    private long lines;

    SumTable(Partition partition, long memoryBytes) {
        this.partition = partition;
        this.longKeys = new LongKeys(memoryBytes);
        this.cells = new KeyCells(longKeys);
        this.line = new WaitingKeys(cells, longKeys, partition);
        limit(memoryBytes);
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
        if (length <= ShortKey.MAX_BYTES && !line.isFull() && from + ShortKey.WINDOW_BYTES <= key.length) {
            line.add(key, from, length, amount);
            return true;
        }
        return addOther(key, from, length, amount);
    }

    /** By itself, so that the compiler finds {@link #add} small enough to become part of the loop it is called from. */
    private boolean addOther(byte[] key, int from, int length, long amount) throws UserFailureException {
        if (length > ShortKey.MAX_BYTES) {
            return addLong(key, from, length, amount);
        }
        if (line.isFull() && !settle()) {
            return false;
        }
        if (from + ShortKey.WINDOW_BYTES <= key.length) {
            line.add(key, from, length, amount);
        } else {
            System.arraycopy(key, from, scratch, 0, length);
            line.add(scratch, 0, length, amount);
        }
        return true;
    }

    private boolean addLong(byte[] key, int from, int length, long amount) throws UserFailureException {
        if (length > maxKeyBytes()) {
            return false;
        }
        long hash = WaitingKeys.longHash(key, from, length);
        int cell = cells.findOrTake(hash, key, from, length, partition, memoryBytes);
        while (cell == KeyCells.WANTS_CELLS && line.grow(memoryBytes)) {
            cell = cells.findOrTake(hash, key, from, length, partition, memoryBytes);
        }
        if (cell < 0) {
            return false;
        }
        long[] all = cells.cells();
        long before = all[cell + 2];
        long sum = before + amount;
        if (((before ^ sum) & (amount ^ sum)) < 0) {
            throw line.beyondLong(cell, before, amount);
        }
        all[cell + 2] = sum;
        return true;
    }

    /**
     * Adds the same to the sum of each of the keys from {@code first} on; answers their count, or which of them there is no room for:
     * it and those after it were not added. Of those that were, some may wait, and want their array: {@link #settle} has to be
     * called before that changes.
     */
    int addAll(Slices keys, int first, long amount) throws UserFailureException {
        int next = first;
        while (next < keys.count()) {
            next = line.addAll(keys, next, amount);
            if (line.isFull()) {
                if (!settle()) {
                    return next;
                }
            } else if (next < keys.count()) {
                if (!addOther(keys.array(), keys.from(next), keys.to(next) - keys.from(next), amount)) {
                    return next;
                }
                next++;
            }
        }
        return next;
    }

    /**
     * Adds one for each line of {@code [from, to)} as a key. The last byte is a newline and {@link Limits#SLACK_BYTES} more may be
     * read after it.
     *
     * @return {@code to}, or where the first line begins that does not fit; nothing from there on was counted
     */
    int addLines(byte[] text, int from, int to) throws UserFailureException {
        int begin = from;
        for (int at = from; at < to; at += Long.SIZE) {
            long newlines = EightBytes.newlineMask(text, at);
            while (newlines != 0) {
                int end = at + Long.numberOfTrailingZeros(newlines);
                newlines &= newlines - 1;
                if (end >= to) {
                    return to;
                }
                if (!add(text, begin, end - begin, 1)) {
                    return begin;
                }
                lines++;
                begin = end + 1;
            }
        }
        return to;
    }

    /**
     * Looks up the keys that wait; false if there is no room for one of them, which waits on with those after it. To be called again
     * after {@link #clear}.
     */
    boolean settle() throws UserFailureException {
        return line.settle(memoryBytes);
    }

    /** The keys in order, by bucket and key, without those that wait; nothing can be added until {@link #clear}. */
    SortedCells sort() {
        return new SortedCells(cells, partition.count());
    }

    /** Forgets all keys but those that wait. */
    void clear() {
        cells.clear();
        longKeys.clear();
    }
}
