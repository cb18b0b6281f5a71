package dev.mr.shuffle;

import dev.mr.task.Compression;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/** The blocks of one run, each checked before it is handed out. Holds one block. */
final class RunBlocks implements Closeable {
    private static final byte[] NONE = {};

    private final RunSource source;
    private final byte[] header = new byte[RunFormat.BLOCK_HEADER_BYTES];
    private final long runBytes;
    private int version;
    private BlockCodec codec = BlockCodec.of(Compression.NONE);
    private byte[] block = NONE;
    private byte[] packed = NONE;
    private boolean ended;

    RunBlocks(RunSource source, ValueKind kind) throws IOException, TaskException {
        this.source = source;
        this.runBytes = source.left();
        if (runBytes == 0) {
            ended = true;
        } else {
            readHeader(kind);
        }
    }

    private void readHeader(ValueKind kind) throws IOException, TaskException {
        byte[] start = new byte[RunFormat.HEADER_BYTES];
        fill(start, start.length);
        Compression compression = RunFormat.compression(start);
        if (!RunFormat.isRun(start) || RunFormat.kind(start) != kind || compression == null) {
            throw damaged("does not begin as records of " + kind + " do");
        }
        version = RunFormat.version(start);
        codec = BlockCodec.of(compression);
    }

    /** Of the run's format; 0 for a run without records. */
    int version() {
        return version;
    }

    /** Goes to the next block, whose bytes are the first of {@link #bytes}; answers how many, 0 at the end. */
    int next() throws IOException, TaskException {
        if (ended) {
            return 0;
        }
        fill(header, header.length);
        int raw = RunFormat.getInt(header, 0);
        int stored = RunFormat.getInt(header, Integer.BYTES);
        if (raw == 0) {
            readEnd();
            return 0;
        }
        if (raw < 0 || raw > RunFormat.BLOCK_BYTES || stored <= 0 || stored > raw) {
            throw damaged("has a block of " + raw + " bytes in " + stored);
        }
        read(raw, stored, RunFormat.getInt(header, 2 * Integer.BYTES));
        return raw;
    }

    /** The same array for all blocks, unless one is longer than those before. */
    byte[] bytes() {
        return block;
    }

    private void readEnd() throws IOException, TaskException {
        boolean good;
        if (version == RunFormat.SHUFFLE) {
            byte[] end = Arrays.copyOf(header, RunFormat.END_BYTES);
            byte[] rest = new byte[end.length - header.length];
            fill(rest, rest.length);
            System.arraycopy(rest, 0, end, header.length, rest.length);
            good = RunFormat.isEnd(end) && RunFormat.runBytes(end) == runBytes - source.left();
        } else {
            int sum = 2 * Integer.BYTES;
            good = RunFormat.getInt(header, sum) == RunFormat.endCrc(header, 0, sum);
        }
        if (!good) {
            throw damaged("has an end that does not match its checksum");
        }
        ended = true;
        if (source.left() > 0) {
            throw damaged("goes on after its end");
        }
    }

    private void read(int raw, int stored, int crc) throws IOException, TaskException {
        block = grown(block, raw);
        if (stored < raw) {
            packed = grown(packed, raw);
        }
        byte[] into = stored < raw ? packed : block;
        fill(into, stored);
        if (RunFormat.crc(header, 0, into, 0, stored) != crc) {
            throw damaged("has a block that does not match its checksum");
        }
        if (stored < raw) {
            try {
                codec.decompress(packed, stored, block, raw);
            } catch (IOException malformed) {
                throw damaged(String.valueOf(malformed.getMessage()));
            }
        }
    }

    private static byte[] grown(byte[] buffer, int length) {
        return buffer.length >= length ? buffer : new byte[length];
    }

    private void fill(byte[] into, int length) throws IOException, TaskException {
        if (length > source.left()) {
            throw damaged("ends too early");
        }
        source.read(into, length);
    }

    /** Throws what the source makes of it; never returns. */
    IOException damaged(String what) throws IOException, TaskException {
        throw source.damaged(what);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
