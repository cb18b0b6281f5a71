package dev.mr.shuffle;

import java.io.IOException;
import java.util.Arrays;

/**
 * Bytes as blocks of whole records. The bytes begin and end at cuts. A block has at most {@link Limits#blockBytes}, unless one
 * record is longer, which then is a block of its own. What was read beyond a block's last cut is moved to the front for the next.
 */
final class BlockReader {
    private final ByteSource source;
    private final Boundary boundary;
    private final Limits limits;
    private final Reserve reserve;
    private byte[] text;
    private long position;
    private int length;
    private int filled;
    private boolean atEnd;

    /**
     * Reads a source whose first byte is at {@code position}, and which has about {@code bytes} bytes. {@code reserve} is told of
     * the memory for long records.
     */
    BlockReader(ByteSource source, Boundary boundary, Limits limits, Reserve reserve, long position, long bytes) {
        this.source = source;
        this.boundary = boundary;
        this.limits = limits;
        this.reserve = reserve;
        this.position = position;
        // Room for one more than there is, so that the end shows at once.
        long room = bytes < limits.blockBytes() ? bytes + 1 : limits.blockBytes();
        this.text = new byte[(int) room + Limits.SLACK_BYTES];
    }

    /** Goes to the next block; false at the end. */
    boolean next() throws IOException, TaskException, RecordTooLongException {
        position += length;
        System.arraycopy(text, length, text, 0, filled - length);
        filled -= length;
        // One long record does not make every block after it long.
        if (text.length > limits.blockBytes() + Limits.SLACK_BYTES && filled <= limits.blockBytes()) {
            text = Arrays.copyOf(text, limits.blockBytes() + Limits.SLACK_BYTES);
            reserve.take(0);
        }
        length = 0;
        fill();
        while (!atEnd && length == 0) {
            length = boundary.last(text, filled);
            if (length == 0) {
                grow();
                fill();
            }
        }
        if (atEnd) {
            length = filled;
        }
        return length > 0;
    }

    /** Reads until the buffer is full, or the source is at its end, which is known only when there was room for more. */
    private void fill() throws IOException, TaskException {
        int room = text.length - Limits.SLACK_BYTES;
        while (!atEnd && filled < room) {
            int read = source.read(text, filled, room - filled);
            if (read < 0) {
                atEnd = true;
            } else {
                filled += read;
            }
        }
    }

    private void grow() throws IOException, TaskException, RecordTooLongException {
        if (filled > limits.recordBytes()) {
            throw new RecordTooLongException(position);
        }
        long room = Math.min(2L * filled, limits.recordBytes() + 1L);
        if (room > Reserve.SMALL_BYTES) {
            reserve.take(filled + room);
        }
        text = Arrays.copyOf(text, (int) room + Limits.SLACK_BYTES);
    }

    /** The block's bytes are {@code [0, length())} of this array; {@link Limits#SLACK_BYTES} more may be read. */
    byte[] text() {
        return text;
    }

    int length() {
        return length;
    }

    /** Where the block begins. */
    long position() {
        return position;
    }
}
