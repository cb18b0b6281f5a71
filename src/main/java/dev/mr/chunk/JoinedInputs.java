package dev.mr.chunk;

import dev.mr.files.FileSystem;
import dev.mr.files.FileSystem.FileFacts;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All inputs as one stream, with the newlines between them. One file is open at a time. */
final class JoinedInputs implements Closeable {
    private final FileSystem files;
    private final Iterator<Input> inputs;
    private @Nullable OpenInput open;

    JoinedInputs(FileSystem files, List<Input> inputs) {
        this.files = files;
        this.inputs = inputs.iterator();
    }

    /**
     * Fills the buffer from {@code at}.
     *
     * @return where the bytes end: the buffer's length unless the stream has ended
     * @throws MrException INPUT_CHANGED when a file is not what it was when it was found
     */
    int fill(byte[] buffer, int at) {
        int filled = at;
        while (filled < buffer.length) {
            if (open == null) {
                if (!inputs.hasNext()) {
                    break;
                }
                open = new OpenInput(inputs.next());
                if (open.input.newlineBefore()) {
                    buffer[filled++] = '\n';
                }
            } else {
                int read = open.read(buffer, filled);
                if (read < 0) {
                    open.finish(files);
                    open = null;
                } else {
                    filled += read;
                }
            }
        }
        return filled;
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.channel.close();
        }
    }

    private static final class OpenInput {
        private final Input input;
        private final FileChannel channel;
        private long bytesRead;

        OpenInput(Input input) {
            this.input = input;
            try {
                this.channel = FileChannel.open(input.path(), StandardOpenOption.READ);
            } catch (IOException e) {
                throw Trouble.reading(input.path(), e);
            }
        }

        int read(byte[] buffer, int at) {
            try {
                int read = channel.read(ByteBuffer.wrap(buffer, at, buffer.length - at));
                bytesRead += Math.max(read, 0);
                if (bytesRead > input.facts().bytes()) {
                    throw changed(input, "more than " + input.facts().bytes() + " bytes");
                }
                return read;
            } catch (IOException e) {
                throw Trouble.reading(input.path(), e);
            }
        }

        void finish(FileSystem files) {
            Path path = input.path();
            try {
                channel.close();
                Optional<FileFacts> now = files.facts(path);
                if (bytesRead != input.facts().bytes()) {
                    throw changed(input, bytesRead + " bytes");
                }
                if (now.isEmpty() || !now.get().equals(input.facts())) {
                    throw changed(input, "another file or modification time");
                }
            } catch (IOException e) {
                throw Trouble.reading(path, e);
            }
        }

        private static MrException changed(Input input, String found) {
            return new MrException(
                    ExitCode.INPUT_CHANGED,
                    "input " + input.path() + " changed while it was read: found " + found + ", expected the "
                            + input.facts().bytes()
                            + " bytes it had at the start; run again once nothing writes to it");
        }
    }
}
