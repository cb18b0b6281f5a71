package dev.mr.shuffle;

import dev.mr.task.BadRecord;
import dev.mr.task.InputFile;
import dev.mr.task.RecordNote;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a map attempt does for records that the map function may fail on: it notes the one it is on, in a file that outlives the
 * process, and, if any may be skipped, leaves out those it was told to. One thread.
 */
final class RecordCare implements Closeable {
    private final Map<Long, BadRecord> skips = new HashMap<>();
    private final Skipping skipping;
    private final ByteBuffer note;
    private final @Nullable Path file;
    private final CRC32C crc = new CRC32C();
    private int input = -1;
    private int skipped;
    private boolean hasSucceeded;

    private RecordCare(Skipping skipping, ByteBuffer note, @Nullable Path file) {
        this.skipping = skipping;
        this.note = note;
        this.file = file;
    }

    /** For work that is no attempt: nobody asks what it was at. */
    static RecordCare none() {
        return new RecordCare(Skipping.NONE, ByteBuffer.allocate(RecordNote.BYTES), null);
    }

    /** Care for an attempt that works in {@code directory}. */
    static RecordCare of(Skipping skipping, Path directory) throws IOException {
        Path file = directory.resolve(RecordNote.FILE_NAME);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            // A disk that is full has to say so now: a write to memory cannot.
            channel.write(ByteBuffer.allocate(RecordNote.BYTES));
            MappedByteBuffer note = channel.map(FileChannel.MapMode.READ_WRITE, 0, RecordNote.BYTES);
            return new RecordCare(skipping, note, file);
        }
    }

    /** Whether blocks are to be handed over record by record. */
    boolean isCareful() {
        return skipping.careful();
    }

    /** From here on records are of this file. */
    void enter(InputFile of) {
        input = of.index();
        skips.clear();
        for (BadRecord skip : skipping.records()) {
            if (skip.input() == input) {
                skips.put(skip.offset(), skip);
            }
        }
    }

    /** Whether the record {@code [from, to)} of {@code text}, which begins at {@code offset} of its file, is left out; else it is noted. */
    boolean skips(byte[] text, int from, int to, long offset) {
        if (!skipping.isAllowed()) {
            RecordNote.put(note, input, offset, to - from, 0);
            return false;
        }
        int sum = crc(text, from, to);
        BadRecord skip = skips.get(offset);
        if (skip != null && skip.bytes() == to - from && skip.crc32c() == sum) {
            skipped++;
            return true;
        }
        RecordNote.put(note, input, offset, to - from, sum);
        return false;
    }

    private int crc(byte[] text, int from, int to) {
        crc.reset();
        crc.update(text, from, to - from);
        return (int) crc.getValue();
    }

    /** The record as it is reported; null when none may be skipped. */
    @Nullable
    BadRecord describe(byte[] text, int from, int to, long offset) {
        return skipping.isAllowed() ? new BadRecord(input, offset, to - from, crc(text, from, to)) : null;
    }

    /** Records left out. */
    int skipped() {
        return skipped;
    }

    /** The map function is done with all records: whatever kills the process now is not one of them. */
    void done() {
        RecordNote.clear(note);
    }

    /** The attempt has its result: its file stays, so that the RECEIPT need not make one. */
    void succeeded() {
        hasSucceeded = true;
    }

    /** Deletes the note, which is for attempts that die, unless the attempt has succeeded. */
    @Override
    public void close() throws IOException {
        if (file != null && !hasSucceeded) {
            Files.deleteIfExists(file);
        }
    }
}
