package dev.mr.jobs;

/**
 * What stands in lines {@code key<TAB>value} for the bytes that would end a key, a value or a line: {@code \\} for a
 * backslash, {@code \t} for a tab, {@code \n} for a newline, {@code \r} for a return. All other bytes stand for themselves, so
 * keys and values may be anything. A backslash before any other byte, or before none, is just a backslash.
 */
final class Escapes {
    private static final byte[] LETTERS = new byte[256];
    private static final byte[] BYTES = new byte[256];

    static {
        pair('\\', '\\');
        pair('\t', 't');
        pair('\n', 'n');
        pair('\r', 'r');
    }

    private Escapes() {}

    private static void pair(char escaped, char letter) {
        LETTERS[escaped] = (byte) letter;
        BYTES[letter] = (byte) escaped;
    }

    /** What follows the backslash that stands for this byte; 0 when it stands for itself. */
    static byte letter(byte b) {
        return LETTERS[b & 0xFF];
    }

    /** Puts the bytes that {@code [from, to)} stands for in its place, from its beginning on; answers where they end. */
    static int unescape(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\\') {
            at++;
        }
        int end = at;
        while (at < to) {
            byte b = bytes[at++];
            byte meant = b == '\\' && at < to ? BYTES[bytes[at] & 0xFF] : 0;
            if (meant != 0) {
                at++;
            }
            bytes[end++] = meant == 0 ? b : meant;
        }
        return end;
    }
}
