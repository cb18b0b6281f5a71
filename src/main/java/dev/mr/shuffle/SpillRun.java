package dev.mr.shuffle;

import dev.mr.task.FileStats;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * A sorted run on disk. Each record is the key's length (4 bytes), its count (8 bytes), both big-endian, and the key. What
 * the file must look like is kept here, not in the file: a run does not outlive the attempt that wrote it.
 *
 * @param stats length, records and checksum
 * @param longestKey bytes of its longest key
 */
record SpillRun(Path path, FileStats stats, int longestKey) {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int HEADER_BYTES = Integer.BYTES + Long.BYTES;

    /** Writes a run, in the order in which it is given the keys. */
    static final class Writer implements CountSink, Closeable {
        private final Path path;
        private final RecordFile file;
        private final byte[] header = new byte[HEADER_BYTES];
        private int longestKey;

        Writer(Path path, int bufferBytes) throws IOException {
            this.path = path;
            this.file = new RecordFile(path, bufferBytes, true);
        }

        @Override
        public void accept(byte[] key, int length, long count) throws IOException {
            append(key, 0, length, count);
        }

        void append(byte[] key, int from, int length, long count) throws IOException {
            INT.set(header, 0, length);
            LONG.set(header, Integer.BYTES, count);
            file.append(header, 0, HEADER_BYTES);
            file.append(key, from, from + length);
            file.endRecord();
            longestKey = Math.max(longestKey, length);
        }

        SpillRun finish() throws IOException {
            return new SpillRun(path, file.finish(), longestKey);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Reads a run back, one key at a time; by the time {@link #next} says there is no more, the whole file was checked. */
    static final class Reader implements Closeable {
        private final SpillRun run;
        private final CRC32C crc = new CRC32C();
        private final DataInputStream in;
        private final byte[] header = new byte[HEADER_BYTES];
        private byte[] key = new byte[16];
        private int length;
        private long count;
        private long left;

        Reader(SpillRun run, int bufferBytes) throws IOException {
            this.run = run;
            this.left = run.stats.records();
            this.in = new DataInputStream(
                    new BufferedInputStream(new CheckedInputStream(Files.newInputStream(run.path), crc), bufferBytes));
        }

        boolean next() throws IOException {
            try {
                if (left-- == 0) {
                    if (in.read() >= 0 || (int) crc.getValue() != run.stats.crc32c()) {
                        throw damaged();
                    }
                    return false;
                }
                in.readFully(header);
                length = (int) INT.get(header, 0);
                count = (long) LONG.get(header, Integer.BYTES);
                if (length < 0 || length > run.longestKey || count <= 0) {
                    throw damaged();
                }
                if (key.length < length) {
                    key = new byte[(int) Math.min(2L * length, run.longestKey)];
                }
                in.readFully(key, 0, length);
                return true;
            } catch (EOFException e) {
                throw damaged();
            }
        }

        private IOException damaged() {
            return new IOException(run.path + ": the run does not read back as it was written");
        }

        byte[] key() {
            return key;
        }

        int length() {
            return length;
        }

        long count() {
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
