package dev.mr.shuffle;

import dev.mr.task.InputFile;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The content of a gzip or zstd file that somebody else closes. */
final class PackedBytes implements ByteSource {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int ZSTD_MAGIC_BYTES = 4;
    private static final byte[] ZSTD_MAGIC = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};
    private static final String ZSTD_LIBRARY = "io.airlift.";
    private static final String NO_ZSTD_FRAME = "Invalid magic prefix";
    private static final Pattern OFFSET = Pattern.compile(": offset=-?\\d+$");

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
                case GZIP -> new GzipContent(packed, BUFFER_BYTES);
                case ZSTD -> zstd(packed, file);
                case NONE -> packed;
            };
        } catch (FileSystemException disk) {
            throw disk;
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
    }

    private InputStream zstd(InputStream packed, SourceFile file) throws IOException {
        // The library takes less than this for an end.
        if (input.bytes() < ZSTD_MAGIC_BYTES) {
            throw new IOException("has " + input.bytes() + " bytes, which is less than any zstd file");
        }
        byte[] magic = new Raw(new FileBytes(file, 0, input.bytes())).readNBytes(ZSTD_MAGIC_BYTES);
        if (!Arrays.equals(magic, ZSTD_MAGIC)) {
            throw new IOException("is not zstd");
        }
        return new ZstdInputStream(packed);
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        try {
            return content.read(into, at, length);
        } catch (FileSystemException disk) {
            throw disk;
        } catch (IOException | RuntimeException malformed) {
            // The library for zstd throws unchecked exceptions at what it cannot read.
            throw malformed(malformed);
        }
    }

    private IOException malformed(Exception cause) {
        return new IOException(new MalformedContentException(
                "input " + input.path() + " cannot be unpacked: " + reason(cause), cause));
    }

    /** The library for zstd speaks of offsets in its own buffers. */
    private static String reason(Exception cause) {
        String said = String.valueOf(cause.getMessage());
        if (!cause.getClass().getName().startsWith(ZSTD_LIBRARY)) {
            return cause instanceof IOException ? said : "is damaged: " + cause;
        }
        return said.startsWith(NO_ZSTD_FRAME)
                ? "something that is not zstd follows its last frame"
                : "is damaged: " + OFFSET.matcher(said).replaceFirst("");
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    /** The packed bytes as a stream. */
    private static final class Raw extends InputStream {
        private final FileBytes source;

        Raw(FileBytes source) {
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
    }
}
