package org.example.lines;

import dev.mr.api.Values;

/** Lines and their characters, as text: an average cannot be combined, the two it is made of can. */
record Tally(long lines, long characters) {
    static Tally parse(String text) {
        int comma = text.indexOf(',');
        return new Tally(Long.parseLong(text.substring(0, comma)), Long.parseLong(text.substring(comma + 1)));
    }

    /** The sum of all values that are left. */
    static Tally sum(Values values) {
        long lines = 0;
        long characters = 0;
        while (values.next()) {
            Tally one = parse(values.text());
            lines += one.lines;
            characters += one.characters;
        }
        return new Tally(lines, characters);
    }

    /** In whole tenths, rounded down: the same on every machine. */
    String average() {
        long tenths = 10 * characters / lines;
        return tenths / 10 + "." + tenths % 10;
    }

    @Override
    public String toString() {
        return lines + "," + characters;
    }
}
