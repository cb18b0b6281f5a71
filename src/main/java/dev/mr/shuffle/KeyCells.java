package dev.mr.shuffle;

import dev.mr.api.Slice;
import java.util.Arrays;

/**
 * An open-addressing table of keys with a number each, their sum or what else their owner wants. A cell holds a short key itself, so
 * that to find one costs one access to memory and not two. One thread.
 *
 * <p>A cell is three longs. For a {@link ShortKey}: its two, and the number. For a longer one: its hash, {@link #LONG} over its
 * address among the {@link LongKeys}, and the number. A free cell is all 0. At most three quarters of the cells are taken. To sort them takes a
 * pair of longs for each; if they are at most three fifths, there is room for that behind them, when they are moved together.
 */
final class KeyCells {
    /** What a cell takes, with the number of its bucket. */
    static final int CELL_BYTES = 3 * Long.BYTES + Integer.BYTES;

    /** What the second long of a long key has in its highest byte; of short ones it is less. */
    static final long LONG = 0xFFL << 56;

    /** What {@link #findOrTake} answers if there is no room among the cells, and if there is none for the key's bytes. */
    static final int WANTS_CELLS = -1;

    private static final int WANTS_BYTES = -2;

    private static final int PAIR_BYTES = 2 * Long.BYTES;

    private static final int MIN_CELLS = 1 << 5;
    private static final int MAX_CELLS = Integer.MAX_VALUE / 4;

    private final LongKeys longKeys;
    private int count = MIN_CELLS;
    private long[] cells = new long[3 * MIN_CELLS];
    private int[] buckets = new int[MIN_CELLS];
    private int taken;

    @SuppressWarnings("unused") // written only, so that the compiler does not find the reading useless
    private long touched;

    KeyCells(LongKeys longKeys) {
        this.longKeys = longKeys;
    }

    int taken() {
        return taken;
    }

    long bytes() {
        return (long) count * CELL_BYTES;
    }

    /** The cells themselves; until {@link #grow} makes others. */
    long[] cells() {
        return cells;
    }

    /** How many cells there are; until {@link #grow} makes more. */
    int count() {
        return count;
    }

    /** Where in {@link #cells}, if they are so many, to look first for a key with this hash. */
    static int home(long hash, int count) {
        return 3 * (int) (((hash & 0xFFFFFFFFL) * count) >>> 32);
    }

    private int home(long hash) {
        return home(hash, count);
    }

    int next(int cell) {
        return cell + 3 == cells.length ? 0 : cell + 3;
    }

    /** Where the short key is, or the free cell where it goes; not before {@code from}, its home. */
    int find(int from, long low, long high) {
        int cell = from;
        while (cells[cell + 1] != 0 && (cells[cell] != low || cells[cell + 1] != high)) {
            cell = next(cell);
        }
        return cell;
    }

    /** Where the long key with this hash is, or the free cell where it goes. */
    int find(long hash, byte[] key, int from, int length) {
        int cell = home(hash);
        while (!isFree(cell) && !(cells[cell] == hash && isLong(cell) && isSame(cell, key, from, length))) {
            cell = next(cell);
        }
        return cell;
    }

    /** Where the long key with this hash is, or now is, with the number 0, because it is new; negative if there is no room. */
    int findOrTake(long hash, byte[] key, int from, int length, Partition partition, long memoryBytes) {
        int cell = find(hash, key, from, length);
        if (isFree(cell)) {
            if (!hasRoom(memoryBytes)) {
                return WANTS_CELLS;
            }
            if (!longKeys.makeRoom(length, memoryBytes - bytes())) {
                return WANTS_BYTES;
            }
            take(cell, hash, LONG | longKeys.put(key, from, length), 0, partition.of(key, from, length));
        }
        return cell;
    }

    private boolean isSame(int cell, byte[] key, int from, int length) {
        return longKeys.isSame(cells[cell + 1] & ~LONG, key, from, length);
    }

    boolean isFree(int cell) {
        return cells[cell + 1] == 0;
    }

    private boolean isLong(int cell) {
        return isLong(cells[cell + 1]);
    }

    /** Whether the second long of a cell is that of a long key. */
    static boolean isLong(long second) {
        return second >>> 56 == LONG >>> 56;
    }

    /** Whether another key may be taken in without {@link #grow growing}, and sorted with the others in this memory. */
    boolean hasRoom(long memoryBytes) {
        return fitsWithPairs(taken + 1) || room(memoryBytes) > 0;
    }

    /** How many more may be. */
    int room(long memoryBytes) {
        long before = (3L * count - 1) / 5;
        long beside = Math.min((3L * count - 1) / 4, (memoryBytes - bytes() - longKeys.bytes()) / PAIR_BYTES);
        return (int) Math.max(0, Math.max(before, beside) - taken);
    }

    /** What to sort them will take besides. */
    long pairBytes() {
        return fitsWithPairs(taken) ? 0 : (long) PAIR_BYTES * taken;
    }

    private boolean fitsWithPairs(int keys) {
        return 5L * keys < 3L * count;
    }

    /** Memory for a pair for each key after {@link #pack}, from pair {@link #firstPair} on. */
    long[] pairs() {
        return fitsWithPairs(taken) ? cells : new long[2 * taken];
    }

