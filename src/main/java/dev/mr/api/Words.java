package dev.mr.api;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/** The words of a text: its maximal runs of adjacent {@linkplain Letters letters}, case kept. */
public final class Words {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = ONES << 7;

    private Words() {}

    /** Hands the words of {@code text} to {@code sink}, as {@link #each(byte[], int, int, WordSink)} does. */
    public static void each(Slice text, WordSink sink) {
        each(text.array(), text.offset(), text.end(), sink);
    }

    /**
     * Hands the words of {@code [from, to)} to {@code sink}, in order. The range is taken to be all of the text: a letter cut
     * off by its end is none. No object is made per word.
     */
    public static void each(byte[] text, int from, int to, WordSink sink) {
        Objects.checkFromToIndex(from, to, text.length);
        for (int at = from; at < to; at++) {
            int end = endOfWord(text, at, to);
            if (end > at) {
                sink.word(text, at, end);
                at = end; // where no letter begins, so that the loop may step over it
            }
        }
    }

    /** Where the run of letters that begins at {@code at} ends; {@code at} itself when none begins there. */
    private static int endOfWord(byte[] text, int at, int to) {
        int end = endOfAscii(text, at, to);
        while (end < to && text[end] < 0) {
            int length = Letters.length(text, end, to);
            if (length <= 0) {
                break;
            }
            end = endOfAscii(text, end + length, to);
        }
        return end;
    }

    /** Where the run of ASCII letters that begins at {@code at} ends. */
    private static int endOfAscii(byte[] text, int at, int to) {
        int end = at;
        while (end <= to - Long.BYTES) {
            long others = notAscii((long) LONG.get(text, end));
            if (others != 0) {
                return end + (Long.numberOfTrailingZeros(others) >>> 3);
            }
            end += Long.BYTES;
        }
        while (end < to && Letters.isAscii(text[end])) {
            end++;
        }
        return end;
    }

    /** The highest bit of every byte that is no ASCII letter: eight comparisons at once, none of which carries into the next. */
    private static long notAscii(long bytes) {
        long lower = (bytes & ~HIGHS) | (ONES * 0x20);
        long atLeastA = lower + ONES * (0x80 - 'a');
        long beyondZ = lower + ONES * (0x7F - 'z');
        return (bytes | ~atLeastA | beyondZ) & HIGHS;
    }
}
