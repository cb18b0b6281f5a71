package dev.mr.shuffle;

import java.io.IOException;

/** Where sorted records go that memory has no more room for. */
interface RunSink {
    /** Writes the records of all buckets, a run each. */
    void spill(int buckets, Spills.Buckets records) throws IOException, TaskException;

    /** Whether nothing was spilled. */
    boolean isEmpty();
}
