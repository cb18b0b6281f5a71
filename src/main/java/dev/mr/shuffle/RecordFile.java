package dev.mr.shuffle;

import dev.mr.task.FileStats;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A new file of records, buffered, counted and checksummed while it is written. The buffer is made with the first record; a little may be written, but means nothing, after its end.
 * Errors name the file; after one the file is worthless.
 */
final class RecordFile implements Closeable {
    /** One write at most: the JDK keeps a direct buffer of the largest size a thread ever wrote. */
    private static final int MAX_WRITE_BYTES = 1 << 20;

    private static final byte[] NONE = {};

    private final Path path;
    private final int bufferBytes;
    private final CRC32C crc = new CRC32C();
    private byte[] buffer = NONE;
    private int capacity;
    private int used;
    private long flushed;
    private long records;
    private @Nullable FileChannel channel;

    /** Creates the file, which must not exist; unless it is kept open, every flush opens it anew. */
    RecordFile(Path path, int bufferBytes, boolean keepOpen) throws IOException {
        this.path = path;
        this.bufferBytes = bufferBytes;
        FileChannel created = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        if (keepOpen) {
            channel = created;
        } else {
            created.close();
        }
    }

    /**
     * Appends {@code [from, to)} of {@code bytes} and a newline, as one record.
     *
     * @throws IllegalArgumentException when the range holds a newline; nothing was appended
     */
    void appendLine(byte[] bytes, int from, int to) throws IOException {
        int length = to - from;
        if (length >= capacity - used || from > bytes.length - ShortKey.WINDOW_BYTES) {
            appendLongLine(bytes, from, to);
            return;
        }
        if (length > ShortKey.MAX_BYTES) {
            if (EightBytes.newline(bytes, from, to) < to) {
                throw holdsNewline();
            }
            System.arraycopy(bytes, from, buffer, used, length);
        } else {
            copyShort(bytes, from, length);
        }
        used += length;
        buffer[used++] = '\n';
        records++;
    }

    /** Sixteen bytes, whatever the length: seldom a branch depends on that. */
    private void copyShort(byte[] bytes, int from, int length) {
        long low = EightBytes.get(bytes, from);
        long high = EightBytes.get(bytes, from + Long.BYTES);
        if (ShortKey.cut(EightBytes.newlines(low), EightBytes.newlines(high), length) != 0) {
            throw holdsNewline();
        }
        EightBytes.set(buffer, used, low);
        EightBytes.set(buffer, used + Long.BYTES, high);
    }

    /** The line does not fit the buffer, or lies so near the end of its array that eight bytes cannot be read at once. */
    private void appendLongLine(byte[] bytes, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                throw holdsNewline();
            }
        }
        append(bytes, from, to);
        append((byte) '\n');
        endRecord();
    }

    private static IllegalArgumentException holdsNewline() {
        return new IllegalArgumentException("the key holds a newline");
    }

    void append(byte[] bytes, int from, int to) throws IOException {
        int length = to - from;
        if (length > capacity - used) {
            flush();
            if (length > bufferBytes) {
                write(bytes, from, to);
                return;
            }
            prepare();
        }
        System.arraycopy(bytes, from, buffer, used, length);
        used += length;
    }

    void append(byte b) throws IOException {
        if (used == capacity) {
            flush();
            prepare();
        }
        buffer[used++] = b;
    }

    /** Counts what was appended since the last call as one record. */
    void endRecord() {
        records++;
    }

    /** Counts as {@link #endRecord} does, so many records. */
    void endRecords(long count) {
        records += count;
    }

    long records() {
        return records;
    }

    /** Bytes appended so far. */
    long bytes() {
        return flushed + used;
    }

    /** Writes what is buffered and closes the file. */
    FileStats finish() throws IOException {
        flush();
        buffer = NONE;
        capacity = 0;
        close();
        return new FileStats(flushed, records, (int) crc.getValue());
    }

    private void prepare() {
        if (capacity == 0) {
            buffer = new byte[bufferBytes + Limits.SLACK_BYTES];
            capacity = bufferBytes;
        }
    }

    private void flush() throws IOException {
        write(buffer, 0, used);
        used = 0;
    }

    private void write(byte[] bytes, int from, int to) throws IOException {
        if (from == to) {
            return;
        }
        crc.update(bytes, from, to - from);
        flushed += to - from;
        try {
            FileChannel open = channel;
            if (open != null) {
                writeAll(open, bytes, from, to);
            } else {
                try (FileChannel again = FileChannel.open(
                        path, StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS)) {
                    writeAll(again, bytes, from, to);
                }
            }
        } catch (FileSystemException namesTheFile) {
            throw namesTheFile;
        } catch (IOException e) {
            throw SourceFile.named(path, e);
        }
    }

    private static void writeAll(FileChannel channel, byte[] bytes, int from, int to) throws IOException {
        int at = from;
        while (at < to) {
            at += channel.write(ByteBuffer.wrap(bytes, at, Math.min(to - at, MAX_WRITE_BYTES)));
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}
