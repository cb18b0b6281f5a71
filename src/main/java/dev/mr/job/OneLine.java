package dev.mr.job;

/** Text from elsewhere made fit for one line of a message: control characters escaped, length bounded. */
final class OneLine {
    private static final int MAX_CHARS = 500;

    private OneLine() {}

    static String of(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() < MAX_CHARS; i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line.append("\\n");
            } else if (Character.isISOControl(c)) {
                line.append(String.format("\\x%02x", (int) c));
            } else {
                line.append(c);
            }
        }
        return line.toString();
    }
}
