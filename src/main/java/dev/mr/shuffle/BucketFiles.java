package dev.mr.shuffle;

import dev.mr.api.Output;
import dev.mr.api.Partitioner;
import dev.mr.files.JobDirectory;
import dev.mr.task.FileStats;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bucket files of one map attempt, all created at once and filled key by key. An I/O error sticks: user code may swallow
 * what {@link #emit} threw, {@link #rethrow} brings it back.
 */
final class BucketFiles implements Output, Closeable {
    private static final int MAX_BUFFER_BYTES = 1 << 17;

    private final Partitioner partitioner;
    private final RecordFile[] files;
    private final int maxKeyBytes;
    private long records;
    private @Nullable IOException failure;

    /** Creates {@code mr-<map>-0} to {@code mr-<map>-(M-1)}; {@code memoryBytes} bounds the sum of all buffers. */
    BucketFiles(MapPlan plan, Limits limits) throws IOException {
        this.partitioner = plan.partitioner();
        this.maxKeyBytes = limits.recordBytes();
        this.files = new RecordFile[plan.reduceTasks()];
        int bufferBytes = (int) Math.min(MAX_BUFFER_BYTES, Math.max(1, plan.memoryBytes() / files.length));
        boolean keepOpen = files.length <= limits.openFiles();
        try {
            for (int b = 0; b < files.length; b++) {
                Path path = plan.directory().resolve(JobDirectory.bucketName(plan.map(), b));
                files[b] = new RecordFile(path, bufferBytes, keepOpen);
            }
        } catch (IOException e) {
            closeAfter(e);
            throw e;
        }
    }

    @Override
    public void emit(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        if (to - from > maxKeyBytes) {
            throw new IllegalArgumentException(
                    "the key has " + (to - from) + " bytes, at most " + maxKeyBytes + " are possible");
        }
        int bucket = partitioner.of(bytes, from, to, files.length);
        if (bucket < 0 || bucket >= files.length) {
            throw new IllegalArgumentException("the partitioner said " + bucket + " of " + files.length);
        }
        try {
            files[bucket].appendLine(bytes, from, to);
            records++;
        } catch (IOException e) {
            failure = e;
            throw new UncheckedIOException(e);
        }
    }

    /** Throws the I/O error that befell an {@link #emit}, if any. */
    void rethrow() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /** Keys emitted so far. */
    long records() {
        return records;
    }

    /** Completes and closes all files; entry b describes bucket b. */
    List<FileStats> finish() throws IOException {
        List<FileStats> stats = new ArrayList<>(files.length);
        for (RecordFile file : files) {
            stats.add(file.finish());
        }
        return stats;
    }

    @Override
    public void close() throws IOException {
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
