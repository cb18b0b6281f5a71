package dev.mr.task;

/** Text from elsewhere made fit for one line: control characters, which file names may hold too, are written as escapes. */
public final class OneLine {
    private static final int MAX_CHARS = 2_000;

    private OneLine() {}

    /** For a message that is stored or sent: whatever goes beyond {@value #MAX_CHARS} characters is left out. What is such a line stays so. */
    public static String of(String text) {
        return escaped(text, MAX_CHARS);
    }

    /** For a terminal: all of it. */
    public static String whole(String text) {
        return escaped(text, Integer.MAX_VALUE);
    }

    private static String escaped(String text, int maxChars) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            int whole = line.length();
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        line.append(String.format("\\x%02x", c));
                    } else {
                        line.appendCodePoint(c);
                    }
                }
            }
            if (line.length() > maxChars) {
                line.setLength(whole);
                break;
            }
        }
        return line.toString();
    }
}
