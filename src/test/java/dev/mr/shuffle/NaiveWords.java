package dev.mr.shuffle;

import dev.mr.api.Letters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Word count as one would write it in an afternoon: decode, cut at non-letters, count in a map, sort. The table of letters is
 * all it shares with the real one: the JDK's own changes from release to release.
 */
public final class NaiveWords {
    private NaiveWords() {}

    /** The words of the bytes, in order. */
    public static List<String> of(byte[] text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        String decoded = new String(text, StandardCharsets.UTF_8);
        decoded.codePoints().forEach(c -> {
            if (Letters.isLetter(c)) {
                word.appendCodePoint(c);
            } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        });
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    /** What {@code out-<r>} holds for the words of a bucket. */
    public static String output(List<String> words) {
        Map<String, Long> counts = new HashMap<>();
        for (String word : words) {
            counts.merge(word, 1L, Long::sum);
        }
        Map<byte[], String> lines = new TreeMap<>(Arrays::compareUnsigned);
        counts.forEach((word, count) -> lines.put(word.getBytes(StandardCharsets.UTF_8), word + " " + count + "\n"));
        return String.join("", lines.values());
    }

    public static int firstLetter(String word, int buckets) {
        return word.codePointAt(0) % buckets;
    }

    public static int fnv1a(String word, int buckets) {
        long hash = 2166136261L;
        for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            hash = ((hash ^ Byte.toUnsignedInt(b)) * 16777619L) & 0xFFFFFFFFL;
        }
        return (int) ((hash & 0x7FFFFFFFL) % buckets);
    }
}
