package dev.mr.shuffle;

/** The first eight bytes of a key as an unsigned number that orders as they do; a shorter key is filled up with zeros. */
final class KeyPrefix {
    private KeyPrefix() {}

    static long of(byte[] bytes, int from, int length) {
        if (length >= Long.BYTES) {
            return Long.reverseBytes(EightBytes.get(bytes, from));
        }
        return ofFew(bytes, from, length);
    }

    private static long ofFew(byte[] bytes, int from, int length) {
        if (from + Long.BYTES <= bytes.length) {
            long eight = Long.reverseBytes(EightBytes.get(bytes, from));
            return length == 0 ? 0 : eight & (-1L << ((Long.BYTES - length) * Byte.SIZE));
        }
        long prefix = 0;
        for (int i = 0; i < length; i++) {
            prefix |= (bytes[from + i] & 0xFFL) << (56 - 8 * i);
        }
        return prefix;
    }
}
