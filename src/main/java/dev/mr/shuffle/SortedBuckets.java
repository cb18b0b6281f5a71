package dev.mr.shuffle;

import dev.mr.files.FileSystem;
import dev.mr.task.FileStats;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Buckets of records in the order of their keys: sorted in memory, spilled when that is full, merged at the end. */
final class SortedBuckets extends MapOutput {
    private final Partition partition;
    private final ValueKind kind;
    private final BucketWriter writer;
    private final Spills spills;
    private @Nullable SortBuffer buffer;
    private long records;

    SortedBuckets(MapPlan plan, UserCode code, RecordCopy copy, FileSystem fileSystem) {
        super(code);
        this.partition = plan.partition();
        this.kind = plan.job().kind();
        this.writer = new BucketWriter(plan, copy);
        this.spills = writer.spills(fileSystem);
        this.buffer = new SortBuffer(partition.count(), plan.shuffle().memoryBytes());
    }

    @Override
    void put(byte[] key, int from, int length, long value) throws IOException, TaskException {
        if (kind != ValueKind.LONGS) {
            throw wantsBytes();
        }
        int bucket = partition.of(key, from, length);
        if (!buffer().add(bucket, key, from, length, value)) {
            spill();
            buffer().add(bucket, key, from, length, value);
        }
        records++;
    }

    @Override
    void put(byte[] key, int from, int length, byte[] value, int valueFrom, int valueLength)
            throws IOException, TaskException {
        if (kind != ValueKind.BYTES) {
            throw wantsLongs();
        }
        int bucket = partition.of(key, from, length);
        if (!buffer().add(bucket, key, from, length, value, valueFrom, valueLength)) {
            spill();
            buffer().add(bucket, key, from, length, value, valueFrom, valueLength);
        }
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

    private SortBuffer buffer() {
        SortBuffer there = buffer;
        if (there == null) {
            throw new IllegalStateException("the buckets are finished");
        }
        return there;
    }

    private void spill() throws IOException, TaskException {
        SortBuffer full = buffer();
        spills.spill(partition.count(), full::sorted);
        full.clear();
    }

    @Override
    long records() {
        return records;
    }

    @Override
    List<FileStats> finish() throws IOException, TaskException {
        SortBuffer rest = buffer();
        if (spills.isEmpty()) {
            return writer.write(rest::sorted);
        }
        if (!rest.isEmpty()) {
            spill();
        }
        buffer = null;
        return writer.merge(spills);
    }
}
