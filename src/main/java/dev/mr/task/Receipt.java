package dev.mr.task;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an attempt wrote and read, stated by the attempt as its last act. Files are all complete when it exists.
 *
 * @param attempt who wrote it
 * @param extents a map's share of the inputs, in order; empty for a reduce
 * @param files per bucket for a map ({@code files.get(b)} is {@code mr-m-b}, exactly M entries); one entry, {@code out-r},
 *     for a reduce
 * @param recordsRead records a reduce read from its buckets; 0 for a map
 * @param sideFiles files beside the output, by name
 * @param counters totals of this attempt by name; names match {@code [A-Za-z0-9._-]+}
 */
public record Receipt(
        AttemptId attempt,
        List<Extent> extents,
        List<FileStats> files,
        long recordsRead,
        List<SideFile> sideFiles,
        SortedMap<String, Long> counters) {
    public Receipt {
        extents = List.copyOf(extents);
        files = List.copyOf(files);
        sideFiles = List.copyOf(sideFiles);
        counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
    }
}
