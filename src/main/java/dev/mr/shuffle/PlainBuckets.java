package dev.mr.shuffle;

import dev.mr.api.Slices;
import dev.mr.files.JobDirectory;
import dev.mr.task.FileStats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Buckets of plain keys, one a line as they come. All files are created at once and filled key by key. */
final class PlainBuckets extends MapOutput {
    private static final int MAX_BUFFER_BYTES = 1 << 17;

    private final Partition partition;
    private final RecordFile[] files;
    private final int maxKeyBytes;
    private long records;

    /** Creates {@code mr-<map>-0} to {@code mr-<map>-(M-1)}; the plan's memory bounds the sum of all buffers. */
    PlainBuckets(MapPlan plan, UserCode code, Limits limits) throws IOException {
        super(code);
        this.partition = plan.partition();
        this.maxKeyBytes = limits.recordBytes();
        this.files = new RecordFile[plan.reduceTasks()];
        int bufferBytes =
                (int) Math.min(MAX_BUFFER_BYTES, Math.max(1, plan.shuffle().memoryBytes() / files.length));
        boolean keepOpen = files.length <= limits.openFiles();
        try {
            for (int b = 0; b < files.length; b++) {
                Path path = plan.site().directory().resolve(JobDirectory.bucketName(plan.map(), b));
                files[b] = new RecordFile(path, bufferBytes, keepOpen);
            }
        } catch (IOException e) {
            closeAfter(e);
            throw e;
        }
    }

    @Override
    void put(byte[] key, int from, int length, long value) throws IOException {
        checkValue(value);
        put(key, from, length);
    }

    @Override
    void putAll(Slices keys, long value) throws IOException {
        checkValue(value);
        byte[] bytes = keys.array();
        int[] buckets = partition.ofAll(keys);
        for (int i = 0; i < keys.count(); i++) {
            int from = keys.from(i);
            int to = keys.to(i);
            checkKey(to - from);
            files[buckets[i]].appendLine(bytes, from, to);
        }
        records += keys.count();
    }

    private static void checkValue(long value) {
        if (value != 1) {
            throw new IllegalArgumentException("with plain keys every value is 1, but the job emitted " + value
                    + "; its plan should not say" + " plainKeys()");
        }
    }

    private void checkKey(int length) {
        if (length > maxKeyBytes) {
            throw new IllegalArgumentException(
                    "the key has " + length + " bytes, at most " + maxKeyBytes + " are possible");
        }
    }

    @Override
    void put(byte[] key, int from, int length) throws IOException {
        checkKey(length);
        files[partition.of(key, from, length)].appendLine(key, from, from + length);
        records++;
    }

    @Override
    void put(byte[] key, int from, int length, byte[] value, int valueFrom, int valueLength) {
        throw wantsLongs();
    }

    @Override
    public void take(long bytes) {
        // The buffers of the files are small.
    }

    @Override
    long records() {
        return records;
    }

    @Override
    List<FileStats> finish() throws IOException {
        List<FileStats> stats = new ArrayList<>(files.length);
        for (RecordFile file : files) {
            stats.add(file.finish());
        }
        return stats;
    }

    @Override
    public void close() throws IOException {
        super.close();
        for (RecordFile file : files) {
            file.close();
        }
    }

    private void closeAfter(IOException cause) {
        for (RecordFile file : files) {
            try {
                if (file != null) {
                    file.close();
                }
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }
}
