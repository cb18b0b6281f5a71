package dev.mr.shuffle;

import java.util.Arrays;

/**
 * Keys one beside the other in slabs of memory; no object is made per key. An address is slab number and offset in the slab, and
 * has less than {@value #ADDRESS_BITS} bits. One thread.
 *
 * <p>A key lies in its slab as longs: its length, then its bytes, eight to a long, as {@link EightBytes} reads them, the last
 * long filled up with zeros.
 */
final class LongKeys {
    static final int ADDRESS_BITS = 48;

    private static final int MIN_SLAB_LONGS = 1 << 6;
    private static final int MAX_SLAB_LONGS = 1 << 15;

    private final int shift;
    private final int mask;
    private long[][] slabs = new long[1][];
    private int made;
    private int slab = -1;
    private int used;

    /** Slabs of a size that suits this memory; none is made before the first key. */
    LongKeys(long memoryBytes) {
        long slabLongs = Math.max(MIN_SLAB_LONGS, Math.min(MAX_SLAB_LONGS, memoryBytes >>> 7));
        this.shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(slabLongs);
        this.mask = (1 << shift) - 1;
        this.used = 1 << shift;
    }

    /** The longest key that fits a slab. */
    int maxKeyBytes() {
        return (1 << shift) * Long.BYTES - 2 * Long.BYTES;
    }

    /** What all slabs take. */
    long bytes() {
        return (long) made << shift << 3;
    }

    /** What one more slab would take; 0 before there is one, and while there is one that nothing lies in. */
    long nextSlabBytes() {
        return made == 0 || slab + 1 < made ? 0 : (long) Long.BYTES << shift;
    }

    /** Makes room for a key of so many bytes, without taking more than {@code mostBytes}, or one slab, in all; false if there is none. */
    boolean makeRoom(int keyBytes, long mostBytes) {
        if (used + 1 + longs(keyBytes) <= 1 << shift) {
            return true;
        }
        if (slab + 1 == made) {
            if (made > 0 && bytes() + ((long) Long.BYTES << shift) > mostBytes) {
                return false;
            }
            if (made == slabs.length) {
                slabs = Arrays.copyOf(slabs, 2 * slabs.length);
            }
            slabs[made++] = new long[1 << shift];
        }
        slab++;
        used = 0;
        return true;
    }

    /** Puts a key where {@link #makeRoom} made room; answers its address. */
    long put(byte[] key, int from, int length) {
        long[] longs = slabs[slab];
        long address = (long) slab << shift | used;
        longs[used] = length;
        int word = used + 1;
        for (int done = 0; done < length; done += Long.BYTES) {
            longs[word++] = EightBytes.get(key, from + done, length - done);
        }
        used = word;
        return address;
    }

    /** Whether the key at an address is this one. */
    boolean isSame(long address, byte[] key, int from, int length) {
        long[] longs = slabs[(int) (address >>> shift)];
        int word = (int) address & mask;
        if (longs[word] != length) {
            return false;
        }
        int whole = length & -Long.BYTES;
        for (int done = 0; done < whole; done += Long.BYTES) {
            if (longs[++word] != EightBytes.get(key, from + done)) {
                return false;
            }
        }
        return whole == length || longs[word + 1] == EightBytes.get(key, from + whole, length - whole);
    }

    private static int longs(int bytes) {
        return (bytes + Long.BYTES - 1) >>> 3;
    }

    int length(long address) {
        return (int) slabs[(int) (address >>> shift)][(int) address & mask];
    }

    /** Eight bytes of the key at an address; behind its end there are zeros. */
    long eightBytes(long address, int index) {
        return index < longs(length(address))
                ? slabs[(int) (address >>> shift)][((int) address & mask) + 1 + index]
                : 0;
    }

    /** Forgets all keys, keeps the slabs. */
    void clear() {
        slab = -1;
        used = 1 << shift;
    }
}
