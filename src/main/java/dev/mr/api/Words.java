package dev.mr.api;

import java.util.Objects;
import java.util.function.Consumer;

/** The words of a text: its maximal runs of adjacent {@linkplain Letters letters}, case kept. */
public final class Words {
    /** Words that are handed on together: few enough for the first-level cache. */
    private static final int BATCH = 256;

    private Words() {}

    /** Hands the words of {@code text} to {@code sink}, as {@link #each(byte[], int, int, WordSink)} does. */
    public static void each(Slice text, WordSink sink) {
        each(text.array(), text.offset(), text.end(), sink);
    }

    /**
     * Hands the words of {@code [from, to)} to {@code sink}, in order. The range is taken to be all of the text: a letter cut
     * off by its end is none. No object is made per word.
     *
     * <p>Goes by the {@linkplain LetterMask masks} of 64 bytes, where words begin and end at the bits that differ from the one
     * before them: a loop that takes one step per word, however long it is and whatever stands between two.
     */
    public static void each(byte[] text, int from, int to, WordSink sink) {
        Objects.checkFromToIndex(from, to, text.length);
        int begun = -1;
        for (int at = from; at < to; at += Long.SIZE) {
            long letters = LetterMask.of(text, from, at, to);
            long edges = letters ^ ((letters << 1) | (begun < 0 ? 0 : 1));
            if (begun >= 0 && edges != 0) {
                sink.word(text, begun, at + Long.numberOfTrailingZeros(edges));
                begun = -1;
                edges &= edges - 1;
            }
            while (edges != 0) {
                int first = at + Long.numberOfTrailingZeros(edges);
                edges &= edges - 1;
                if (edges == 0) {
                    begun = first;
                } else {
                    sink.word(text, first, at + Long.numberOfTrailingZeros(edges));
                    edges &= edges - 1;
                }
            }
        }
        if (begun >= 0) {
            sink.word(text, begun, to);
        }
    }

    /**
     * Hands the words of {@code text} to {@code sink}, in order and many at a time: the way for jobs that do little with a word, such
     * as {@code Words.inBatches(text, words -> out.emitAll(words, 1))}. The slices are used again for the next words.
     */
    public static void inBatches(Slice text, Consumer<Slices> sink) {
        int from = text.offset();
        int to = text.end();
        Slices words = new Slices(text.array(), Math.min(BATCH, text.length() / 2 + 1 + Long.SIZE));
        long before = 0;
        for (int at = from; at < to; at += Long.SIZE) {
            long letters = LetterMask.of(text.array(), from, at, to);
            if (!words.hasRoomForMask()) {
                sink.accept(words);
                words.clear();
            }
            words.addBounds(at, letters ^ ((letters << 1) | before));
            before = letters >>> (Long.SIZE - 1);
        }
        if (words.isOpen()) {
            words.close(to);
        }
        if (words.count() > 0) {
            sink.accept(words);
        }
    }
}
