package dev.mr.shuffle;

import dev.mr.task.FileStats;
import dev.mr.task.SideFile;
import java.util.List;
import java.util.SortedMap;

/**
 * What a reduce attempt read and wrote.
 *
 * @param sideFiles by name
 */
public record ReduceResult(
        FileStats output, long recordsRead, List<SideFile> sideFiles, SortedMap<String, Long> counters) {
    public static final String INPUT_RECORDS = "reduce.input.records";
    public static final String OUTPUT_RECORDS = "reduce.output.records";
    public static final String OUTPUT_BYTES = "reduce.output.bytes";
    /** Runs written because memory was full; merges of runs are not counted. */
    public static final String SPILLS = "reduce.spills";

    public ReduceResult {
        sideFiles = List.copyOf(sideFiles);
    }
}
