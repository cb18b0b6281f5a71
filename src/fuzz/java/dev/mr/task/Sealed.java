package dev.mr.task;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes behind a first one that says whether they get the closing line of {@link CheckedText}, without which they come nowhere. */
public final class Sealed {
    private Sealed() {}

    /** The bytes as they are if the first is odd, else with a closing line that fits them. */
    public static byte[] content(byte[] input) {
        if (input.length == 0) {
            return input;
        }
        byte[] body = Arrays.copyOfRange(input, 1, input.length);
        if ((input[0] & 1) != 0) {
            return body;
        }
        String end = "end " + HexFormat.of().toHexDigits(CheckedText.digest(body)) + "\n";
        byte[] content = Arrays.copyOf(body, body.length + end.length());
        System.arraycopy(end.getBytes(StandardCharsets.US_ASCII), 0, content, body.length, end.length());
        return content;
    }

    /** An input that {@link #content} makes this content of, which has its closing line. */
    public static byte[] seed(byte[] content) {
        byte[] seed = new byte[content.length + 1 - "end 00000000\n".length()];
        System.arraycopy(content, 0, seed, 1, seed.length - 1);
        return seed;
    }
}
