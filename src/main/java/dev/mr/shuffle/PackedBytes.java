package dev.mr.shuffle;

import dev.mr.task.InputFile;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The content of a gzip or zstd file that somebody else closes. */
final class PackedBytes implements ByteSource {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputFile input;
    private final InputStream content;

    /** What is packed in the file cannot be unpacked. */
    static final class MalformedContentException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedContentException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    PackedBytes(InputFile input, SourceFile file) throws IOException {
        this.input = input;
        InputStream packed = new Raw(new FileBytes(file, 0, input.bytes()));
        try {
            content = switch (input.packing()) {
                case GZIP -> new GZIPInputStream(packed, BUFFER_BYTES);
                case ZSTD -> new ZstdInputStream(packed);
                case NONE -> packed;
            };
        } catch (ZipException | EOFException malformed) {
            throw malformed(malformed);
        }
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        try {
            return content.read(into, at, length);
        } catch (ZipException | EOFException | MalformedInputException malformed) {
            throw malformed(malformed);
        }
    }

    private IOException malformed(Exception cause) {
        return new IOException(new MalformedContentException(
                "input " + input.path() + " cannot be unpacked: " + cause.getMessage(), cause));
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    /** The packed bytes as a stream. */
    private static final class Raw extends InputStream {
        private final ByteSource source;

        Raw(ByteSource source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return source.read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            return length == 0 ? 0 : source.read(into, at, length);
        }

        @Override
        public int available() {
            // GZIPInputStream looks for another member only when it is told that there may be more.
            return 1;
        }
    }
}
