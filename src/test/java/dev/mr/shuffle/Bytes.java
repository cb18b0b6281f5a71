package dev.mr.shuffle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes for tests. */
final class Bytes {
    private Bytes() {}

    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] filled(char letter, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) letter);
        return bytes;
    }
}
