package dev.mr.shuffle;

import dev.mr.task.Extent;
import dev.mr.task.FileStats;
import dev.mr.task.SideFile;
import java.util.List;
import java.util.SortedMap;

/**
 * What a map attempt read and wrote.
 *
 * @param extents one per split, in order; an empty one where no record starts in the split
 * @param files entry b describes bucket b
 * @param sideFiles by name
 */
public record MapResult(
        List<Extent> extents, List<FileStats> files, List<SideFile> sideFiles, SortedMap<String, Long> counters) {
    public static final String INPUT_BYTES = "map.input.bytes";
    public static final String INPUT_RECORDS = "map.input.records";
    /** Records map functions emitted, before any combiner. */
    public static final String EMITTED_RECORDS = "map.emitted.records";

    /** Records left out because the map function failed on them; only there if records may be skipped. */
    public static final String SKIPPED_RECORDS = "map.skipped.records";

    public static final String OUTPUT_RECORDS = "map.output.records";
    public static final String OUTPUT_BYTES = "map.output.bytes";
    /** Times that memory was full, and what it held was written as runs. */
    public static final String SPILLS = "map.spills";

    public MapResult {
        extents = List.copyOf(extents);
        files = List.copyOf(files);
        sideFiles = List.copyOf(sideFiles);
    }
}
