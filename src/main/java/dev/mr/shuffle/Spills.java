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
final class Spills {
    private static final int MAX_FAN_IN = 64;
    private static final int READER_BYTES = 2 * RunFormat.BLOCK_BYTES;

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

    boolean isEmpty() {
        return spills.isEmpty();
    }

    /** Times that {@link #spill} wrote. */
    int spilled() {
        return spilled;
    }

    /** Writes the records of all buckets. */
    void spill(int buckets, Buckets records) throws IOException, TaskException {
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
        while (spills.size() > fanIn(spills)) {
            List<Spill> merged = new ArrayList<>();
            for (int first = 0; first < spills.size(); ) {
                int count = fanIn(spills.subList(first, spills.size()));
                List<Spill> group = spills.subList(first, Math.min(spills.size(), first + count));
                first += group.size();
                if (group.size() == 1) {
                    merged.add(group.get(0));
                    continue;
                }
                merged.add(write(buckets, b -> merge(group, b)));
                delete(group);
            }
            spills = merged;
        }
    }

    /** How many of these, from the first on, may be merged at once. */
    private int fanIn(List<Spill> some) {
        long bytes = 0;
        int count = 0;
        for (Spill spill : some) {
            bytes += READER_BYTES + spill.longestKey();
            if (count == MAX_FAN_IN || (count >= 2 && bytes > memoryBytes)) {
                return count;
            }
            count++;
        }
        return Math.max(2, count);
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
