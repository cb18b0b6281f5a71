package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.task.BadRecord;
import dev.mr.task.CheckedText;
import dev.mr.task.ExitCode;
import dev.mr.task.InputFile;
import dev.mr.task.JobSpec;
import dev.mr.task.JobSpecs;
import dev.mr.task.MrException;
import dev.mr.task.TaskId;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that maps left out, as they are kept. */
class QuarantineFolderTest {
    private static final String TEXT = "one\nbad line\ntwo\n";
    private static final BadRecord RECORD = new BadRecord(0, 4, 8, crc("bad line"));

    private static final JobSpec JOB = JobSpecs.wordCount(1, 3);

    @TempDir
    private Path root;

    private static int crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    private Path input(String name, String text) throws IOException {
        Path file = root.resolve(name);
        try (OutputStream raw = Files.newOutputStream(file);
                OutputStream out = packed(name, raw)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static OutputStream packed(String name, OutputStream raw) throws IOException {
        if (name.endsWith(".gz")) {
            return new GZIPOutputStream(raw);
        }
        return name.endsWith(".zst") ? new ZstdOutputStream(raw) : raw;
    }

    private Path keep(Path input) throws IOException {
        return keep(input, RECORD);
    }

    private Path keep(Path input, BadRecord record) throws IOException {
        JobDirectory directory = JobDirectory.at(root.resolve("job"));
        InputFile file = new InputFile(0, 2, input.toString(), Files.size(input), 0, 0);
        assertThat(new QuarantineFolder(directory, new LocalFileSystem(), JOB, List.of(file))
                        .keep(TaskId.map(3), record, "what happened"))
                .isEmpty();
        return directory.quarantine();
    }

    @ParameterizedTest
    @ValueSource(strings = {"input.txt", "input.gz", "input.zst"})
    void a_record_is_kept_with_its_bytes_however_its_file_is_packed(String name) throws IOException {
        Path input = input(name, TEXT);
        Path quarantine = keep(input);
        assertThat(quarantine.resolve("0-4.record")).hasContent("bad line");
        assertThat(quarantine.resolve("0-4.txt"))
                .content()
                .startsWith("file    " + input + "\noffset  4\nbytes   8\ncrc32c  ")
                .contains("\ntask    map-3\n\nwhat happened\n");
    }

    @Test
    void what_is_kept_can_be_replayed_as_the_job_it_was_and_as_part_of_the_input_it_came_from() throws IOException {
        Path quarantine = keep(input("input.txt", TEXT));
        Path job = root.resolve("job");
        Replay replay = Replay.of(job, new LocalFileSystem());
        assertThat(replay.job()).isEqualTo(JOB);
        assertThat(replay.records()).containsExactly(new Replay.LeftOut(quarantine.resolve("0-4.record"), 0, 4, 2));
        Files.delete(quarantine.resolve("job.json"));
        assertThatThrownBy(() -> Replay.of(job, new LocalFileSystem()))
                .isInstanceOf(MrException.class)
                .hasMessageContaining("job.json is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0-4.record", "0-4.txt", "job.json"})
    void no_bit_of_what_is_kept_can_flip_without_a_replay_refusing_it(String name) throws IOException {
        Path file = keep(input("input.txt", TEXT)).resolve(name);
        byte[] sound = Files.readAllBytes(file);
        for (int bit = 0; bit < 8 * sound.length; bit += 9) {
            byte[] flipped = sound.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            assertThatThrownBy(() -> Replay.of(root.resolve("job"), new LocalFileSystem()))
                    .as("bit %d of %s", bit, name)
                    .isInstanceOf(MrException.class)
                    .hasMessageContaining(name)
                    .extracting(refusal -> ((MrException) refusal).exitCode())
                    .isEqualTo(ExitCode.STATE_UNUSABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0-4.record", "0-4.txt"})
    void half_of_what_is_kept_is_refused_by_a_replay_and_completed_when_it_is_kept_again(String name)
            throws IOException {
        Path file = keep(input("input.txt", TEXT)).resolve(name);
        byte[] sound = Files.readAllBytes(file);
        Files.delete(file);
        assertThatThrownBy(() -> Replay.of(root.resolve("job"), new LocalFileSystem()))
                .hasMessageContaining(name + " is missing; bring back a copy");
        keep(input("input.txt", TEXT));
        assertThat(file).hasBinaryContent(sound);
    }

    @Test
    void a_note_may_have_any_text_and_be_of_any_file() {
        KeptNote note = new KeptNote("/a\nb", RECORD, 1, TaskId.map(0), "one\n\n  end 00000000\nlast");
        KeptNote read = KeptNote.parse("0-4", note.format());
        assertThat(read).isEqualTo(new KeptNote("/a\\nb", RECORD, 1, TaskId.map(0), note.text()));
        assertThatThrownBy(() -> KeptNote.parse("0-5", note.format())).hasMessage("is that of the record at offset 4");
    }

    @Test
    void a_note_without_one_of_its_lines_or_with_a_number_below_zero_is_refused() {
        List<String> whole = CheckedText.parse(new KeptNote("/a", RECORD, 1, TaskId.map(0), "text").format());
        assertThat(whole).hasSize(8);
        for (int missing = 0; missing < 6; missing++) {
            List<String> lines = new ArrayList<>(whole);
            String line = lines.remove(missing);
            refuses(lines, "has no line " + line.substring(0, line.indexOf(' ')));
        }
        refuses(whole.subList(0, 6), "is cut short");
        refuses(with(whole, 2, "bytes   -1"), "has a number below zero");
        refuses(with(whole, 4, "input   -1"), "has a number below zero");
        assertThat(KeptNote.parse("0-4", CheckedText.format(with(with(whole, 2, "bytes   0"), 4, "input   0"))))
                .isEqualTo(new KeptNote("/a", new BadRecord(0, 4, 0, RECORD.crc32c()), 0, TaskId.map(0), "text"));
    }

    private static List<String> with(List<String> lines, int index, String line) {
        List<String> changed = new ArrayList<>(lines);
        changed.set(index, line);
        return changed;
    }

    private static void refuses(List<String> lines, String because) {
        assertThatThrownBy(() -> KeptNote.parse("0-4", CheckedText.format(lines)))
                .as(String.join("\n", lines))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(because);
    }

    @Test
    void what_is_kept_is_read_in_the_order_of_the_input() throws IOException {
        Path input = input("input.txt", TEXT);
        keep(input, new BadRecord(0, 13, 3, crc("two")));
        keep(input, RECORD);
        keep(input, new BadRecord(0, 0, 3, crc("one")));
        assertThat(Replay.of(root.resolve("job"), new LocalFileSystem()).records())
                .extracting(Replay.LeftOut::offset)
                .containsExactly(0L, 4L, 13L);
    }

    @Test
    void what_is_kept_already_is_not_written_again() throws IOException {
        Path quarantine = keep(input("input.txt", TEXT));
        Files.writeString(quarantine.resolve("0-4.record"), "mended");
        keep(input("input.txt", TEXT));
        assertThat(quarantine.resolve("0-4.record")).hasContent("mended");
    }

    @ParameterizedTest
    @ValueSource(strings = {"input.txt", "input.gz", "input.zst"})
    void of_a_record_whose_file_is_gone_or_cannot_be_unpacked_any_more_there_is_a_note_alone(String name)
            throws IOException {
        Path input = input(name, TEXT);
        Files.write(input, new byte[] {40, -75, 47, -3, 1, 2, 3});
        Path quarantine = keep(input);
        assertThat(quarantine.resolve("0-4.txt")).exists();
        assertThat(quarantine.resolve("0-4.record")).doesNotExist();
        Files.delete(quarantine.resolve("0-4.txt"));
        InputFile gone = new InputFile(0, 2, root.resolve("gone") + name, 17, 0, 0);
        JobDirectory directory = JobDirectory.at(root.resolve("job"));
        new QuarantineFolder(directory, new LocalFileSystem(), JOB, List.of(gone)).keep(TaskId.map(3), RECORD, "");
        assertThat(quarantine.resolve("0-4.txt")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"one\nbut mine\ntwo\n", "one\nbad", "on"})
    void of_a_record_that_is_another_by_now_there_is_a_note_alone_until_it_is_as_it_was(String text)
            throws IOException {
        Path quarantine = keep(input("input.txt", text));
        assertThat(quarantine.resolve("0-4.txt")).exists();
        assertThat(quarantine.resolve("0-4.record")).doesNotExist();
        keep(input("input.txt", TEXT));
        assertThat(quarantine.resolve("0-4.record")).hasContent("bad line");
    }
}
