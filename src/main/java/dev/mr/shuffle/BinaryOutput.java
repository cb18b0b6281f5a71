package dev.mr.shuffle;

import dev.mr.task.Compression;
import dev.mr.task.FileStats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Output as {@link RunFormat} says, values bytes: a long as its digits, nothing for a key alone. In the order of the calls. */
final class BinaryOutput extends ReduceOutput {
    private final RunWriter file;

    BinaryOutput(Path path, UserCode code) throws IOException {
        super(code);
        this.file = new RunWriter(RunFormat.OUTPUT, ValueKind.BYTES, Compression.NONE);
        file.into(path, RunWriter.newFile(path, true));
    }

    @Override
    void put(byte[] key, int from, int length, long value) throws IOException {
        byte[] digits = Long.toString(value).getBytes(StandardCharsets.US_ASCII);
        file.append(key, from, length, digits, 0, digits.length);
    }

    @Override
    void put(byte[] key, int from, int length, byte[] value, int valueFrom, int valueLength) throws IOException {
        file.append(key, from, length, value, valueFrom, valueLength);
    }

    @Override
    void put(byte[] key, int from, int length) throws IOException {
        file.append(key, from, length, key, from, 0);
    }

    @Override
    FileStats finish() throws IOException {
        return file.finish();
    }

    @Override
    public void close() throws IOException {
        super.close();
        file.close();
    }
}
