package dev.mr.shuffle;

import dev.mr.api.Output;
import dev.mr.api.Slice;
import dev.mr.task.Compression;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads one run. Every block is checked before any of it is handed out. Holds one block; of a record that is longer than a block
 * its key, and its value if that is asked for, until the next record.
 */
final class RunReader implements RecordCursor {
    private static final byte[] NONE = {};

    private final RunSource source;
    private final ValueKind kind;
    private final Reserve reserve;
    private final byte[] header = new byte[RunFormat.BLOCK_HEADER_BYTES];
    private final long runBytes;
    private int version;
    private BlockCodec codec = BlockCodec.of(Compression.NONE);
    private byte[] block = NONE;
    private byte[] packed = NONE;
    private int at;
    private int filled;
    private boolean ended;
    private byte[] keyBytes = NONE;
    private byte[] valueBytes = NONE;
    private final Slice key = new Slice();
    private final Slice value = new Slice();
    private long number;
    private long times;
    private boolean sameKey;
    /** Some key began in the block that is being read. */
    private boolean keyInBlock;

    /** The key or the value lies in bytes of its own, of which there may be many. */
    private boolean copied;

    private int unread;

    RunReader(RunSource source, ValueKind kind) throws IOException, TaskException {
        this(source, kind, Reserve.NONE);
    }

    /** {@code reserve} is told of the memory for long records. */
    RunReader(RunSource source, ValueKind kind, Reserve reserve) throws IOException, TaskException {
        this.source = source;
        this.kind = kind;
        this.reserve = reserve;
        this.runBytes = source.left();
        if (source.left() == 0) {
            ended = true;
        } else {
            readHeader();
        }
    }

    private void readHeader() throws IOException, TaskException {
        byte[] start = new byte[RunFormat.HEADER_BYTES];
        fill(start, start.length);
        Compression compression = RunFormat.compression(start);
        if (!RunFormat.isRun(start) || RunFormat.kind(start) != kind || compression == null) {
            throw damaged("does not begin as records of " + kind + " do");
        }
        version = RunFormat.version(start);
        codec = BlockCodec.of(compression);
    }

    @Override
    public boolean next() throws IOException, TaskException {
        if (unread > 0) {
            skip(unread);
            unread = 0;
        }
        if (copied) {
            forgetLong();
        }
        if (at == filled && !nextBlock()) {
            return false;
        }
        times = 1;
        long coded = varint();
        if (version == RunFormat.SHUFFLE) {
            if (coded == RunFormat.TIMES) {
                times = varint();
                coded = varint();
            }
            coded -= RunFormat.KEY;
        }
        sameKey = coded == -RunFormat.KEY && keyInBlock;
        if (!sameKey) {
            readKey(length(coded, "key"));
        }
        if (kind == ValueKind.LONGS) {
            number = RunFormat.unzigzag(varint());
        } else {
            unread = length(varint(), "value");
        }
        return true;
    }

    private void readKey(int length) throws IOException, TaskException {
        keyInBlock = true; // unless the block ends before the record does
        if (length <= filled - at) {
            key.set(block, at, at + length);
            at += length;
        } else {
            copied = true;
            keyBytes = room(keyBytes, length);
            copy(keyBytes, length);
            key.set(keyBytes, 0, length);
        }
    }

    @Override
    public long times() {
        return times;
    }

    @Override
    public boolean hasSameKey() {
        return sameKey;
    }

    @Override
    public Slice key() {
        return key;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public Slice value() throws IOException, TaskException {
        int length = unread;
        unread = 0;
        if (length <= filled - at) {
            value.set(block, at, at + length);
            at += length;
        } else {
            copied = true;
            valueBytes = room(valueBytes, length);
            copy(valueBytes, length);
            value.set(valueBytes, 0, length);
        }
        return value;
    }

    private static byte[] grown(byte[] buffer, int length) {
        return buffer.length >= length ? buffer : new byte[length];
    }

    private byte[] room(byte[] buffer, int length) throws IOException, TaskException {
        if (buffer.length >= length) {
            return buffer;
        }
        if (length > Reserve.SMALL_BYTES) {
            reserve.take((long) keyBytes.length + length);
        }
        return new byte[length];
    }

    /** One long record does not make every reader of a merge large. */
    private void forgetLong() throws IOException, TaskException {
        copied = false;
        if (keyBytes.length > Reserve.SMALL_BYTES || valueBytes.length > Reserve.SMALL_BYTES) {
            key.set(NONE, 0, 0);
            value.set(NONE, 0, 0);
            keyBytes = NONE;
            valueBytes = NONE;
            reserve.take(0);
        }
    }

    private int length(long length, String what) throws IOException, TaskException {
        if (length < 0 || length > Output.MAX_BYTES) {
            throw damaged("has a " + what + " of " + length + " bytes");
        }
        return (int) length;
    }

    private long varint() throws IOException, TaskException {
        if (at < filled && block[at] >= 0) {
            return block[at++];
        }
        return longVarint();
    }

    private long longVarint() throws IOException, TaskException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (at == filled && !nextBlock()) {
                throw damaged("ends inside a record");
            }
            byte b = block[at++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw damaged("has a number that does not end");
    }

    private void copy(byte[] into, int length) throws IOException, TaskException {
        int done = 0;
        while (done < length) {
            if (at == filled && !nextBlock()) {
                throw damaged("ends inside a record");
            }
            int part = Math.min(length - done, filled - at);
            System.arraycopy(block, at, into, done, part);
            at += part;
            done += part;
        }
    }

    private void skip(int bytes) throws IOException, TaskException {
        int left = bytes;
        while (left > 0) {
            if (at == filled && !nextBlock()) {
                throw damaged("ends inside a record");
            }
            int part = Math.min(left, filled - at);
            at += part;
            left -= part;
        }
    }

    private boolean nextBlock() throws IOException, TaskException {
        if (ended) {
            return false;
        }
        fill(header, header.length);
        int raw = RunFormat.getInt(header, 0);
        int stored = RunFormat.getInt(header, Integer.BYTES);
        if (raw == 0) {
            readEnd();
            return false;
        }
        if (raw < 0 || raw > RunFormat.BLOCK_BYTES || stored <= 0 || stored > raw) {
            throw damaged("has a block of " + raw + " bytes in " + stored);
        }
        readBlock(raw, stored, RunFormat.getInt(header, 2 * Integer.BYTES));
        at = 0;
        filled = raw;
        return true;
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

    private void readBlock(int raw, int stored, int crc) throws IOException, TaskException {
        // What was handed out of the block before is still to be readable: a key, while its value goes on in the next
        // block.
        if (key.array() == block && !key.isEmpty()) {
            key.set(key.bytes(), 0, key.length());
        }
        keyInBlock = false;
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

    private void fill(byte[] into, int length) throws IOException, TaskException {
        if (length > source.left()) {
            throw damaged("ends too early");
        }
        source.read(into, length);
    }

    /** Throws what the source makes of it; never returns. */
    private IOException damaged(String what) throws IOException, TaskException {
        throw source.damaged(what);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
