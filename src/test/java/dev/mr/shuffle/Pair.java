package dev.mr.shuffle;

import dev.mr.api.Slice;
import java.util.Arrays;
import java.util.HexFormat;

/** A record by itself: a key with bytes, or with the digits of a long. */
record Pair(Slice key, Slice value) {
    static Pair of(Slice key, long number) {
        return new Pair(key, Slice.of(Long.toString(number)));
    }

    long number() {
        return Long.parseLong(value.text());
    }

    /** Short, also for records of megabytes. */
    @Override
    public String toString() {
        return text(key) + "=" + text(value);
    }

    private static String text(Slice slice) {
        byte[] bytes = slice.bytes();
        String hex = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 12));
        return bytes.length <= 12 ? hex : hex + ".." + bytes.length + "#" + Arrays.hashCode(bytes);
    }
}
