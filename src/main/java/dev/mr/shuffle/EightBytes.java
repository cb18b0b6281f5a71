package dev.mr.shuffle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes of an array as one number, the first byte in the lowest bits. */
final class EightBytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = ONES << 7;
    private static final long NEWLINES = ONES * '\n';

    /** Times a long of which only the lowest bit of each byte may be set, these come to lie side by side in the highest byte. */
    private static final long GATHER = 0x0102040810204080L;

    private EightBytes() {}

    static long get(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    /** The bytes {@code [at, at + count)}, at least one and at most the first eight of them, and zeros for the rest of eight. */
    static long get(byte[] bytes, int at, int count) {
        if (count < Long.BYTES && at + Long.BYTES > bytes.length) {
            return getAtEnd(bytes, at, count);
        }
        return get(bytes, at) & (-1L >>> ((Long.BYTES - Math.min(count, Long.BYTES)) << 3));
    }

    private static long getAtEnd(byte[] bytes, int at, int count) {
        if (at + count >= Long.BYTES) {
            return get(bytes, at + count - Long.BYTES) >>> ((Long.BYTES - count) << 3);
        }
        long eight = 0;
        for (int i = count - 1; i >= 0; i--) {
            eight = (eight << Byte.SIZE) | (bytes[at + i] & 0xFF);
        }
        return eight;
    }

    static void set(byte[] bytes, int at, long eight) {
        LONG.set(bytes, at, eight);
    }

    /** Four bytes, likewise. */
    static int getInt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static void setInt(byte[] bytes, int at, int four) {
        INT.set(bytes, at, four);
    }

    /** Non-zero if one of them is a newline; the lowest set bit is the highest of the first newline's byte. */
    static long newlines(long eight) {
        long zeros = eight ^ NEWLINES;
        return (zeros - ONES) & ~zeros & HIGHS;
    }

    /** Which of 64 bytes from {@code at} on are newlines: bit i for byte {@code at + i}. */
    static long newlineMask(byte[] bytes, int at) {
        long mask = 0;
        for (int i = 0; i < Long.SIZE; i += Long.BYTES) {
            long zeros = get(bytes, at + i) ^ NEWLINES;
            // Unlike above no byte may carry into the next: each is looked at alone.
            long others = ((zeros & ~HIGHS) + ~HIGHS) | zeros;
            mask |= ((((~others & HIGHS) >>> 7) * GATHER) >>> (Long.SIZE - Byte.SIZE)) << i;
        }
        return mask;
    }

    /** The first newline of {@code [from, to)}, or {@code to}. */
    static int newline(byte[] bytes, int from, int to) {
        int at = from;
        while (at + Long.BYTES <= to) {
            long newlines = newlines(get(bytes, at));
            if (newlines != 0) {
                return at + (Long.numberOfTrailingZeros(newlines) >>> 3);
            }
            at += Long.BYTES;
        }
        while (at < to && bytes[at] != '\n') {
            at++;
        }
        return at;
    }
}
