package dev.mr.shuffle;

import dev.mr.task.FileStats;
import java.io.IOException;
import java.nio.file.Path;

/** Output as lines {@code key value}, or {@code key} alone; a newline in either is written as {@code \n}. */
final class TextOutput extends ReduceOutput {
    private static final int BUFFER_BYTES = 1 << 17;
    private static final byte[] NEWLINE = {'\\', 'n'};

    private final RecordFile file;
    private final byte[] digits = new byte[20];

    TextOutput(Path path, UserCode code) throws IOException {
        super(code);
        this.file = new RecordFile(path, BUFFER_BYTES, true);
    }

    @Override
    void put(byte[] key, int from, int length, long value) throws IOException {
        text(key, from, from + length);
        file.append((byte) ' ');
        number(value);
        end();
    }

    @Override
    void put(byte[] key, int from, int length, byte[] value, int valueFrom, int valueLength) throws IOException {
        text(key, from, from + length);
        file.append((byte) ' ');
        text(value, valueFrom, valueFrom + valueLength);
        end();
    }

    @Override
    void put(byte[] key, int from, int length) throws IOException {
        text(key, from, from + length);
        end();
    }

    private void text(byte[] bytes, int from, int to) throws IOException {
        int done = from;
        int newline = EightBytes.newline(bytes, from, to);
        while (newline < to) {
            file.append(bytes, done, newline);
            file.append(NEWLINE, 0, NEWLINE.length);
            done = newline + 1;
            newline = EightBytes.newline(bytes, done, to);
        }
        file.append(bytes, done, to);
    }

    private void number(long value) throws IOException {
        int at = digits.length;
        long rest = value;
        do {
            digits[--at] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        } while (rest != 0);
        if (value < 0) {
            digits[--at] = '-';
        }
        file.append(digits, at, digits.length);
    }

    private void end() throws IOException {
        file.append((byte) '\n');
        file.endRecord();
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
