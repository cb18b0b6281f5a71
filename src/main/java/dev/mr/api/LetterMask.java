package dev.mr.api;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Which of 64 bytes of UTF-8 text belong to letters, as the bits of a long: eight comparisons at a time where all are ASCII. */
final class LetterMask {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = ONES << 7;

    /** Times a long of which only the lowest bit of each byte may be set, these come to lie side by side in the highest byte. */
    private static final long GATHER = 0x0102040810204080L;

    /** This byte, and the one after it, see {@link #leadsLettersOnly}. */
    private static final int ALL_LETTERS_LEAD = 0xD0;

    private static final long EIGHT_LEADS = 0xD0D0D0D0D0D0D0D0L;

    private LetterMask() {}

    /**
     * Bit i is set if byte {@code at + i} is part of a letter of the text {@code [from, to)}; beyond {@code to} no bit is. The
     * caller has checked that the text lies in the array, and {@code at} in the text.
     */
    static long of(byte[] text, int from, int at, int to) {
        if (to - at < Long.SIZE) {
            return ofRest(text, from, at, to);
        }
        long letters = 0;
        long all = 0;
        for (int i = 0; i < Long.SIZE; i += Long.BYTES) {
            long eight = (long) LONG.get(text, at + i);
            all |= eight;
            letters |= asciiLetters(eight) << i;
        }
        return (all & HIGHS) == 0 ? letters : letters | others(text, from, at, to);
    }

    private static long ofRest(byte[] text, int from, int at, int to) {
        long letters = 0;
        long all = 0;
        for (int i = at; i < to; i += Long.BYTES) {
            long eight = eight(text, i, to);
            all |= eight;
            letters |= asciiLetters(eight) << (i - at);
        }
        return (all & HIGHS) == 0 ? letters : letters | others(text, from, at, to);
    }

    /** The bytes from {@code at} on; those at {@code to} and after it, of eight, are 0. */
    private static long eight(byte[] text, int at, int to) {
        int count = to - at;
        if (count >= Long.BYTES) {
            return (long) LONG.get(text, at);
        }
        if (at + Long.BYTES <= text.length) {
            return (long) LONG.get(text, at) & ((1L << (count << 3)) - 1);
        }
        long eight = 0;
        for (int i = count - 1; i >= 0; i--) {
            eight = (eight << Byte.SIZE) | (text[at + i] & 0xFF);
        }
        return eight;
    }

    /** Bit i for byte i; none of the eight comparisons carries into the next. */
    private static long asciiLetters(long eight) {
        long lower = (eight & ~HIGHS) | (ONES * 0x20);
        long atLeastA = lower + ONES * (0x80 - 'a');
        long beyondZ = lower + ONES * (0x7F - 'z');
        long highest = atLeastA & ~beyondZ & ~eight & HIGHS;
        return gather(highest);
    }

    /** The highest bits of eight bytes, of which no other may be set, side by side. */
    private static long gather(long highest) {
        return ((highest >>> 7) * GATHER) >>> (Long.SIZE - Byte.SIZE);
    }

    /** The bits of those letters that are not ASCII. */
    private static long others(byte[] text, int from, int at, int to) {
        long high = 0;
        long leads = 0;
        long following = 0;
        for (int i = at; i < Math.min(to, at + Long.SIZE); i += Long.BYTES) {
            long eight = eight(text, i, to);
            high |= gather(eight & HIGHS) << (i - at);
            following |= gather(eight & ~(eight << 1) & HIGHS) << (i - at);
            long others = (eight & ~ONES) ^ EIGHT_LEADS;
            leads |= gather(~(((others & ~HIGHS) + ~HIGHS) | others) & HIGHS) << (i - at);
        }
        boolean isCut = leads < 0 && (at + Long.SIZE >= to || text[at + Long.SIZE] >= (byte) 0xC0);
        boolean areLetters = (leads | following) == high
                && following == ((leads << 1) | (at > from && leadsLettersOnly(text[at - 1]) ? 1 : 0));
        return areLetters && !isCut ? high : letters(text, from, at, to, high);
    }

    /** Whether all that begins with this byte, if it is well-formed, is a letter of two bytes: U+0400 to U+047F, most of Cyrillic. */
    private static boolean leadsLettersOnly(byte b) {
        return (b & 0xFE) == ALL_LETTERS_LEAD;
    }

    /** Letter by letter, at the bits of bytes that are not ASCII. */
    private static long letters(byte[] text, int from, int at, int to, long high) {
        long letters = (1L << continued(text, from, at, to)) - 1;
        long left = high & ~letters;
        while (left != 0) {
            int i = Long.numberOfTrailingZeros(left);
            int length = Letters.length(text, at + i, to);
            long bits = length > 0 ? ((1L << length) - 1) << i : 0;
            letters |= bits;
            left &= ~bits & (left - 1);
        }
        return letters;
    }

    /** How many bytes from {@code at} on belong to a letter that begins before. */
    private static int continued(byte[] text, int from, int at, int to) {
        for (int start = at - 1; start >= Math.max(from, at - Letters.MAX_BYTES + 1) && text[start] < 0; start--) {
            int length = Letters.length(text, start, to);
            if (length > at - start) {
                return length - (at - start);
            }
        }
        return 0;
    }
}
