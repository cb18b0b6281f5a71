package dev.mr.shuffle;

/** A hash of a key, eight bytes at a time. */
final class KeyHash {
    private KeyHash() {}

    /** With {@code rest}, what {@link #rest} says of the key's last bytes. */
    static int of(byte[] key, int from, int length, long rest) {
        long hash = length;
        int whole = length & -Long.BYTES;
        for (int i = from; i < from + whole; i += Long.BYTES) {
            hash = mix(hash ^ EightBytes.get(key, i));
        }
        hash = mix(hash ^ rest);
        return (int) (hash >>> Integer.SIZE);
    }

    private static long mix(long hash) {
        long product = (hash ^ (hash >>> 29)) * 0x9E3779B97F4A7C15L;
        return product ^ (product >>> 32);
    }

    /** The bytes of a key after its last whole eight, as one number. */
    static long rest(byte[] key, int from, int length) {
        int left = length & (Long.BYTES - 1);
        return left == 0 ? 0 : EightBytes.get(key, from + length - left, left);
    }
}
