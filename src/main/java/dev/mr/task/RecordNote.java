package dev.mr.task;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Where a map attempt notes the record it is on, in its directory, so that the note survives its process: input (an int, plus 1),
 * offset (a long), length and CRC32C (ints), big-endian; zeros for none. The CRC32C is 0 when no record may be skipped. The file of
 * an attempt that succeeds becomes its RECEIPT, and one that is longer than a note is a RECEIPT in the making.
 */
public final class RecordNote {
    public static final String FILE_NAME = "RECORD";
    public static final int BYTES = 3 * Integer.BYTES + Long.BYTES;

    private RecordNote() {}

    /** Writes the note at the front of {@code note}. */
    public static void put(ByteBuffer note, int input, long offset, int bytes, int crc32c) {
        note.putLong(Integer.BYTES, offset)
                .putInt(Integer.BYTES + Long.BYTES, bytes)
                .putInt(2 * Integer.BYTES + Long.BYTES, crc32c)
                .putInt(0, input + 1);
    }

    /** Takes the note back. */
    public static void clear(ByteBuffer note) {
        note.putInt(0, 0);
    }

    /** What a note says; empty for none. */
    public static Optional<BadRecord> parse(byte[] content) {
        if (content.length != BYTES) {
            return Optional.empty();
        }
        ByteBuffer note = ByteBuffer.wrap(content);
        int input = note.getInt() - 1;
        return input < 0
                ? Optional.empty()
                : Optional.of(new BadRecord(input, note.getLong(), note.getInt(), note.getInt()));
    }
}
