package dev.mr.chunk;

import dev.mr.api.Letters;
import dev.mr.task.ChunkManifest.By;

/** Where a text may be cut. */
final class Boundary {
    /** Bytes that must be known on either side of a position to decide it, unless the text begins or ends there. */
    static final int CONTEXT = Letters.MAX_BYTES;

    static final int NONE = -1;

    private Boundary() {}

    /**
     * The first position in {@code [at, last]} where the text {@code [0, to)} may be cut, or {@link #NONE}. Positions at or
     * beyond {@code to} are the end of all text; there it may always be cut.
     */
    static int first(By by, byte[] text, int at, int last, int to) {
        return switch (by) {
            case WORD -> firstBetweenWords(text, at, last, to);
            case LINE -> firstBetweenLines(text, at, last, to);
        };
    }

    private static int firstBetweenWords(byte[] text, int at, int last, int to) {
        for (int cut = at; cut <= last; cut++) {
            boolean ascii = cut > 0 && cut < to && Letters.isAscii(text[cut - 1]) && Letters.isAscii(text[cut]);
            if (!ascii && !Letters.insideWord(text, Math.max(0, cut - CONTEXT), cut, Math.min(to, cut + CONTEXT))) {
                return cut;
            }
        }
        return NONE;
    }

    private static int firstBetweenLines(byte[] text, int at, int last, int to) {
        for (int cut = at; cut <= last; cut++) {
            if (cut == 0 || cut >= to || text[cut - 1] == '\n') {
                return cut;
            }
        }
        return NONE;
    }
}
