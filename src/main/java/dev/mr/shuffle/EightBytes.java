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

    private EightBytes() {}

    static long get(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
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
