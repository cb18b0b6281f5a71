package dev.mr.embed;

import dev.mr.api.Input;
import dev.mr.api.Plan;
import dev.mr.api.Slice;
import dev.mr.api.Words;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Word count over the eight books, and what it must come to. */
final class Books {
    static final Path FOLDER = Path.of("inputs");
    static final String SHA256 = "08d25f8329d8b7054a8330033736775249ffd98ca861f12e24e0cda079322c19";

    private Books() {}

    static void wordCount(Plan plan) {
        plan.input(Input.BLOCKS_OF_WORDS)
                .map((text, out) -> Words.each(text, (bytes, from, to) -> out.emit(bytes, from, to, 1)))
                .sum();
    }

    /** SHA-256 of the lines {@code word count}, sorted by their bytes. */
    static String sha256(Iterable<MapReduce.Entry> result) {
        Map<Slice, String> lines = new TreeMap<>();
        for (MapReduce.Entry entry : result) {
            String line = entry.keyText() + " " + entry.valueText() + "\n";
            lines.put(Slice.of(line), line);
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            lines.values().forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
