package dev.mr.shuffle;

/**
 * The hash of {@link dev.mr.api.Partitioner#FNV1A} for short keys, without a branch for each of their bytes: what is behind the end
 * of the key is 0 and multiplied by 1. So the processor works on several keys at a time, and never guesses wrong where one ends.
 */
final class FnvHash {
    private static final int BASIS = 0x811c9dc5;
    private static final int PRIME = 0x01000193;

    private FnvHash() {}

    /** Of the key of at most {@link ShortKey#MAX_BYTES} bytes that begins at {@code from}; {@link ShortKey#WINDOW_BYTES} are there. */
    static int of(byte[] bytes, int from, int length) {
        int hash = eight(BASIS, ShortKey.low(bytes, from, length), length);
        return length <= Long.BYTES
                ? hash
                : eight(hash, ShortKey.high(bytes, from, length) << Byte.SIZE >>> Byte.SIZE, length - Long.BYTES);
    }

    private static int eight(int before, long bytes, int length) {
        int hash = before;
        for (int i = 0; i < Long.BYTES; i++) {
            hash = (hash ^ (int) ((bytes >>> (i << 3)) & 0xFF)) * (length > i ? PRIME : 1);
        }
        return hash;
    }
}
