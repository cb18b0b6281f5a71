package dev.mr.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The place an attempt notes, as whoever comes after its process reads it. */
class RecordNoteTest {
    private final ByteBuffer note = ByteBuffer.allocate(RecordNote.BYTES);

    @Test
    void a_note_is_read_as_it_was_put_until_it_is_cleared() {
        assertThat(RecordNote.parse(note.array())).as("nothing was noted").isEmpty();
        RecordNote.put(note, 0, 1L << 40, 17, 0xdeadbeef);
        assertThat(RecordNote.parse(note.array())).contains(new BadRecord(0, 1L << 40, 17, 0xdeadbeef));
        RecordNote.put(note, 3, 5, 6, 0);
        assertThat(RecordNote.parse(note.array())).contains(new BadRecord(3, 5, 6, 0));
        RecordNote.clear(note);
        assertThat(RecordNote.parse(note.array())).isEmpty();
    }

    @Test
    void what_is_shorter_or_longer_is_no_note() {
        RecordNote.put(note, 0, 1, 2, 3);
        assertThat(RecordNote.parse(Arrays.copyOf(note.array(), RecordNote.BYTES - 1)))
                .isEmpty();
        assertThat(RecordNote.parse(Arrays.copyOf(note.array(), RecordNote.BYTES + 1)))
                .isEmpty();
    }
}
