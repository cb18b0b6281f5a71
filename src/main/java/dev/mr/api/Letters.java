package dev.mr.api;

/**
 * Which bytes of UTF-8 text are letters. A letter is a well-formed UTF-8 sequence (Unicode table 3-7) of a code point with
 * general category L*. No two well-formed sequences overlap, so whether a letter begins at a byte depends on that byte and
 * the at most three after it, and on nothing before: text may be cut and read from anywhere. Bytes that are not valid UTF-8
 * are no letters. A word is a maximal run of adjacent letters.
 */
public final class Letters {
    /** The most bytes a letter has. */
    public static final int MAX_BYTES = 4;

    /** What {@link #length} answers when the bytes end inside what may become a letter. */
    public static final int INCOMPLETE = -1;

    private static final byte FIRST_LEAD = (byte) 0xC2;
    private static final byte FIRST_LEAD_OF_THREE = (byte) 0xE0;
    private static final byte FIRST_LEAD_OF_FOUR = (byte) 0xF0;
    private static final int TABLE_END = 0x40000;
    private static final long[] TABLE = table();
    private static final boolean[] ASCII = ascii();

    private Letters() {}

    /** Whether the byte is an ASCII letter: the fast path of every scan. */
    public static boolean isAscii(byte b) {
        return b >= 0 && ASCII[b];
    }

    /** Whether the code point is a letter. */
    public static boolean isLetter(int codePoint) {
        return codePoint < TABLE_END && ((TABLE[codePoint >>> 6] >>> codePoint) & 1) != 0;
    }

    /**
     * Bytes of the letter that begins at {@code at} within {@code [at, to)}: 1 to 4, 0 when none begins there, or
     * {@link #INCOMPLETE} when the bytes up to {@code to} begin a sequence that further bytes could complete.
     */
    public static int length(byte[] text, int at, int to) {
        byte lead = text[at];
        if (lead >= 0) {
            return ASCII[lead] ? 1 : 0;
        }
        if (lead < FIRST_LEAD) {
            return 0;
        }
        // The two lengths that nearly all other letters have, when all their bytes are there.
        if (lead < FIRST_LEAD_OF_THREE && at + 1 < to) {
            byte next = text[at + 1];
            return continues(next) && isLetter(((lead & 0x1F) << 6) | low(next)) ? 2 : 0;
        }
        if (lead < FIRST_LEAD_OF_FOUR && at + 2 < to) {
            byte next = text[at + 1];
            byte last = text[at + 2];
            int codePoint = ((lead & 0x0F) << 12) | (low(next) << 6) | low(last);
            // What two bytes could say is not well-formed in three; surrogates are not either, and no letters.
            return continues(next) && continues(last) && codePoint >= 0x800 && isLetter(codePoint) ? 3 : 0;
        }
        return rareLength(text, at, to);
    }

    private static boolean continues(byte b) {
        return b < (byte) 0xC0;
    }

    private static int rareLength(byte[] text, int at, int to) {
        byte lead = text[at];
        int length = sequenceLength(lead);
        for (int i = 1; i < length; i++) {
            if (at + i >= to) {
                return INCOMPLETE;
            }
            if (!continues(lead, i, text[at + i])) {
                return 0;
            }
        }
        return length > 0 && isLetter(decode(text, at, length)) ? length : 0;
    }

    /** Bytes of the letter that ends exactly before {@code at}, looking no further back than {@code from}; 0 for none. */
    public static int lengthBefore(byte[] text, int from, int at) {
        for (int start = at - 1; start >= Math.max(from, at - MAX_BYTES); start--) {
            if ((text[start] & 0xC0) != 0x80) {
                return length(text, start, at) == at - start ? at - start : 0;
            }
        }
        return 0;
    }

    /**
     * Whether a cut at {@code at} would cut a word or a letter of it, given the text {@code [from, to)}. Exact when at least
     * {@link #MAX_BYTES} bytes, or the true beginning and end of the text, are on either side.
     */
    public static boolean insideWord(byte[] text, int from, int at, int to) {
        if (at <= from || at >= to) {
            return false;
        }
        for (int start = at - 1; start >= Math.max(from, at - MAX_BYTES + 1); start--) {
            if (length(text, start, to) > at - start) {
                return true;
            }
        }
        return lengthBefore(text, from, at) > 0 && length(text, at, to) > 0;
    }

    /** The code point of the letter of {@code length} bytes at {@code at}; the caller knows that one is there. */
    public static int decode(byte[] text, int at, int length) {
        return switch (length) {
            case 1 -> text[at];
            case 2 -> ((text[at] & 0x1F) << 6) | low(text[at + 1]);
            case 3 -> ((text[at] & 0x0F) << 12) | (low(text[at + 1]) << 6) | low(text[at + 2]);
            default ->
                ((text[at] & 0x07) << 18) | (low(text[at + 1]) << 12) | (low(text[at + 2]) << 6) | low(text[at + 3]);
        };
    }

    private static int low(byte continuation) {
        return continuation & 0x3F;
    }

    private static int sequenceLength(byte lead) {
        int b = lead & 0xFF;
        if (b < 0xC2 || b > 0xF4) {
            return 0;
        }
        return b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
    }

    /** Whether {@code next} may stand at position {@code i} (from 1) after {@code lead}; the second byte has narrower bounds. */
    private static boolean continues(byte lead, int i, byte next) {
        int b = next & 0xFF;
        if (i > 1) {
            return b >= 0x80 && b <= 0xBF;
        }
        return switch (lead & 0xFF) {
            case 0xE0 -> b >= 0xA0 && b <= 0xBF;
            case 0xED -> b >= 0x80 && b <= 0x9F;
            case 0xF0 -> b >= 0x90 && b <= 0xBF;
            case 0xF4 -> b >= 0x80 && b <= 0x8F;
            default -> b >= 0x80 && b <= 0xBF;
        };
    }

    private static long[] table() {
        long[] bits = new long[TABLE_END >>> 6];
        for (String range : LetterTable.RANGES.trim().split("\\s+", -1)) {
            int dash = range.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash), 16);
            int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1), 16);
            for (int c = first; c <= last; c++) {
                bits[c >>> 6] |= 1L << c;
            }
        }
        return bits;
    }

    private static boolean[] ascii() {
        boolean[] ascii = new boolean[128];
        for (int c = 0; c < ascii.length; c++) {
            ascii[c] = isLetter(c);
        }
        return ascii;
    }
}
