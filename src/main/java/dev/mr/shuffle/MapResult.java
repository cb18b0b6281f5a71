package dev.mr.shuffle;

import dev.mr.task.Extent;
import dev.mr.task.FileStats;
import java.util.List;
import java.util.SortedMap;

/**
 * What a map attempt read and wrote.
 *
 * @param extents one per split, in order; an empty one where no word starts in the split
 * @param files entry b describes bucket b
 */
public record MapResult(List<Extent> extents, List<FileStats> files, SortedMap<String, Long> counters) {
    public static final String INPUT_BYTES = "map.input.bytes";
    public static final String OUTPUT_RECORDS = "map.output.records";
    public static final String OUTPUT_BYTES = "map.output.bytes";

    public MapResult {
        extents = List.copyOf(extents);
        files = List.copyOf(files);
    }
}
