package dev.mr.shuffle;

import java.io.IOException;

/**
 * A stretch of a file as a sequence of blocks of whole records. The stretch begins and ends at cuts. A block has at most
 * {@link Limits#blockBytes}, unless one record is longer, which then is a block of its own; the little that is read beyond a
 * block's last cut is read again with the next.
 */
final class BlockReader {
    private final SourceFile file;
    private final Boundary boundary;
    private final Limits limits;
    private final long fileBytes;
    private final long end;
    private final byte[] buffer;
    private byte[] text;
    private long position;
    private int length;

    /** Reads {@code [first, next)} of a file of {@code fileBytes} bytes. */
    BlockReader(SourceFile file, Boundary boundary, Limits limits, long fileBytes, long first, long next) {
        this.file = file;
        this.boundary = boundary;
        this.limits = limits;
        this.fileBytes = fileBytes;
        this.position = first;
        this.end = next;
        this.buffer = new byte[(int) Math.min(limits.blockBytes(), next - first) + Limits.SLACK_BYTES];
        this.text = buffer;
    }

    /** Goes to the next block; false at the end. */
    boolean next() throws IOException, RecordTooLongException {
        position += length;
        length = (int) Math.min(limits.blockBytes(), end - position);
        text = buffer;
        file.read(position, text, length);
        if (position + length < end) {
            length = boundary.last(text, length);
            if (length == 0) {
                readOneRecord();
            }
        }
        return length > 0;
    }

    private void readOneRecord() throws IOException, RecordTooLongException {
        long recordBytes = boundary.next(file, fileBytes, position + 1, limits.recordBytes()) - position;
        if (recordBytes > limits.recordBytes()) {
            throw new RecordTooLongException(position);
        }
        length = (int) recordBytes;
        text = new byte[length + Limits.SLACK_BYTES];
        file.read(position, text, length);
    }

    /** The block's bytes are {@code [0, length())} of this array; {@link Limits#SLACK_BYTES} more may be read. */
    byte[] text() {
        return text;
    }

    int length() {
        return length;
    }

    /** Where in the file the block begins. */
    long position() {
        return position;
    }
}
