package dev.mr.shuffle;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file open for reading at given places. Errors name the file. */
final class SourceFile implements Closeable {
    /** One read at most: the JDK keeps a direct buffer of the largest size a thread ever read. */
    private static final int MAX_READ_BYTES = 1 << 20;

    private final Path path;
    private final FileChannel channel;

    SourceFile(Path path) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    long bytes() throws IOException {
        return channel.size();
    }

    /** Reads exactly {@code length} bytes at {@code position} of the file to the front of {@code into}. */
    void read(long position, byte[] into, int length) throws IOException {
        read(position, into, 0, length);
    }

    /** Reads exactly {@code length} bytes at {@code position} of the file to {@code into} from {@code at} on. */
    void read(long position, byte[] into, int at, int length) throws IOException {
        try {
            int done = 0;
            while (done < length) {
                ByteBuffer target = ByteBuffer.wrap(into, at + done, Math.min(length - done, MAX_READ_BYTES));
                int read = channel.read(target, position + done);
                if (read < 0) {
                    throw new EOFException("ends at " + channel.size() + ", before " + (position + length));
                }
                done += read;
            }
        } catch (FileSystemException namesTheFile) {
            throw namesTheFile;
        } catch (IOException e) {
            throw named(path, e);
        }
    }

    /** The error with the file in its message. */
    static IOException named(Path path, IOException e) {
        IOException named = new FileSystemException(path.toString(), null, e.getMessage());
        named.initCause(e);
        return named;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
