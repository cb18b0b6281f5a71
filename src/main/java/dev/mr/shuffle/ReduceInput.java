package dev.mr.shuffle;

import dev.mr.api.Partitioner;
import dev.mr.api.Reducer;
import dev.mr.api.Slice;
import dev.mr.files.FileSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of all buckets of one reduce attempt, brought in order. Plain keys are counted in a table. Sums that
 * fit a table are added up in one, as are those of very many buckets. Other records are merged as they lie if their buckets are not too
 * many, and sorted in memory otherwise. Tables and sorted memory spill when they must.
 */
final class ReduceInput {
    /** Runs that are merged as they lie, at most; each is an open file. */
    private static final int MOST_RUNS = 256;

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
        List<BucketRuns> buckets = new ArrayList<>(plan.sources().size());
        for (BucketFile bucket : plan.sources()) {
            progress.at(name(bucket));
            buckets.add(BucketRuns.of(bucket));
        }
        boolean adds = job.shape() == JobPlan.Shape.SUM;
        if (adds && buckets.size() > 1 && areSmall()) {
            return summed(buckets);
        }
        if (fitMemory(buckets)) {
            return direct(buckets);
        }
        return adds ? summed(buckets) : buffered(buckets);
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

    private RecordCursor summed(List<BucketRuns> buckets) throws IOException, TaskException {
        SummingTable table = table();
        for (BucketRuns bucket : buckets) {
            for (int run = 0; run < bucket.runs().size(); run++) {
                try (RecordCursor reader = counted(bucket, run, table)) {
                    while (reader.next()) {
                        Slice key = reader.key();
                        for (long left = reader.times(); left > 0; left--) {
                            table.add(key.array(), key.offset(), key.length(), reader.number());
                        }
                    }
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
    private RecordCursor buffered(List<BucketRuns> buckets) throws IOException, TaskException {
        RecordSorter sorter = new RecordSorter(
                new Partition((key, partitions) -> 0, 1), plan.shuffle().memoryBytes(), spills);
        for (BucketRuns bucket : buckets) {
            for (int run = 0; run < bucket.runs().size(); run++) {
                try (RecordCursor reader = counted(bucket, run, sorter)) {
                    while (reader.next()) {
                        add(sorter, reader);
                    }
                }
            }
        }
        return sorter.finish() ? sorter.sorted(0) : merged();
    }

    private void add(RecordSorter sorter, RecordCursor reader) throws IOException, TaskException {
        boolean longs = job.kind() == ValueKind.LONGS;
        Slice value = longs ? reader.key() : reader.value();
        Slice key = reader.key();
        for (long left = reader.times(); left > 0; left--) {
            if (longs) {
                sorter.add(key.array(), key.offset(), key.length(), reader.number());
            } else {
                sorter.add(key.array(), key.offset(), key.length(), value.array(), value.offset(), value.length());
            }
        }
    }

    /** All runs of all buckets merged as they lie. */
    private RecordCursor direct(List<BucketRuns> buckets) throws IOException, TaskException {
        List<RecordCursor> readers = new ArrayList<>();
        try {
            for (BucketRuns bucket : buckets) {
                for (int run = 0; run < bucket.runs().size(); run++) {
                    readers.add(counted(bucket, run, Reserve.NONE));
                }
            }
        } catch (IOException | TaskException e) {
            for (RecordCursor reader : readers) {
                reader.close();
            }
            throw e;
        }
        return readers.size() == 1 ? readers.get(0) : new MergeCursor(readers);
    }

    /** Whether all keys will find room in a table: one takes at most eight times what it takes in a bucket. */
    private boolean areSmall() {
        return plan.sources().stream().mapToLong(BucketFile::bytes).sum()
                <= plan.shuffle().memoryBytes() / 8;
    }

    private boolean fitMemory(List<BucketRuns> buckets) {
        long bytes = 0;
        int count = 0;
        for (BucketRuns bucket : buckets) {
            for (Run run : bucket.runs()) {
                bytes += Spills.readerBytes(plan.shuffle().compression()) + run.longestKey();
                count++;
            }
        }
        return count <= MOST_RUNS && bytes <= plan.shuffle().memoryBytes();
    }

    private RecordCursor counted(BucketRuns bucket, int run, Reserve reserve) throws IOException, TaskException {
        progress.at(name(bucket.bucket()));
        RunSource source = bucket.open(run);
        try {
            long bytes = bucket.runs().get(run).next() - bucket.runs().get(run).first();
            return new CountingCursor(new RunReader(source, job.kind(), reserve), bytes);
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

    /** A run's records, counted as they are read. */
    private final class CountingCursor implements RecordCursor {
        private static final int BATCH = 1 << 12;

        private final RunReader run;
        private long bytes;
        private long batch;

        CountingCursor(RunReader run, long bytes) {
            this.run = run;
            this.bytes = bytes;
        }

        @Override
        public boolean next() throws IOException, TaskException {
            if (run.next()) {
                batch += run.times();
                if (batch >= BATCH) {
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
        public long times() {
            return run.times();
        }

        @Override
        public boolean hasSameKey() {
            return run.hasSameKey();
        }

        @Override
        public Slice key() {
            return run.key();
        }

        @Override
        public long number() {
            return run.number();
        }

        @Override
        public Slice value() throws IOException, TaskException {
            return run.value();
        }

        @Override
        public void close() throws IOException {
            run.close();
        }
    }
}
