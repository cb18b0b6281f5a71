package dev.mr.shuffle;

import dev.mr.task.Compression;
import dev.mr.task.FileStats;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes runs, as {@link RunFormat} says, one after the other into one new file. Records are given in the order of their keys,
 * which is not checked.
 */
final class RunWriter implements Closeable {
    private final Path path;
    private final RecordFile file;
    private final ValueKind kind;
    private final Compression compression;
    private final BlockCodec codec;
    private final byte[] header = new byte[RunFormat.BLOCK_HEADER_BYTES];
    private final byte[] number = new byte[RunFormat.MAX_VARINT_LONG];
    private final byte[] block = new byte[RunFormat.BLOCK_BYTES];
    private final byte[] packed;
    private int used;
    private boolean begun;
    private int longestKey;
    private long runFirst;

    RunWriter(Path path, ValueKind kind, Compression compression) throws IOException {
        this.path = path;
        this.kind = kind;
        this.compression = compression;
        this.codec = BlockCodec.of(compression);
        this.packed = new byte[codec.maxCompressedBytes(RunFormat.BLOCK_BYTES)];
        this.file = new RecordFile(path, 2 * RunFormat.BLOCK_BYTES, true);
    }

    void append(byte[] key, int from, int length, long value) throws IOException {
        int bytes = RunFormat.putVarint(number, 0, RunFormat.zigzag(value));
        begin(RunFormat.MAX_VARINT_INT + (long) length + bytes, length);
        put(key, from, length);
        put(number, 0, bytes);
    }

    void append(byte[] key, int from, int length, byte[] value, int valueFrom, int valueLength) throws IOException {
        begin(2L * RunFormat.MAX_VARINT_INT + length + valueLength, length);
        put(key, from, length);
        putLength(valueLength);
        put(value, valueFrom, valueLength);
    }

    private void begin(long mostBytes, int keyLength) throws IOException {
        if (!begun) {
            byte[] start = RunFormat.header(kind, compression);
            file.append(start, 0, start.length);
            begun = true;
        }
        if (used > 0 && mostBytes > block.length - used) {
            flush();
        }
        putLength(keyLength);
        longestKey = Math.max(longestKey, keyLength);
        file.endRecord();
    }

    private void putLength(int length) throws IOException {
        if (block.length - used >= RunFormat.MAX_VARINT_INT) {
            used = RunFormat.putVarint(block, used, length);
        } else {
            byte[] coded = new byte[RunFormat.MAX_VARINT_INT];
            put(coded, 0, RunFormat.putVarint(coded, 0, length));
        }
    }

    private void put(byte[] bytes, int from, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (used == block.length) {
                flush();
            }
            int part = Math.min(length - done, block.length - used);
            System.arraycopy(bytes, from + done, block, used, part);
            used += part;
            done += part;
        }
    }

    private void flush() throws IOException {
        int stored = codec.compress(block, used, packed);
        byte[] bytes = stored < used ? packed : block;
        RunFormat.putBlockHeader(header, used, bytes, stored);
        file.append(header, 0, header.length);
        file.append(bytes, 0, stored);
        used = 0;
    }

    /** Ends the current run; what is appended next begins another. Answers where in the file the run lies. */
    Run endRun() throws IOException {
        long first = runFirst;
        int longest = longestKey;
        if (begun) {
            if (used > 0) {
                flush();
            }
            RunFormat.putEnd(header, longestKey);
            file.append(header, 0, header.length);
        }
        begun = false;
        longestKey = 0;
        runFirst = file.bytes();
        return new Run(path, first, runFirst, longest);
    }

    /** Ends the current run, and the file. */
    FileStats finish() throws IOException {
        endRun();
        return file.finish();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
