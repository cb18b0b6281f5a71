package dev.mr.shuffle;

/**
 * The CRC32C of bytes in several parts, from those of the parts: what follows a part multiplies its remainder by x to the power
 * of so many bits, modulo the polynomial.
 */
final class JoinedChecksum {
    private static final int POLYNOMIAL = 0x82F63B78;
    private static final int ONE = 1 << 31;
    /** Entry k is x to the power of 2^k. */
    private static final int[] POWERS = powers();

    private JoinedChecksum() {}

    /** Of a first part with a second one after it. */
    static int of(int first, int second, long secondBytes) {
        return product(powerOfBytes(secondBytes), first) ^ second;
    }

    private static int powerOfBytes(long bytes) {
        int power = ONE;
        int k = 3;
        for (long rest = bytes; rest != 0; rest >>>= 1) {
            if ((rest & 1) != 0) {
                power = product(POWERS[k], power);
            }
            k++;
        }
        return power;
    }

    private static int[] powers() {
        int[] powers = new int[Long.SIZE + 3];
        powers[0] = ONE >>> 1;
        for (int k = 1; k < powers.length; k++) {
            powers[k] = product(powers[k - 1], powers[k - 1]);
        }
        return powers;
    }

    /** Polynomials modulo the one of the checksum; the highest bit is the coefficient of 1. */
    private static int product(int left, int right) {
        int product = 0;
        int shifted = right;
        for (int rest = left; rest != 0; rest <<= 1) {
            if (rest < 0) {
                product ^= shifted;
            }
            shifted = (shifted & 1) != 0 ? (shifted >>> 1) ^ POLYNOMIAL : shifted >>> 1;
        }
        return product;
    }
}
