package dev.mr.shuffle;

import dev.mr.files.FileSystem;
import dev.mr.task.FileStats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * One reduce attempt: counts the lines of its buckets and writes {@code key count} lines in the unsigned order of the keys'
 * bytes. No output is begun before every bucket was read to its end and found as its receipt states it. A table that outgrows
 * the plan's memory is spilled to sorted runs, which are merged at the end and deleted: the directory then holds the output,
 * fsynced, and nothing else of this class. After an exception the directory is worthless.
 *
 * <p>Memory: the plan's for the table, and beside it one block or the longest key; later, without the table, the two longest
 * keys at least. With keys of 64 MiB a heap of 256 MiB is just enough.
 */
public final class ReduceRun {
    private final ReducePlan plan;
    private final FileSystem fileSystem;
    private final TaskProgress progress;
    private final Limits limits;
    private final Spills spills;
    private long records;

    /** All keys in order, once. */
    private interface SortedKeys {
        void drainTo(CountSink sink) throws IOException, CancelledException;
    }

    private ReduceRun(ReducePlan plan, FileSystem fileSystem, TaskProgress progress, Limits limits) {
        this.plan = plan;
        this.fileSystem = fileSystem;
        this.progress = progress;
        this.limits = limits.ofLines();
        this.spills = new Spills(plan, fileSystem, progress);
    }

    /**
     * Runs the attempt on the calling thread.
     *
     * @throws IOException when the disk fails; names the file
     * @throws BadBucketException when a bucket is missing, unreadable or damaged
     * @throws CancelledException when {@code progress} was cancelled
     */
    public static ReduceResult run(ReducePlan plan, FileSystem fileSystem, TaskProgress progress)
            throws IOException, BadBucketException, CancelledException {
        return run(plan, fileSystem, progress, Limits.DEFAULT);
    }

    static ReduceResult run(ReducePlan plan, FileSystem fileSystem, TaskProgress progress, Limits limits)
            throws IOException, BadBucketException, CancelledException {
        return new ReduceRun(plan, fileSystem, progress, limits).run();
    }

    private ReduceResult run() throws IOException, BadBucketException, CancelledException {
        FileStats output = write(sortedKeys());
        Map<String, Long> counters = Map.of(
                ReduceResult.INPUT_RECORDS,
                records,
                ReduceResult.OUTPUT_RECORDS,
                output.records(),
                ReduceResult.OUTPUT_BYTES,
                output.bytes(),
                ReduceResult.SPILLS,
                (long) spills.spilled());
        return new ReduceResult(output, records, new TreeMap<>(counters));
    }

    /** Reads all buckets. The table lives on in the answer only if it never overflowed. */
    private SortedKeys sortedKeys() throws IOException, BadBucketException, CancelledException {
        KeyCounts counts = new KeyCounts(plan.memoryBytes());
        for (BucketFile bucket : plan.sources()) {
            progress.at("bucket " + plan.reduce() + " of map-" + bucket.map());
            count(bucket, counts);
        }
        if (spills.isEmpty()) {
            return counts::drainTo;
        }
        if (!counts.isEmpty()) {
            spills.spill(counts);
        }
        return spills::mergeTo;
    }

    private void count(BucketFile bucket, KeyCounts counts) throws IOException, BadBucketException, CancelledException {
        try (BucketReader reader = BucketReader.open(bucket, limits)) {
            while (reader.next()) {
                progress.checkpoint();
                long before = records;
                countLines(reader.text(), reader.length(), counts);
                progress.advance(records - before, reader.length());
            }
        }
    }

    private void countLines(byte[] text, int length, KeyCounts counts) throws IOException, CancelledException {
        long before = counts.lines();
        int at = counts.addLines(text, 0, length);
        while (at < length) {
            int end = at;
            while (text[end] != '\n') {
                end++;
            }
            if (end - at <= counts.maxKeyBytes()) {
                spills.spill(counts);
            } else {
                // A key too long for the table becomes a run of its own.
                spills.spill(text, at, end);
                records++;
                at = end + 1;
            }
            at = counts.addLines(text, at, length);
        }
        records += counts.lines() - before;
    }

    private FileStats write(SortedKeys keys) throws IOException, CancelledException {
        Path path = plan.directory().resolve(plan.outputName());
        FileStats stats;
        try (OutputFile output = new OutputFile(path)) {
            keys.drainTo(output);
            stats = output.finish();
        }
        fileSystem.fsync(path);
        return stats;
    }
}
