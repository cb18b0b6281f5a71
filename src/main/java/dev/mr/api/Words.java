package dev.mr.api;

import java.util.Objects;

/** The words of a text: its maximal runs of adjacent {@linkplain Letters letters}, case kept. */
public final class Words {
    private Words() {}

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
        int end = at;
        while (end < to) {
            byte b = text[end];
            if (Letters.isAscii(b)) {
                end++;
            } else if (b >= 0) {
                break;
            } else {
                int length = Letters.length(text, end, to);
                if (length <= 0) {
                    break;
                }
                end += length;
            }
        }
        return end;
    }
}
