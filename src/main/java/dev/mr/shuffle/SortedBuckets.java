package dev.mr.shuffle;

import dev.mr.files.FileSystem;
import dev.mr.task.FileStats;
import java.io.IOException;
import java.util.List;

/** Buckets of records in the order of their keys: sorted in memory, spilled when that is full, merged at the end. */
final class SortedBuckets extends MapOutput {
    private final Partition partition;
    private final ValueKind kind;
    private final BucketWriter writer;
    private final RecordSorter sorter;
    private long records;

    SortedBuckets(MapPlan plan, UserCode code, RecordCopy copy, FileSystem fileSystem) {
        super(code);
        this.partition = plan.partition();
        this.kind = plan.job().kind();
        this.writer = new BucketWriter(plan, copy);
        this.sorter = new RecordSorter(partition.count(), plan.shuffle().memoryBytes(), writer.spills(fileSystem));
    }

    @Override
    void put(byte[] key, int from, int length, long value) throws IOException, TaskException {
        if (kind != ValueKind.LONGS) {
            throw wantsBytes();
        }
        sorter.add(partition.of(key, from, length), key, from, length, value);
        records++;
    }

    @Override
    void put(byte[] key, int from, int length, byte[] value, int valueFrom, int valueLength)
            throws IOException, TaskException {
        if (kind != ValueKind.BYTES) {
            throw wantsLongs();
        }
        sorter.add(partition.of(key, from, length), key, from, length, value, valueFrom, valueLength);
        records++;
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
    long records() {
        return records;
    }

    @Override
    List<FileStats> finish() throws IOException, TaskException {
        return sorter.finish() ? writer.write(sorter::sorted) : writer.merge(sorter.spills());
    }
}
