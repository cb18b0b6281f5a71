package dev.mr.shuffle;

import java.util.Arrays;

/**
 * Keys with their buckets and sums, one beside the other in slabs of memory; no object is made per key. An address is slab
 * number and offset in the slab; no key has address 0. One thread.
 *
 * <p>A key lies in its slab as longs: sum, bucket (upper half) and length, then its bytes, eight to a long, little-endian, the
 * last long filled up with zeros.
 */
final class SumSlabs {
    private static final int HEADER_LONGS = 2;
    private static final int MIN_SLAB_LONGS = 1 << 6;
    private static final int MAX_SLAB_LONGS = 1 << 15;

    private final int shift;
    private final int mask;
    private long[][] slabs = new long[1][];
    private int made = 1;
    private int slab;
    private int used = 1;

    /** Slabs of a size that suits this memory, of which one is made at once. */
    SumSlabs(long memoryBytes) {
        long slabLongs = Math.max(MIN_SLAB_LONGS, Math.min(MAX_SLAB_LONGS, memoryBytes >>> 7));
        this.shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(slabLongs);
        this.mask = (1 << shift) - 1;
        this.slabs[0] = new long[1 << shift];
    }

    /** The longest key that fits a slab. */
    int maxKeyBytes() {
        return ((1 << shift) - HEADER_LONGS - 1) * Long.BYTES;
    }

    /** What all slabs take. */
    long bytes() {
        return ((long) made << shift) * Long.BYTES;
    }

    /** Makes room for a key of so many bytes, without taking more than {@code mostBytes} in all; false if there is none. */
    boolean makeRoom(int keyBytes, long mostBytes) {
        return used + HEADER_LONGS + longs(keyBytes) <= 1 << shift || nextSlab(mostBytes);
    }

    private boolean nextSlab(long mostBytes) {
        if (slab + 1 == made) {
            if (bytes() + ((long) Long.BYTES << shift) > mostBytes) {
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

    /** Puts a new key, whose last, incomplete long is {@code rest}, where {@link #makeRoom} made room; answers its address. */
    int put(byte[] key, int from, int length, long rest, int bucket, long amount) {
        long[] longs = slabs[slab];
        int address = slab << shift | used;
        longs[used] = amount;
        longs[used + 1] = (long) bucket << 32 | length;
        int word = used + HEADER_LONGS;
        int whole = length & ~7;
        for (int i = 0; i < whole; i += Long.BYTES) {
            longs[word++] = EightBytes.get(key, from + i);
        }
        if (whole < length) {
            longs[word++] = rest;
        }
        used = word;
        return address;
    }

    /**
     * Adds to the sum of the key at an address, if it is this key, whose last, incomplete long is {@code rest}.
     *
     * @throws ArithmeticException when the sum is beyond a long
     */
    boolean addIfSame(int address, byte[] key, int from, int length, long rest, long amount) {
        long[] longs = slabs[address >>> shift];
        int at = address & mask;
        if ((int) longs[at + 1] != length) {
            return false;
        }
        int word = at + HEADER_LONGS;
        int whole = length & ~7;
        for (int i = 0; i < whole; i += Long.BYTES) {
            if (longs[word++] != EightBytes.get(key, from + i)) {
                return false;
            }
        }
        if (whole < length && longs[word] != rest) {
            return false;
        }
        longs[at] = Sum.add(longs[at], amount);
        return true;
    }

    private static int longs(int bytes) {
        return (bytes + Long.BYTES - 1) >>> 3;
    }

    int bucket(int address) {
        return (int) (slabs[address >>> shift][(address & mask) + 1] >>> 32);
    }

    long sum(int address) {
        return slabs[address >>> shift][address & mask];
    }

    int keyLength(int address) {
        return (int) slabs[address >>> shift][(address & mask) + 1];
    }

    /** Copies the key to the front of {@code into}, which has room for it and seven bytes more. */
    void copyKey(int address, byte[] into) {
        long[] longs = slabs[address >>> shift];
        int at = address & mask;
        int words = longs((int) longs[at + 1]);
        for (int w = 0; w < words; w++) {
            EightBytes.set(into, w * Long.BYTES, longs[at + HEADER_LONGS + w]);
        }
    }

    /** The first eight bytes as a number that orders as they do; an empty key has none. */
    long prefix(int address) {
        long[] longs = slabs[address >>> shift];
        int at = address & mask;
        return (int) longs[at + 1] == 0 ? 0 : Long.reverseBytes(longs[at + HEADER_LONGS]);
    }

    /** Compares the keys at two addresses as unsigned bytes. */
    int compare(int left, int right) {
        long[] a = slabs[left >>> shift];
        long[] b = slabs[right >>> shift];
        int atA = left & mask;
        int atB = right & mask;
        int shorter = longs(Math.min((int) a[atA + 1], (int) b[atB + 1]));
        for (int i = HEADER_LONGS; i < HEADER_LONGS + shorter; i++) {
            if (a[atA + i] != b[atB + i]) {
                return Long.compareUnsigned(Long.reverseBytes(a[atA + i]), Long.reverseBytes(b[atB + i]));
            }
        }
        return Integer.compare((int) a[atA + 1], (int) b[atB + 1]);
    }

    /** Forgets all keys, keeps the slabs. */
    void clear() {
        slab = 0;
        used = 1;
    }
}
