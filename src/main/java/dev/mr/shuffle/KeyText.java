package dev.mr.shuffle;

import dev.mr.api.Slice;

/** A key in a message: short, on one line, quoted. */
final class KeyText {
    private static final int MOST_BYTES = 60;

    private KeyText() {}

    static String of(Slice key) {
        int shown = Math.min(key.length(), MOST_BYTES);
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < shown; i++) {
            byte b = key.at(i);
            if (b >= ' ' && b < 0x7F && b != '"' && b != '\\') {
                text.append((char) b);
            } else {
                text.append(String.format("\\x%02x", b));
            }
        }
        text.append('"');
        return shown < key.length() ? text + "... of " + key.length() + " bytes" : text.toString();
    }
}
