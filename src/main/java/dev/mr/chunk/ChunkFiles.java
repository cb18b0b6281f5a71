package dev.mr.chunk;

import dev.mr.task.ChunkManifest.Chunk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The chunk files of one folder, written one after the other; one is open at a time. */
final class ChunkFiles implements Closeable {
    private final Path folder;
    private final ChunkName name;
    private final List<Chunk> chunks = new ArrayList<>();
    private final CRC32C crc = new CRC32C();
    private @Nullable FileChannel open;
    private long bytes;

    ChunkFiles(Path folder, ChunkName name) {
        this.folder = folder;
        this.name = name;
    }

    /** How many chunks are complete; the next bytes go to the chunk of this index. */
    int complete() {
        return chunks.size();
    }

    /** The complete chunks, in order. */
    List<Chunk> chunks() {
        return chunks;
    }

    /** Appends {@code [from, to)} to the chunk being written. */
    void write(byte[] text, int from, int to) {
        try {
            FileChannel channel = channel();
            ByteBuffer piece = ByteBuffer.wrap(text, from, to - from);
            while (piece.hasRemaining()) {
                channel.write(piece);
            }
        } catch (IOException e) {
            throw Trouble.writing(current(), e);
        }
        crc.update(text, from, to - from);
        bytes += to - from;
    }

    /** Completes the chunk being written, which may be empty. */
    void endChunk() {
        try {
            channel().close();
        } catch (IOException e) {
            throw Trouble.writing(current(), e);
        }
        open = null;
        chunks.add(new Chunk(name.file(complete()), bytes, (int) crc.getValue()));
        crc.reset();
        bytes = 0;
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }

    private FileChannel channel() throws IOException {
        if (open == null) {
            open = FileChannel.open(current(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
        return open;
    }

    private Path current() {
        return folder.resolve(name.file(complete()));
    }
}
