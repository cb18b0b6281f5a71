package dev.mr.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What somebody prints, in a file: of very much the first {@value #HEAD_BYTES} and the last {@value #TAIL_BYTES} bytes are kept. There is no
 * file when there is nothing to keep. Trouble with the file itself is nobody's failure. Thread-safe.
 */
public class BoundedLog implements Closeable {
    public static final int HEAD_BYTES = 1 << 20;
    public static final int TAIL_BYTES = 1 << 16;

    private final Path file;
    private @Nullable OutputStream out;
    private long written;
    private byte[] tail = new byte[0];
    private boolean closed;

    public BoundedLog(Path file) {
        this.file = file;
    }

    public final Path file() {
        return file;
    }

    public final synchronized boolean isEmpty() {
        return written == 0;
    }

    public final synchronized void write(byte[] bytes, int from, int length) {
        if (closed || length == 0) {
            return;
        }
        int head = (int) Math.max(0, Math.min(length, HEAD_BYTES - written));
        if (head > 0) {
            append(bytes, from, head);
        }
        if (head < length && tail.length == 0) {
            tail = new byte[TAIL_BYTES];
        }
        // Of a long text only its end survives in the ring.
        int at = Math.max(head, length - TAIL_BYTES);
        while (at < length) {
            int place = (int) ((written + at - HEAD_BYTES) % TAIL_BYTES);
            int part = Math.min(length - at, TAIL_BYTES - place);
            System.arraycopy(bytes, from + at, tail, place, part);
            at += part;
        }
        written += length;
    }

    public final void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes, 0, bytes.length);
    }

    private void append(byte[] bytes, int from, int length) {
        try {
            OutputStream open = out;
            if (open == null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                open = Files.newOutputStream(file);
                out = open;
            }
            open.write(bytes, from, length);
        } catch (IOException lost) {
            closed = true;
        }
    }

    @Override
    public final synchronized void close() {
        long over = written - HEAD_BYTES;
        if (over > 0) {
            int kept = (int) Math.min(over, TAIL_BYTES);
            byte[] gap = ("\n... " + (over - kept) + " bytes left out ...\n").getBytes(StandardCharsets.UTF_8);
            append(gap, 0, gap.length);
            int begin = (int) ((over - kept) % TAIL_BYTES);
            int first = Math.min(kept, TAIL_BYTES - begin);
            append(tail, begin, first);
            append(tail, 0, kept - first);
        }
        closed = true;
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException lost) {
            // What was printed is not what an attempt is about.
        }
    }
}
