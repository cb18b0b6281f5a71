package dev.mr.task;

/**
 * What a written file must look like to its reader.
 *
 * @param bytes length
 * @param records words or lines in it
 * @param crc32c checksum of all its bytes
 */
public record FileStats(long bytes, long records, int crc32c) {
    public static final FileStats EMPTY = new FileStats(0, 0, 0);

    /** Whether the content is the same, as far as length and checksum can tell. */
    public boolean sameContent(FileStats other) {
        return bytes == other.bytes && crc32c == other.crc32c;
    }
}
