package dev.mr.shuffle;

import dev.mr.task.FileStats;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A new file with one line {@code key count} per key. */
final class OutputFile implements CountSink, Closeable {
    private static final int BUFFER_BYTES = 1 << 17;

    private final RecordFile file;

    OutputFile(Path path) throws IOException {
        this.file = new RecordFile(path, BUFFER_BYTES, true);
    }

    @Override
    public void accept(byte[] key, int length, long count) throws IOException {
        byte[] tail = (" " + count + "\n").getBytes(StandardCharsets.US_ASCII);
        file.append(key, 0, length);
        file.append(tail, 0, tail.length);
        file.endRecord();
    }

    FileStats finish() throws IOException {
        return file.finish();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
