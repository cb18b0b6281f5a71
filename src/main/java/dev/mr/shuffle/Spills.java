package dev.mr.shuffle;

import dev.mr.files.FileSystem;
import dev.mr.task.Compression;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The sorted runs of one attempt that did not fit into memory, files {@code spill-<k>} of its directory, each with a run per
 * bucket; and their merge. A merge reads as many runs as have their buffers and longest keys fit the memory, at least two; with
 * more runs it goes in several passes, always of neighbours, so that records of one key keep the order in which they were
 * spilled. Records are combined whenever they are written.
 */
final class Spills implements RunSink {
    /** Files that are read at once, at most. */
    static final int MAX_FAN_IN = 64;

    private final Path directory;
    private final ValueKind kind;
    private final Compression compression;
    private final long memoryBytes;
    private final FileSystem fileSystem;
    private final RecordCopy copy;
    private List<Spill> spills = new ArrayList<>();
    private int made;
    private int spilled;

    /** One file; entry b is the run of bucket b. */
    private record Spill(Path path, List<Run> runs) {
        int longestKey() {
            return runs.stream().mapToInt(Run::longestKey).max().orElse(0);
        }
    }

    /** The records of each bucket in order, for one pass. */
    @FunctionalInterface
    interface Buckets {
        RecordCursor sorted(int bucket) throws IOException, TaskException;
    }

    Spills(
            Path directory,
            ValueKind kind,
            Compression compression,
            long memoryBytes,
            FileSystem fileSystem,
            RecordCopy copy) {
        this.directory = directory;
        this.kind = kind;
        this.compression = compression;
        this.memoryBytes = memoryBytes;
        this.fileSystem = fileSystem;
        this.copy = copy;
    }

    @Override
    public boolean isEmpty() {
        return spills.isEmpty();
    }

    /** Times that {@link #spill} wrote. */
    int spilled() {
        return spilled;
    }

    @Override
    public void spill(int buckets, Buckets records) throws IOException, TaskException {
        spills.add(write(buckets, records));
        spilled++;
    }

    private Spill write(int buckets, Buckets records) throws IOException, TaskException {
        Path path = directory.resolve("spill-" + made++);
        List<Run> runs = new ArrayList<>(buckets);
        try (RunWriter writer = new RunWriter(path, kind, compression)) {
            for (int b = 0; b < buckets; b++) {
                try (RecordCursor cursor = records.sorted(b)) {
                    copy.copy(cursor, writer);
                }
                runs.add(writer.endRun());
            }
            writer.finish();
        }
        return new Spill(path, runs);
    }

    /** Merges until one more merge of what is left is possible; to be called before {@link #merged}. */
    void prepare(int buckets) throws IOException, TaskException {
        for (int tooMany = tooMany(); tooMany > 0; tooMany = tooMany()) {
            List<Spill> fewer = new ArrayList<>();
            for (int first = 0; first < spills.size(); ) {
                List<Spill> rest = spills.subList(first, spills.size());
                List<Spill> group = rest.subList(0, Math.min(rest.size(), Math.min(tooMany + 1, fanIn(rest))));
                first += group.size();
                tooMany -= group.size() - 1;
                fewer.add(group.size() == 1 ? group.get(0) : mergeAway(buckets, group));
            }
            spills = fewer;
        }
    }

    /** How many runs there are beyond what one merge takes. */
    private int tooMany() {
        return Math.max(0, spills.size() - fanIn(spills));
    }

    private Spill mergeAway(int buckets, List<Spill> group) throws IOException, TaskException {
        Spill merged = write(buckets, b -> merge(group, b));
        delete(group);
        return merged;
    }

    /** How many of these, from the first on, may be merged at once. */
    private int fanIn(List<Spill> some) {
        long bytes = 0;
        int count = 0;
        for (Spill spill : some) {
            bytes += readerBytes(compression) + spill.longestKey();
            if (count == MAX_FAN_IN || (count >= 2 && bytes > memoryBytes)) {
                return count;
            }
            count++;
        }
        return Math.max(2, count);
    }

    /** What the reader of a run takes, but for its longest key: two blocks, and the tables of zstd. */
    static long readerBytes(Compression compression) {
        return compression == Compression.ZSTD ? 6 * RunFormat.BLOCK_BYTES : 2 * RunFormat.BLOCK_BYTES;
    }

    /** All records of a bucket, in order. */
    RecordCursor merged(int bucket) throws IOException, TaskException {
        return merge(spills, bucket);
    }

    private RecordCursor merge(List<Spill> group, int bucket) throws IOException, TaskException {
        List<RunReader> readers = new ArrayList<>();
        try {
            for (Spill spill : group) {
                Run run = spill.runs().get(bucket);
                if (!run.isEmpty()) {
                    readers.add(new RunReader(new RunFileSource(run), kind));
                }
            }
        } catch (IOException | TaskException e) {
            for (RunReader reader : readers) {
                reader.close();
            }
            throw e;
        }
        return readers.size() == 1 ? readers.get(0) : new MergeCursor(readers);
    }

    /** Deletes all runs. */
    void clear() throws IOException {
        delete(spills);
        spills = new ArrayList<>();
    }

    private void delete(List<Spill> group) throws IOException {
        for (Spill spill : group) {
            fileSystem.deleteTree(spill.path());
        }
    }
}
