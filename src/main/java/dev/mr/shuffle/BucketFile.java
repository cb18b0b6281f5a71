package dev.mr.shuffle;

import java.nio.file.Path;
import java.util.List;

/**
 * One bucket a reduce reads.
 *
 * @param map the map task that wrote it
 * @param candidates where it may lie; the first that exists counts. A file moves only from an earlier to a later one
 * @param bytes its length, as the map's receipt states it
 * @param crc32c its checksum, likewise
 */
public record BucketFile(int map, List<Path> candidates, long bytes, int crc32c) {
    public BucketFile {
        candidates = List.copyOf(candidates);
    }
}
