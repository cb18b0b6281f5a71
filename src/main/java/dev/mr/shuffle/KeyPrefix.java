package dev.mr.shuffle;

/** The first eight bytes of a key as an unsigned number that orders as they do; a shorter key is filled up with zeros. */
final class KeyPrefix {
    private KeyPrefix() {}

    static long of(byte[] bytes, int from, int length) {
        return length == 0 ? 0 : Long.reverseBytes(EightBytes.get(bytes, from, length));
    }
}
