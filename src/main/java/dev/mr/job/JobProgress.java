package dev.mr.job;

import java.util.SortedMap;

/** A job at a glance: tasks by phase, attached workers, and the counters of the winners so far. */
public record JobProgress(
        int maps,
        int mapsLeased,
        int mapsCommitted,
        int reduces,
        int reducesLeased,
        int reducesCommitted,
        int workers,
        SortedMap<String, Long> counters) {}
