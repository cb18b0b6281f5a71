package dev.mr.api;

import java.util.Objects;

/**
 * Stretches of one array of bytes, in order: the words of a text, the fields of a line. To be handed on together where one call
 * for each would cost more than what is done with it, see {@link Output#emitAll}.
 *
 * <p>Slices that the engine hands out are good until the call they were given to returns. Their bytes may be read, never changed.
 */
public final class Slices {
    private final byte[] array;

    /** Where each begins and ends, by turns; behind them is room for {@link #SPARE} more, whatever they are. */
    private final int[] bounds;

    private final int capacity;

    /** Bounds so far: odd while a stretch has begun and not ended. */
    private int used;

    /** How many bounds are written at a time, some of which may mean nothing. */
    private static final int SPARE = 8;

    /** No stretches yet, of these bytes, which are not copied; and room for so many. */
    public Slices(byte[] array, int capacity) {
        if (capacity < 1 || capacity > Integer.MAX_VALUE / 4) {
            throw new IllegalArgumentException("room for " + capacity + " slices");
        }
        this.array = array;
        this.capacity = 2 * capacity;
        this.bounds = new int[this.capacity + SPARE];
    }

    /** The bytes these are stretches of. */
    public byte[] array() {
        return array;
    }

    public int count() {
        return used >>> 1;
    }

    /** Where in {@link #array()} stretch {@code i} of {@link #count()} begins. */
    public int from(int i) {
        return bounds[i << 1];
    }

    /** Where in {@link #array()} stretch {@code i} of {@link #count()} ends. */
    public int to(int i) {
        return bounds[(i << 1) + 1];
    }

    /** Whether there is no room for another. */
    public boolean isFull() {
        return used >= capacity;
    }

    /** Adds {@code [from, to)}; there must be room. */
    public void add(int from, int to) {
        Objects.checkFromToIndex(from, to, array.length);
        if (isFull()) {
            throw new IllegalStateException("there is room for " + (capacity >>> 1) + " slices");
        }
        bounds[used] = from;
        bounds[used + 1] = to;
        used += 2;
    }

    /** Forgets all stretches; but one that has begun goes on. */
    public void clear() {
        if ((used & 1) != 0) {
            bounds[0] = bounds[used - 1];
        }
        used &= 1;
    }

    /** Whether there is room for the bounds of another 64 bytes. */
    boolean hasRoomForMask() {
        return used + Long.SIZE <= capacity;
    }

    /**
     * At each bit i that is set a stretch begins, or ends, at {@code at + i}; in the array, or at its end. Eight at a time, so that
     * seldom a branch depends on how many there are.
     */
    void addBounds(int at, long mask) {
        int end = used + Long.bitCount(mask);
        long left = mask;
        for (int i = used; i < end; i += SPARE) {
            for (int j = 0; j < SPARE; j++) {
                bounds[i + j] = at + Long.numberOfTrailingZeros(left);
                left &= left - 1;
            }
        }
        used = end;
    }

    /** Whether a stretch has begun and not ended. */
    boolean isOpen() {
        return (used & 1) != 0;
    }

    /** The stretch that has begun ends here. */
    void close(int to) {
        bounds[used++] = to;
    }
}
