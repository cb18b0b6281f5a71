package dev.mr.task;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@code mr-chunk} says of the folder it made; lies in it as {@value #FILE_NAME}. {@link CheckedText} whose lines are
 *
 * <pre>
 * mr-chunks 1
 * by word|line
 * chunk BYTES CRC32C NAME        (each chunk, in order)
 * </pre>
 */
public record ChunkManifest(By by, List<Chunk> chunks) {
    /** The hidden file's name. */
    public static final String FILE_NAME = ".mr-chunks";

    private static final String HEADER = "mr-chunks 1";

    public ChunkManifest {
        chunks = List.copyOf(chunks);
    }

    /** What is never cut. */
    public enum By {
        WORD,
        LINE;

        /** The value as given on the command line. */
        public String option() {
            return this == WORD ? "word" : "line";
        }

        @Override
        public String toString() {
            return option();
        }
    }

    /** One chunk file; {@code name} is its file name. */
    public record Chunk(String name, long bytes, int crc32c) {}

    public byte[] format() {
        List<String> lines = new ArrayList<>();
        lines.add(HEADER);
        lines.add("by " + by.option());
        for (Chunk chunk : chunks) {
            lines.add("chunk " + chunk.bytes() + " " + String.format("%08x", chunk.crc32c()) + " " + chunk.name());
        }
        return CheckedText.format(lines);
    }

    /**
     * Reads what {@link #format} wrote.
     *
     * @throws IllegalArgumentException saying what is wrong, when it is anything else
     */
    public static ChunkManifest parse(byte[] content) {
        List<String> lines = CheckedText.parse(content);
        if (lines.size() < 2 || !lines.get(0).equals(HEADER)) {
            throw new IllegalArgumentException("does not begin with \"" + HEADER + "\"");
        }
        By by = switch (lines.get(1)) {
            case "by word" -> By.WORD;
            case "by line" -> By.LINE;
            default -> throw new IllegalArgumentException("says \"" + lines.get(1) + "\"");
        };
        List<Chunk> chunks = new ArrayList<>();
        for (String line : lines.subList(2, lines.size())) {
            String[] fields = line.split(" ", 4);
            if (fields.length != 4 || !fields[0].equals("chunk")) {
                throw new IllegalArgumentException("has the line \"" + line + "\" where a chunk belongs");
            }
            chunks.add(new Chunk(fields[3], Long.parseLong(fields[1]), Integer.parseUnsignedInt(fields[2], 16)));
        }
        return new ChunkManifest(by, chunks);
    }
}
