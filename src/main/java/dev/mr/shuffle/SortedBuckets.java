package dev.mr.shuffle;

import dev.mr.files.FileSystem;
import dev.mr.task.FileStats;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Buckets of records in the order of their keys: sorted in memory, spilled when that is full. With a combiner what was spilled is
 * merged and combined at the end; without one it has gone into the buckets already.
 */
final class SortedBuckets extends MapOutput {
    private final ValueKind kind;
    private final Partition partition;
    /** Where the partitioner is the job's code: what it throws is to be told of the record that it threw on. */
    private final boolean asksAtOnce;

    private final BucketWriter writer;
    private final Spills spills;
    private final @Nullable BucketFiles files;
    private final RecordSorter sorter;
    private long records;

    SortedBuckets(MapPlan plan, UserCode code, RecordCopy copy, FileSystem fileSystem) {
        super(code);
        this.kind = plan.job().kind();
        this.partition = plan.partition();
        this.asksAtOnce = partition.isOfJob();
        this.writer = new BucketWriter(plan, copy);
        this.spills = writer.spills(fileSystem);
        this.files = copy.combines() ? null : new BucketFiles(plan, copy, spills);
        this.sorter = new RecordSorter(partition, plan.shuffle().memoryBytes(), files == null ? spills : files);
    }

    @Override
    void put(byte[] key, int from, int length, long value) throws IOException, TaskException {
        if (kind != ValueKind.LONGS) {
            throw wantsBytes();
        }
        checkPartition(key, from, length);
        sorter.add(key, from, length, value);
        records++;
    }

    @Override
    void put(byte[] key, int from, int length, byte[] value, int valueFrom, int valueLength)
            throws IOException, TaskException {
        if (kind != ValueKind.BYTES) {
            throw wantsLongs();
        }
        checkPartition(key, from, length);
        sorter.add(key, from, length, value, valueFrom, valueLength);
        records++;
    }

    private void checkPartition(byte[] key, int from, int length) {
        if (asksAtOnce) {
            partition.of(key, from, length);
        }
    }

    @Override
    void put(byte[] key, int from, int length) throws IOException, TaskException {
        if (kind == ValueKind.LONGS) {
            put(key, from, length, 1);
        } else {
            put(key, from, length, key, from, 0);
        }
    }

    @Override
    public void take(long bytes) throws IOException, TaskException {
        sorter.take(bytes);
    }

    @Override
    int spilled() {
        BucketFiles direct = files;
        return direct == null ? spills.spilled() : direct.spilled();
    }

    @Override
    long records() {
        return records;
    }

    @Override
    List<FileStats> finish() throws IOException, TaskException {
        if (sorter.finish()) {
            return writer.write(sorter::sorted);
        }
        BucketFiles direct = files;
        return direct == null ? writer.merge(spills) : direct.finish();
    }

    @Override
    public void close() throws IOException {
        super.close();
        BucketFiles direct = files;
        if (direct != null) {
            direct.close();
        }
    }
}
