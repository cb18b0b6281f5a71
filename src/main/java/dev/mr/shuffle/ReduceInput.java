package dev.mr.shuffle;

import dev.mr.api.Partitioner;
import dev.mr.api.Reducer;
import dev.mr.api.Slice;
import dev.mr.files.FileSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of all buckets of one reduce attempt, brought in order. Sums are added up in a table. Other records are sorted in
 * memory if they fit; else few buckets are merged as they are, and many are sorted in memory, spilled and merged.
 */
final class ReduceInput {
    private static final int MAX_FAN_IN = 64;

    private final ReducePlan plan;
    private final JobPlan job;
    private final TaskProgress progress;
    private final Limits limits;
    private final Spills spills;
    private long records;

    ReduceInput(ReducePlan plan, FileSystem fileSystem, TaskProgress progress, Limits limits, UserCode code)
            throws IOException, TaskException {
        this.plan = plan;
        this.job = plan.job();
        this.progress = progress;
        this.limits = limits;
        Reducer combiner = job.plainKeys() || job.shape() == JobPlan.Shape.SUM
                ? Sum.SUM
                : job.combiner() == null ? null : job.combiner().get();
        if (combiner != null) {
            code.open(combiner, "combine");
        }
        RecordCopy copy = new RecordCopy(job.kind(), combiner, code, progress);
        this.spills = new Spills(
                plan.site().directory(),
                job.kind(),
                plan.shuffle().compression(),
                plan.shuffle().memoryBytes(),
                fileSystem,
                copy);
    }

    /** Records read from the buckets so far. */
    long records() {
        return records;
    }

    int spilled() {
        return spills.spilled();
    }

    /** Deletes what was spilled. */
    void clear() throws IOException {
        spills.clear();
    }

    /** All records in order; to be called once. */
    RecordCursor sorted() throws IOException, TaskException {
        if (job.plainKeys()) {
            RecordCursor counts = counted();
            return job.shape() == JobPlan.Shape.SUM ? counts : new RepeatingCursor(counts);
        }
        if (job.shape() == JobPlan.Shape.SUM) {
            return summed();
        }
        long bytes = plan.sources().stream().mapToLong(BucketFile::bytes).sum();
        boolean few = plan.sources().size() <= MAX_FAN_IN;
        if (bytes > plan.shuffle().memoryBytes() / 2 && few && keysFit()) {
            return direct();
        }
        return buffered();
    }

    private RecordCursor counted() throws IOException, TaskException {
        SummingTable table = table();
        for (BucketFile bucket : plan.sources()) {
            progress.at(name(bucket));
            try (BucketReader reader = new BucketReader(bucket, limits.ofLines())) {
                while (reader.next()) {
                    progress.checkpoint();
                    count(table.addLines(reader.text(), reader.length()), reader.length());
                }
            }
        }
        return finish(table);
    }

    private RecordCursor summed() throws IOException, TaskException {
        SummingTable table = table();
        for (BucketFile bucket : plan.sources()) {
            try (RunReader reader = open(bucket)) {
                long before = records;
                while (reader.next()) {
                    Slice key = reader.key();
                    table.add(key.array(), key.offset(), key.length(), reader.number());
                    records++;
                }
                progress.advance(records - before, bucket.bytes());
            } catch (ArithmeticException overflow) {
                throw new UserFailureException(String.valueOf(overflow.getMessage()), overflow);
            }
        }
        return finish(table);
    }

    private SummingTable table() {
        return new SummingTable(
                new Partition(Partitioner.FNV1A, 1), plan.shuffle().memoryBytes(), spills);
    }

    private RecordCursor finish(SummingTable table) throws IOException, TaskException {
        if (table.finish()) {
            return table.sorted(0);
        }
        spills.prepare(1);
        return spills.merged(0);
    }

    /** Every bucket into one buffer, in order. */
    private RecordCursor buffered() throws IOException, TaskException {
        SortBuffer buffer = new SortBuffer(1, plan.shuffle().memoryBytes());
        for (BucketFile bucket : plan.sources()) {
            try (RunReader reader = open(bucket)) {
                long before = records;
                while (reader.next()) {
                    add(buffer, reader);
                    records++;
                }
                progress.advance(records - before, bucket.bytes());
            }
        }
        if (spills.isEmpty()) {
            return buffer.sorted(0);
        }
        if (!buffer.isEmpty()) {
            spills.spill(1, buffer::sorted);
        }
        spills.prepare(1);
        return spills.merged(0);
    }

    private void add(SortBuffer buffer, RunReader reader) throws IOException, TaskException {
        if (job.kind() == ValueKind.LONGS) {
            Slice key = reader.key();
            if (!buffer.add(0, key.array(), key.offset(), key.length(), reader.number())) {
                spill(buffer);
                buffer.add(0, key.array(), key.offset(), key.length(), reader.number());
            }
            return;
        }
        Slice value = reader.value();
        Slice key = reader.key();
        boolean added =
                buffer.add(0, key.array(), key.offset(), key.length(), value.array(), value.offset(), value.length());
        if (!added) {
            spill(buffer);
            buffer.add(0, key.array(), key.offset(), key.length(), value.array(), value.offset(), value.length());
        }
    }

    private void spill(SortBuffer buffer) throws IOException, TaskException {
        progress.checkpoint();
        spills.spill(1, buffer::sorted);
        buffer.clear();
    }

    /** All buckets merged as they lie. */
    private RecordCursor direct() throws IOException, TaskException {
        List<RecordCursor> readers = new ArrayList<>();
        try {
            for (BucketFile bucket : plan.sources()) {
                readers.add(new CountingCursor(open(bucket), bucket.bytes()));
            }
        } catch (IOException | TaskException e) {
            for (RecordCursor reader : readers) {
                reader.close();
            }
            throw e;
        }
        return new MergeCursor(readers);
    }

    private boolean keysFit() throws IOException, TaskException {
        long bytes = 0;
        for (BucketFile bucket : plan.sources()) {
            bytes += 2 * RunFormat.BLOCK_BYTES + OpenBucket.longestKey(bucket);
        }
        return bytes <= plan.shuffle().memoryBytes();
    }

    private RunReader open(BucketFile bucket) throws IOException, TaskException {
        progress.at(name(bucket));
        BucketRunSource source = new BucketRunSource(bucket, OpenBucket.open(bucket));
        try {
            return new RunReader(source, job.kind());
        } catch (IOException | TaskException e) {
            source.close();
            throw e;
        }
    }

    private String name(BucketFile bucket) {
        return "bucket " + plan.reduce() + " of map-" + bucket.map();
    }

    private void count(long moreRecords, long bytes) {
        records += moreRecords;
        progress.advance(moreRecords, bytes);
    }

    /** A bucket's records, counted as they are read. */
    private final class CountingCursor implements RecordCursor {
        private static final int BATCH = 1 << 12;

        private final RecordCursor bucket;
        private final long bytes;
        private int batch;

        CountingCursor(RecordCursor bucket, long bytes) {
            this.bucket = bucket;
            this.bytes = bytes;
        }

        @Override
        public boolean next() throws IOException, TaskException {
            if (bucket.next()) {
                if (++batch == BATCH) {
                    count(batch, 0);
                    batch = 0;
                }
                return true;
            }
            count(batch, bytes);
            batch = 0;
            return false;
        }

        @Override
        public Slice key() {
            return bucket.key();
        }

        @Override
        public long number() {
            return bucket.number();
        }

        @Override
        public Slice value() throws IOException, TaskException {
            return bucket.value();
        }

        @Override
        public void close() throws IOException {
            bucket.close();
        }
    }
}
