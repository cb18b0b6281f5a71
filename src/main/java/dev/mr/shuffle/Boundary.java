package dev.mr.shuffle;

import dev.mr.api.Input;
import dev.mr.api.Letters;
import java.io.IOException;

/** Where a stream of records may be cut. */
enum Boundary {
    /** Between words: nowhere inside a word or a letter. */
    WORDS {
        @Override
        int last(byte[] text, int length) {
            for (int at = length - Letters.MAX_BYTES; at > 0; at--) {
                if (!insideWord(text, at, length)) {
                    return at;
                }
            }
            return 0;
        }

        @Override
        long next(SourceFile file, long end, long from, int limit) throws IOException, RecordTooLongException {
            byte[] window = new byte[WINDOW_BYTES];
            long at = from;
            while (at > 0 && at < end) {
                if (at - from > limit) {
                    throw new RecordTooLongException(from);
                }
                long base = Math.max(0, at - Letters.MAX_BYTES);
                int length = (int) Math.min(window.length, end - base);
                file.read(base, window, length);
                int known = base + length == end ? length : length - Letters.MAX_BYTES;
                int i = (int) (at - base);
                while (i <= known && insideWord(window, i, length)) {
                    i++;
                }
                at = base + i;
                if (i <= known) {
                    return at;
                }
            }
            return at;
        }
    },

    /** After a newline. */
    LINES {
        @Override
        int last(byte[] text, int length) {
            int at = length;
            while (at > 0 && text[at - 1] != '\n') {
                at--;
            }
            return at;
        }

        @Override
        long next(SourceFile file, long end, long from, int limit) throws IOException, RecordTooLongException {
            if (from == 0 || from >= end) {
                return from;
            }
            byte[] window = new byte[WINDOW_BYTES];
            for (long base = from - 1; base < end; base += window.length) {
                if (base - from > limit) {
                    throw new RecordTooLongException(from);
                }
                int length = (int) Math.min(window.length, end - base);
                file.read(base, window, length);
                for (int i = 0; i < length; i++) {
                    if (window[i] == '\n') {
                        return base + i + 1;
                    }
                }
            }
            return end;
        }
    },

    /** Nowhere inside a file. */
    FILES {
        @Override
        int last(byte[] text, int length) {
            return 0;
        }

        @Override
        long next(SourceFile file, long end, long from, int limit) {
            return from;
        }
    },

    /** Anywhere. */
    BYTES {
        @Override
        int last(byte[] text, int length) {
            return length;
        }

        @Override
        long next(SourceFile file, long end, long from, int limit) {
            return from;
        }
    };

    private static final int WINDOW_BYTES = 1 << 14;

    /**
     * The last place after 0 where {@code [0, length)} of {@code text}, which begins at a cut and goes on after its end, may
     * be cut with certainty; 0 for none.
     */
    abstract int last(byte[] text, int length);

    /**
     * The first place at or after {@code from} where the file, which ends at {@code end}, may be cut.
     * Reads in small windows.
     *
     * @throws RecordTooLongException when that is much more than {@code limit} bytes away
     */
    abstract long next(SourceFile file, long end, long from, int limit) throws IOException, RecordTooLongException;

    /** Where blocks for this input may be cut. */
    static Boundary of(Input input) {
        return switch (input) {
            case LINES, BLOCKS_OF_LINES -> LINES;
            case BLOCKS_OF_WORDS -> WORDS;
            case FILES -> FILES;
            case BLOCKS_OF_FILES -> BYTES;
        };
    }

    private static boolean insideWord(byte[] text, int at, int to) {
        boolean plainly = at > 0 && at < to && Letters.isAscii(text[at - 1]) && Letters.isAscii(text[at]);
        return plainly || Letters.insideWord(text, 0, at, to);
    }
}
