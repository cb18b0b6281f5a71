package dev.mr.shuffle;

import dev.mr.task.FileStats;
import java.util.SortedMap;

/** What a reduce attempt read and wrote. */
public record ReduceResult(FileStats output, long recordsRead, SortedMap<String, Long> counters) {
    public static final String INPUT_RECORDS = "reduce.input.records";
    public static final String OUTPUT_RECORDS = "reduce.output.records";
    public static final String OUTPUT_BYTES = "reduce.output.bytes";
    /** Runs written because a table was full or a key too long for it; merges of runs are not counted. */
    public static final String SPILLS = "reduce.spills";
}
