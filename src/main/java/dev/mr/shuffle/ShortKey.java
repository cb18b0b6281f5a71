package dev.mr.shuffle;

/**
 * A key of at most {@value #MAX_BYTES} bytes as two longs: the first eight bytes, and the others with the length plus one in the
 * highest byte. Bytes there are none of are 0. Equal longs are equal keys, and the second is never 0. The first byte is in the
 * lowest bits, as {@link EightBytes} reads them.
 */
final class ShortKey {
    static final int MAX_BYTES = 2 * Long.BYTES - 1;

    /** How many bytes may be looked at from where a key begins. */
    static final int WINDOW_BYTES = 2 * Long.BYTES;

    private static final int LENGTH_SHIFT = Long.SIZE - Byte.SIZE;
    private static final long[] LOW_MASKS = new long[MAX_BYTES + 1];
    private static final long[] HIGH_MASKS = new long[MAX_BYTES + 1];

    static {
        for (int length = 0; length <= MAX_BYTES; length++) {
            LOW_MASKS[length] = mask(Math.min(length, Long.BYTES));
            HIGH_MASKS[length] = mask(Math.max(length - Long.BYTES, 0));
        }
    }

    private ShortKey() {}

    private static long mask(int bytes) {
        return bytes == 0 ? 0 : -1L >>> (Long.SIZE - bytes * Byte.SIZE);
    }

    /** The first long of the key that begins at {@code from}; {@link #WINDOW_BYTES} are there. */
    static long low(byte[] bytes, int from, int length) {
        return EightBytes.get(bytes, from) & LOW_MASKS[length];
    }

    /** The second long of that key. */
    static long high(byte[] bytes, int from, int length) {
        return (EightBytes.get(bytes, from + Long.BYTES) & HIGH_MASKS[length]) | (length + 1L) << LENGTH_SHIFT;
    }

    /** What there is in either of the two within a key of this length, put together. */
    static long cut(long low, long high, int length) {
        return (low & LOW_MASKS[length]) | (high & HIGH_MASKS[length]);
    }

    static int length(long high) {
        return (int) (high >>> LENGTH_SHIFT) - 1;
    }

    /** Writes the key to the front of {@code into}, which has room for {@link #WINDOW_BYTES}. */
    static void put(long low, long high, byte[] into) {
        EightBytes.set(into, 0, low);
        EightBytes.set(into, Long.BYTES, high);
    }

    /**
     * A number whose lower half says little about the key: both halves of the product are in it, since the upper one alone has keys
     * of a few letters in clusters.
     */
    static long hash(long low, long high) {
        long hash = (low ^ (high * 0x9E3779B97F4A7C15L)) * 0xFF51AFD7ED558CCDL;
        return hash ^ (hash >>> 32);
    }
}
