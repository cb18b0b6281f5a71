package dev.mr.shuffle;

import dev.mr.task.Compression;
import io.airlift.compress.Compressor;
import io.airlift.compress.Decompressor;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.zstd.ZstdCompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Compresses and restores blocks. One thread. */
final class BlockCodec {
    private final @Nullable Compressor compressor;
    private final @Nullable Decompressor decompressor;

    private BlockCodec(@Nullable Compressor compressor, @Nullable Decompressor decompressor) {
        this.compressor = compressor;
        this.decompressor = decompressor;
    }

    static BlockCodec of(Compression compression) {
        return switch (compression) {
            case NONE -> new BlockCodec(null, null);
            case LZ4 -> new BlockCodec(new Lz4Compressor(), new Lz4Decompressor());
            case ZSTD -> new BlockCodec(new ZstdCompressor(), new ZstdDecompressor());
        };
    }

    /** Room that {@link #compress} needs for so many bytes. */
    int maxCompressedBytes(int rawBytes) {
        return compressor == null ? 0 : compressor.maxCompressedLength(rawBytes);
    }

    /**
     * Compresses {@code length} bytes at {@code from} to the front of {@code into}; answers how many bytes that are, or {@code
     * length} if it was not worth it.
     */
    int compress(byte[] raw, int from, int length, byte[] into) {
        if (compressor == null) {
            return length;
        }
        return Math.min(length, compressor.compress(raw, from, length, into, 0, into.length));
    }

    /** Restores exactly {@code rawBytes} bytes to the front of {@code into}. */
    void decompress(byte[] stored, int storedBytes, byte[] into, int rawBytes) throws IOException {
        if (decompressor == null) {
            throw new IOException("is compressed, but says that it is not");
        }
        try {
            int restored = decompressor.decompress(stored, 0, storedBytes, into, 0, rawBytes);
            if (restored != rawBytes) {
                throw new IOException("has a block of " + restored + " bytes, expected " + rawBytes);
            }
        } catch (MalformedInputException
                | IndexOutOfBoundsException
                | IllegalArgumentException
                | IllegalStateException malformed) {
            throw new IOException("has a block that cannot be restored: " + malformed.getMessage(), malformed);
        }
    }
}
