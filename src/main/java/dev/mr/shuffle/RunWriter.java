package dev.mr.shuffle;

import dev.mr.task.Compression;
import dev.mr.task.FileStats;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes runs, as {@link RunFormat} says, one after the other: into one new file, or each {@link #into} one of several. Records
 * are given in the order of their keys, which is not checked. Blocks are made where they are written from, some at once, in a
 * buffer that serves all files.
 */
final class RunWriter implements Closeable {
    private static final int BLOCKS = 4;
    /** The most bytes before a key, and between it and a value. */
    private static final int MOST_LENGTHS = 1 + RunFormat.MAX_VARINT_LONG + 2 * RunFormat.MAX_VARINT_INT;

    private static final byte[] NONE = {};

    private final int version;
    private final ValueKind kind;
    private final Compression compression;
    private final BlockCodec codec;
    private final byte[] number = new byte[RunFormat.MAX_VARINT_LONG];
    private final byte[] packed;
    private byte[] buffer = NONE;
    /** What lies before it is complete; the block that is being made begins there with its header. */
    private int complete;

    private int at;
    private int blockEnd;
    private @Nullable RecordFile file;
    private @Nullable Path path;
    private boolean begun;
    /** The last record began in this block, and ended in it. */
    private boolean keyInBlock;

    private int longestKey;
    private long runFirst;

    /** To be told {@link #into} which file. */
    RunWriter(int version, ValueKind kind, Compression compression) {
        this.version = version;
        this.kind = kind;
        this.compression = compression;
        this.codec = BlockCodec.of(compression);
        this.packed = new byte[codec.maxCompressedBytes(RunFormat.BLOCK_BYTES)];
    }

    /** For runs of version 2 in a new file. */
    RunWriter(Path path, ValueKind kind, Compression compression) throws IOException {
        this(RunFormat.SHUFFLE, kind, compression);
        into(path, newFile(path, true));
    }

    /** A file for runs; every write opens it unless it is kept open. */
    static RecordFile newFile(Path path, boolean keepOpen) throws IOException {
        return new RecordFile(path, 0, keepOpen);
    }

    /** The next run goes to the end of this file; the run before was ended. */
    void into(Path newPath, RecordFile newFile) {
        path = newPath;
        file = newFile;
        runFirst = newFile.bytes();
    }

    void append(byte[] key, int from, int length, long value) throws IOException {
        append(false, 1, key, from, length, value);
    }

    /** A record that stands there so often; {@code same} if it is known to have the key of the one before. */
    void append(boolean same, long times, byte[] key, int from, int length, long value) throws IOException {
        int bytes = RunFormat.putVarint(number, 0, RunFormat.zigzag(value));
        begin(same, times, key, from, length, bytes);
        put(number, 0, bytes);
    }

    void append(byte[] key, int from, int length, byte[] value, int valueFrom, int valueLength) throws IOException {
        append(false, 1, key, from, length, value, valueFrom, valueLength);
    }

    /** As the other. */
    void append(
            boolean same, long times, byte[] key, int from, int length, byte[] value, int valueFrom, int valueLength)
            throws IOException {
        begin(same, times, key, from, length, valueLength);
        putVarint(valueLength);
        put(value, valueFrom, valueLength);
    }

    private void begin(boolean same, long times, byte[] key, int from, int length, int valueBytes) throws IOException {
        if (!begun) {
            beginRun();
        }
        if ((long) MOST_LENGTHS + length + valueBytes > blockEnd - at && at > firstOfBlock()) {
            endBlock();
        }
        if (times > 1) {
            putVarint(RunFormat.TIMES);
            putVarint(times);
        }
        file().endRecords(times);
        if (same && keyInBlock) {
            putVarint(0);
            return;
        }
        keyInBlock = true; // unless the block ends before the record does
        longestKey = Math.max(longestKey, length);
        putVarint(version == RunFormat.SHUFFLE ? RunFormat.KEY + (long) length : length);
        put(key, from, length);
    }

    private void beginRun() throws IOException {
        if (buffer.length == 0) {
            buffer = new byte
                    [RunFormat.HEADER_BYTES
                            + BLOCKS * (RunFormat.BLOCK_HEADER_BYTES + RunFormat.BLOCK_BYTES)
                            + RunFormat.END_BYTES];
        }
        byte[] start = RunFormat.header(version, kind, compression);
        System.arraycopy(start, 0, buffer, 0, start.length);
        complete = start.length;
        begun = true;
        beginBlock();
    }

    private int firstOfBlock() {
        return complete + RunFormat.BLOCK_HEADER_BYTES;
    }

    private void beginBlock() throws IOException {
        if (buffer.length - complete < RunFormat.BLOCK_HEADER_BYTES + RunFormat.BLOCK_BYTES + RunFormat.END_BYTES) {
            write();
        }
        at = firstOfBlock();
        blockEnd = at + RunFormat.BLOCK_BYTES;
        keyInBlock = false;
    }

    private void endBlock() throws IOException {
        int first = firstOfBlock();
        int raw = at - first;
        int stored = codec.compress(buffer, first, raw, packed);
        if (stored < raw) {
            System.arraycopy(packed, 0, buffer, first, stored);
        }
        RunFormat.putBlockHeader(buffer, complete, raw, stored);
        complete = first + stored;
        beginBlock();
    }

    private void write() throws IOException {
        file().append(buffer, 0, complete);
        complete = 0;
    }

    private void putVarint(long value) throws IOException {
        if (blockEnd - at >= RunFormat.MAX_VARINT_LONG) {
            at = RunFormat.putVarint(buffer, at, value);
        } else {
            byte[] coded = new byte[RunFormat.MAX_VARINT_LONG];
            put(coded, 0, RunFormat.putVarint(coded, 0, value));
        }
    }

    private void put(byte[] bytes, int from, int length) throws IOException {
        if (length <= blockEnd - at) {
            System.arraycopy(bytes, from, buffer, at, length);
            at += length;
            return;
        }
        int done = 0;
        while (done < length) {
            if (at == blockEnd) {
                endBlock();
            }
            int part = Math.min(length - done, blockEnd - at);
            System.arraycopy(bytes, from + done, buffer, at, part);
            at += part;
            done += part;
        }
    }

    /** Ends the current run; what is appended next begins another. Answers where in the file the run lies. */
    Run endRun() throws IOException {
        long first = runFirst;
        int longest = longestKey;
        if (begun) {
            if (at > firstOfBlock()) {
                endBlock();
            }
            long bytes = file().bytes() + complete - first;
            complete = RunFormat.putEnd(version, buffer, complete, longest, bytes);
            write();
        }
        begun = false;
        longestKey = 0;
        runFirst = file().bytes();
        return new Run(path(), first, runFirst, longest);
    }

    /** Ends the current run, and the file. */
    FileStats finish() throws IOException {
        endRun();
        return file().finish();
    }

    private RecordFile file() {
        RecordFile there = file;
        if (there == null) {
            throw new IllegalStateException("no file to write to");
        }
        return there;
    }

    private Path path() {
        Path there = path;
        if (there == null) {
            throw new IllegalStateException("no file to write to");
        }
        return there;
    }

    @Override
    public void close() throws IOException {
        RecordFile there = file;
        if (there != null) {
            there.close();
        }
    }
}
