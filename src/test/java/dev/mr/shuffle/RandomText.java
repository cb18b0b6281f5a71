package dev.mr.shuffle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Bytes that look like text to different degrees, by seed. */
public final class RandomText {
    private static final String[] PIECES = {
        " ",
        "\n",
        "\r\n",
        "\0",
        "\t",
        "-",
        "'",
        "7",
        "a",
        "b",
        "Z",
        "the",
        "and",
        "Hello",
        "ß",
        "é",
        "e\u0301",
        "λόγος",
        "Щука",
        "漢字",
        "한국어",
        "\uD835\uDC00",
        "\uD840\uDC00",
        "\uD83D\uDE00",
        "—",
        "“",
        "…",
        "\uFFFD",
        "ª",
        "ﬁ"
    };
    private static final int[][] BROKEN = {
        {0xC3},
        {0xC3, 'a'},
        {0xE2, 0x80},
        {0xED, 0xA0, 0x80},
        {0xF0, 0x9D, 0x90},
        {0xF5, 0x80, 0x80, 0x80},
        {0x80},
        {0xC0, 0xAF},
        {0xE0, 0x80, 0x80},
        {0xFF},
        {0xFE},
        {0xF4, 0x90, 0x80, 0x80}
    };

    private RandomText() {}

    /** At least {@code bytes} bytes: letters of many scripts, separators, broken UTF-8 and pure noise. */
    public static byte[] mixed(Random random, int bytes) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (text.size() < bytes) {
            int kind = random.nextInt(20);
            if (kind == 0) {
                for (int b : BROKEN[random.nextInt(BROKEN.length)]) {
                    text.write(b);
                }
            } else if (kind == 1) {
                text.write(random.nextInt(256));
            } else {
                text.writeBytes(PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8));
            }
        }
        return text.toByteArray();
    }

    /** At least {@code bytes} bytes of lines of words, few of them often and many rarely. */
    public static byte[] prose(Random random, int bytes) {
        StringBuilder text = new StringBuilder();
        while (text.length() < bytes) {
            int rank = (int) Math.exp(random.nextDouble() * 10);
            for (int r = rank; r > 0; r /= 23) {
                text.append((char) ('a' + r % 23));
            }
            text.append(random.nextInt(12) == 0 ? ",\n" : " ");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
