package dev.mr.task;

import dev.mr.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@link RecordNote}: says nothing, or what it would write again. */
public final class RecordNoteFuzz implements FuzzTarget {
    @Override
    public List<byte[]> seeds() {
        byte[] note = new byte[RecordNote.BYTES];
        RecordNote.put(ByteBuffer.wrap(note), 3, 1L << 40, 17, -1);
        return List.of(note, new byte[RecordNote.BYTES]);
    }

    @Override
    public void run(byte[] input) {
        Optional<BadRecord> read = RecordNote.parse(input);
        read.ifPresent(record -> {
            byte[] again = new byte[RecordNote.BYTES];
            RecordNote.put(ByteBuffer.wrap(again), record.input(), record.offset(), record.bytes(), record.crc32c());
            if (!Arrays.equals(input, again)) {
                throw new AssertionError("changed on its way: " + record);
            }
        });
    }
}
