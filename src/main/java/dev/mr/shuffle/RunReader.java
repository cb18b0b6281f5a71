package dev.mr.shuffle;

import dev.mr.api.Output;
import dev.mr.api.Slice;
import java.io.IOException;

/**
 * Reads one run. Holds one block; of a record that is longer than a block
 * its key, and its value if that is asked for, until the next record.
 */
final class RunReader implements RecordCursor {
    private static final byte[] NONE = {};

    private final RunBlocks blocks;
    private final ValueKind kind;
    private final Reserve reserve;
    private final boolean repeats;
    private byte[] block = NONE;
    private int at;
    private int filled;
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
        this.blocks = new RunBlocks(source, kind);
        this.kind = kind;
        this.reserve = reserve;
        this.repeats = blocks.version() == RunFormat.SHUFFLE;
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
        if (repeats) {
            if (coded == RunFormat.TIMES) {
                times = repeated(varint());
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

    private long repeated(long count) throws IOException, TaskException {
        if (count < 2) {
            throw damaged("has a record " + count + " times");
        }
        return count;
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
        // What was handed out of the block before is still to be readable: a key, while its value goes on in the next
        // block.
        if (key.array() == block && !key.isEmpty()) {
            key.set(key.bytes(), 0, key.length());
        }
        keyInBlock = false;
        at = 0;
        filled = blocks.next();
        block = blocks.bytes();
        return filled > 0;
    }

    /** Throws what the source makes of it; never returns. */
    private IOException damaged(String what) throws IOException, TaskException {
        throw blocks.damaged(what);
    }

    @Override
    public void close() throws IOException {
        blocks.close();
    }
}
