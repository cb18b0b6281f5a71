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
    private final ReducePlan plan;
    private final JobPlan job;
    private final TaskProgress progress;
    private final Limits limits;
    private final RecordCopy copy;
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
        this.copy = new RecordCopy(job.kind(), combiner, code, progress);
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

    /** After the last record: closes the combiner, and deletes what was spilled. */
    void finish() throws IOException, TaskException {
        copy.finish();
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
        boolean few = plan.sources().size() <= Spills.MAX_FAN_IN;
        if (bytes > plan.shuffle().memoryBytes() / 2 && few && keysFit()) {
            return direct();
        }
        return buffered();
    }

    private RecordCursor counted() throws IOException, TaskException {
        SummingTable table = table();
        for (BucketFile bucket : plan.sources()) {
            progress.at(name(bucket));
            try (BucketReader reader = new BucketReader(bucket, limits.ofLines(), table)) {
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
            try (RecordCursor reader = counted(bucket, table)) {
                while (reader.next()) {
                    Slice key = reader.key();
                    table.add(key.array(), key.offset(), key.length(), reader.number());
                }
            }
        }
        return finish(table);
    }

    private SummingTable table() {
        return new SummingTable(
                new Partition(Partitioner.FNV1A, 1), plan.shuffle().memoryBytes(), spills);
    }

    private RecordCursor finish(SummingTable table) throws IOException, TaskException {
        return table.finish() ? table.sorted(0) : merged();
    }

    private RecordCursor merged() throws IOException, TaskException {
        spills.prepare(1);
        return spills.merged(0);
    }

    /** Every bucket into one buffer, in order. */
    private RecordCursor buffered() throws IOException, TaskException {
        RecordSorter sorter = new RecordSorter(1, plan.shuffle().memoryBytes(), spills);
        for (BucketFile bucket : plan.sources()) {
            try (RecordCursor reader = counted(bucket, sorter)) {
                while (reader.next()) {
                    add(sorter, reader);
                }
            }
        }
        return sorter.finish() ? sorter.sorted(0) : merged();
    }

    private void add(RecordSorter sorter, RecordCursor reader) throws IOException, TaskException {
        if (job.kind() == ValueKind.LONGS) {
            Slice key = reader.key();
            sorter.add(0, key.array(), key.offset(), key.length(), reader.number());
        } else {
            Slice value = reader.value();
            Slice key = reader.key();
            sorter.add(0, key.array(), key.offset(), key.length(), value.array(), value.offset(), value.length());
        }
    }

    /** All buckets merged as they lie. */
    private RecordCursor direct() throws IOException, TaskException {
        List<RecordCursor> readers = new ArrayList<>();
        try {
            for (BucketFile bucket : plan.sources()) {
                readers.add(counted(bucket, Reserve.NONE));
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
            bytes += Spills.readerBytes(plan.shuffle().compression()) + OpenBucket.longestKey(bucket);
        }
        return bytes <= plan.shuffle().memoryBytes();
    }

    private RecordCursor counted(BucketFile bucket, Reserve reserve) throws IOException, TaskException {
        progress.at(name(bucket));
        BucketRunSource source = new BucketRunSource(bucket, OpenBucket.open(bucket));
        try {
            return new CountingCursor(new RunReader(source, job.kind(), reserve), bucket.bytes());
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

        private final RunReader bucket;
        private long bytes;
        private int batch;

        CountingCursor(RunReader bucket, long bytes) {
            this.bucket = bucket;
            this.bytes = bytes;
        }

        @Override
        public boolean next() throws IOException, TaskException {
            if (bucket.next()) {
                if (++batch == BATCH) {
                    progress.checkpoint();
                    count(batch, 0);
                    batch = 0;
                }
                return true;
            }
            count(batch, bytes);
            batch = 0;
            bytes = 0;
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
