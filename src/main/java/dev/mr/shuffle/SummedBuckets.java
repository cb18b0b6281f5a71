package dev.mr.shuffle;

import dev.mr.api.Slices;
import dev.mr.files.FileSystem;
import dev.mr.task.FileStats;
import java.io.IOException;
import java.util.List;

/** Buckets of sums, a record for each key, in the order of the keys: added up in a table, spilled when that is full. */
final class SummedBuckets extends MapOutput {
    private final BucketWriter writer;
    private final SummingTable sums;
    private long records;

    SummedBuckets(MapPlan plan, UserCode code, RecordCopy copy, FileSystem fileSystem) {
        super(code);
        this.writer = new BucketWriter(plan, copy);
        this.sums = new SummingTable(plan.partition(), plan.shuffle().memoryBytes(), writer.spills(fileSystem));
    }

    @Override
    void put(byte[] key, int from, int length, long value) throws IOException, TaskException {
        sums.add(key, from, length, value);
        records++;
    }

    @Override
    void putAll(Slices keys, long value) throws IOException, TaskException {
        sums.addAll(keys, value);
        records += keys.count();
    }

    @Override
    void put(byte[] key, int from, int length) throws IOException, TaskException {
        put(key, from, length, 1);
    }

    @Override
    void put(byte[] key, int from, int length, byte[] value, int valueFrom, int valueLength) {
        throw wantsLongs();
    }

    @Override
    void settle() throws IOException, TaskException {
        sums.settle();
    }

    @Override
    public void take(long bytes) throws IOException, TaskException {
        sums.take(bytes);
    }

    @Override
    int spilled() {
        return sums.spills().spilled();
    }

    @Override
    long records() {
        return records;
    }

    @Override
    List<FileStats> finish() throws IOException, TaskException {
        return sums.finish() ? writer.write(sums::sorted) : writer.merge(sums.spills());
    }
}