    int firstPair() {
        return fitsWithPairs(taken) ? (3 * taken + 1) / 2 : 0;
    }

    /**
     * Reads the cells that places of {@code size} longs each have last, from {@code first} on: nothing stands between one reading and
     * the next, so the memory brings many at a time.
     */
    void touch(long[] places, int first, int end, int size) {
        long[] all = cells;
        long read = 0;
        for (int at = first + size - 1; at < end; at += size) {
            read |= all[(int) places[at]];
        }
        touched = read;
    }

    /** The same for the bytes of the long keys in these cells, where it is a long key that waits. */
    void touchLongKeys(long[] places, int first, int end, int size) {
        long read = 0;
        for (int at = first; at < end; at += size) {
            int cell = (int) places[at + size - 1];
            if (isLong(places[at + 1]) && isLong(cell)) {
                read |= longKeys.length(cells[cell + 1] & ~LONG);
            }
        }
        touched = read;
    }

    /** Takes in a key, in the free cell where it goes. */
    void take(int cell, long low, long high, long number, int bucket) {
        cells[cell] = low;
        cells[cell + 1] = high;
        cells[cell + 2] = number;
        buckets[cell / 3] = bucket;
        taken++;
    }

    /** As the other, a short key with the number 0; {@code scratch} has room for {@link ShortKey#WINDOW_BYTES}. */
    void take(int cell, long low, long high, Partition partition, byte[] scratch) {
        ShortKey.put(low, high, scratch);
        take(cell, low, high, 0, partition.of(scratch, 0, ShortKey.length(high)));
    }

    /**
     * Becomes twice as large, or takes all the memory there is if it could not do that once more. The old cells and the new ones are
     * there together for a while; the longer keys are taken to need as much memory per cell as they did so far.
     *
     * @return false if there is not enough memory to be worth it
     */
    boolean grow(long memoryBytes) {
        long share = CELL_BYTES + longKeys.bytes() / count;
        long fits = Math.min(MAX_CELLS, (memoryBytes - bytes()) / share);
        long twice = 2L * count;
        long wanted = fits < 2 * twice ? fits : twice;
        if (wanted < count + count / 4) {
            return false;
        }
        long[] old = cells;
        int[] oldBuckets = buckets;
        count = (int) wanted;
        cells = new long[3 * count];
        buckets = new int[count];
        taken = 0;
        for (int i = 0; i < old.length; i += 3) {
            if (old[i + 1] != 0) {
                int cell = home(isLong(old[i + 1]) ? old[i] : ShortKey.hash(old[i], old[i + 1]));
                while (!isFree(cell)) {
                    cell = next(cell);
                }
                take(cell, old[i], old[i + 1], old[i + 2], oldBuckets[i / 3]);
            }
        }
        return true;
    }

    /** Moves all keys together, to the front: key i then is in cell 3i. Nothing can be found until {@link #clear}. */
    void pack() {
        int to = 0;
        for (int cell = 0; to < taken; cell += 3) {
            if (!isFree(cell)) {
                System.arraycopy(cells, cell, cells, 3 * to, 3);
                buckets[to++] = buckets[cell / 3];
            }
        }
    }

    int bucket(int key) {
        return buckets[key];
    }

    long number(int key) {
        return cells[3 * key + 2];
    }

    /** The first eight bytes as a number that orders as they do; behind the key's end they are 0. */
    long prefix(int key) {
        return Long.reverseBytes(eightBytes(3 * key, 0));
    }

    private long eightBytes(int cell, int index) {
        if (isLong(cell)) {
            return longKeys.eightBytes(cells[cell + 1] & ~LONG, index);
        }
        return index == 0 ? cells[cell] : index == 1 ? cells[cell + 1] << Byte.SIZE >>> Byte.SIZE : 0;
    }

    private int length(int cell) {
        return isLong(cell) ? longKeys.length(cells[cell + 1] & ~LONG) : ShortKey.length(cells[cell + 1]);
    }

    /** Compares two keys as unsigned bytes. */
    int compare(int left, int right) {
        int a = 3 * left;
        int b = 3 * right;
        int lengthA = length(a);
        int lengthB = length(b);
        int shorter = Math.min(lengthA, lengthB);
        for (int i = 0; i << 3 < shorter; i++) {
            long eightA = eightBytes(a, i);
            long eightB = eightBytes(b, i);
            if (eightA != eightB) {
                return Long.compareUnsigned(Long.reverseBytes(eightA), Long.reverseBytes(eightB));
            }
        }
        return Integer.compare(lengthA, lengthB);
    }

    /** Makes {@code view} a view on a copy of the key in {@code into}, or in a new array if that is too small; answers the array. */
    byte[] copyKey(int key, byte[] into, Slice view) {
        int cell = 3 * key;
        int length = length(cell);
        byte[] bytes = into.length < length + Long.BYTES ? new byte[2 * length + Long.BYTES] : into;
        for (int i = 0; i << 3 < length; i++) {
            EightBytes.set(bytes, i << 3, eightBytes(cell, i));
        }
        view.set(bytes, 0, length);
        return bytes;
    }

    /** Forgets all keys. */
    void clear() {
        Arrays.fill(cells, 0);
        taken = 0;
    }
}
