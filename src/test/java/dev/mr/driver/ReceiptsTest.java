package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.job.Event;
import dev.mr.job.Recovery.FilesFound;
import dev.mr.job.Recovery.ReceiptFound;
import dev.mr.task.AttemptId;
import dev.mr.task.CheckedText;
import dev.mr.task.InputFile;
import dev.mr.task.Receipt;
import dev.mr.task.RecordNote;
import dev.mr.task.TaskId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is believed of a RECEIPT, and what is found wrong with the files it speaks of. */
class ReceiptsTest {
    private static final long SESSION = 7;

    @TempDir(factory = MemoryDirectories.class)
    Path root;

    private AttemptFiles attempts;

    @BeforeEach
    void given_a_directory() throws IOException {
        attempts = new AttemptFiles(root);
    }

    private int digest(Receipt receipt) throws IOException {
        return CheckedText.digest(Files.readAllBytes(attempts.directory.receipt(receipt.attempt())));
    }

    private Event.Reported reported(AttemptId attempt, int digest) {
        Event.Reported reported = attempts.receipts.reported(SESSION, attempt, digest);
        assertThat(reported.session()).isEqualTo(SESSION);
        assertThat(reported.attempt()).isEqualTo(attempt);
        return reported;
    }

    @Test
    void a_report_is_believed_with_the_receipt_it_speaks_of() throws IOException {
        Receipt map = attempts.map(0, "a\n", "b\n");
        Event.Reported reported = reported(map.attempt(), digest(map));
        assertThat(reported.receipt()).isEqualTo(map);
        assertThat(reported.problem()).isEmpty();
    }

    @Test
    void a_report_of_another_receipt_is_not_believed() throws IOException {
        Receipt map = attempts.map(0, "a\n", "b\n");
        Event.Reported reported = reported(map.attempt(), digest(map) + 1);
        assertThat(reported.receipt()).isNull();
        assertThat(reported.problem()).isEqualTo("its RECEIPT is not the one it reported");
    }

    @Test
    void a_report_whose_receipt_is_gone_or_no_receipt_says_so() throws IOException {
        Receipt map = attempts.map(0, "a\n", "b\n");
        Path receipt = attempts.directory.receipt(map.attempt());
        Files.writeString(receipt, "half");
        Event.Reported reported = reported(map.attempt(), digest(map));
        assertThat(reported.receipt()).isNull();
        assertThat(reported.problem()).isEqualTo("its RECEIPT is cut short");
        Files.delete(receipt);
        reported = reported(map.attempt(), 0);
        assertThat(reported.receipt()).isNull();
        assertThat(reported.problem())
                .startsWith("its RECEIPT cannot be read: ")
                .contains(receipt.toString());
    }

    private void assertFound(AttemptId attempt, ReceiptFound receipt, FilesFound files, String detail)
            throws IOException {
        Receipts.Found found = attempts.receipts.find(attempt);
        assertThat(found.receiptFound()).isEqualTo(receipt);
        assertThat(found.filesFound()).isEqualTo(files);
        assertThat(found.detail()).isEqualTo(detail);
        assertThat(found.receipt() == null).isEqualTo(receipt != ReceiptFound.VALID);
    }

    @Test
    void what_an_attempt_left_is_found_as_it_is() throws IOException {
        Receipt map = attempts.map(0, "a\n", "b\n");
        AttemptId attempt = map.attempt();
        assertFound(attempt, ReceiptFound.VALID, FilesFound.VERIFIED, "");
        assertThat(attempts.receipts.find(attempt).receipt()).isEqualTo(map);
        Files.delete(attempts.own(map, "mr-0-1"));
        assertFound(
                attempt,
                ReceiptFound.VALID,
                FilesFound.DAMAGED,
                attempts.directory.intermediate().resolve("mr-0-1") + " is missing");
        Files.writeString(attempts.directory.receipt(attempt), "end 00000000\n");
        assertFound(
                attempt, ReceiptFound.INVALID, FilesFound.TRUSTED, "its RECEIPT does not begin with \"mr-receipt 1\"");
        Files.delete(attempts.directory.receipt(attempt));
        assertFound(attempt, ReceiptFound.ABSENT, FilesFound.TRUSTED, "it left no RECEIPT");
    }

    @Test
    void a_receipt_of_another_attempt_is_none() throws IOException {
        Receipt map = attempts.map(0, "a\n", "b\n");
        AttemptId other = new AttemptId(TaskId.map(0), 1, 0xff);
        Path folder = Files.createDirectory(attempts.directory.attempt(other));
        Files.copy(attempts.directory.receipt(map.attempt()), folder.resolve("RECEIPT"));
        assertFound(
                other,
                ReceiptFound.INVALID,
                FilesFound.TRUSTED,
                "its RECEIPT is about " + map.attempt().directoryName());
    }

    @Test
    void a_bucket_is_looked_for_where_it_was_written_and_then_where_it_is_published() throws IOException {
        Receipt map = attempts.map(3, "a\n", "b\n");
        assertThat(attempts.receipts.damage(map)).isEmpty();
        Path published = attempts.directory.intermediate().resolve("mr-3-1");
        Files.writeString(published, "x\n");
        assertThat(attempts.receipts.damage(map)).isEmpty();
        Files.delete(attempts.own(map, "mr-3-1"));
        assertThat(attempts.receipts.damage(map)).startsWith(published + " has 2 bytes, CRC32C ");
        Files.writeString(published, "b\n");
        assertThat(attempts.receipts.damage(map)).isEmpty();
    }

    @Test
    void the_output_of_a_reduce_is_looked_for_where_it_was_written_alone() throws IOException {
        Receipt reduce = attempts.reduce(2, "a 1\n");
        assertThat(attempts.receipts.damage(reduce)).isEmpty();
        Path output = attempts.own(reduce, "out-2");
        Files.move(output, attempts.directory.intermediate().resolve("out-2"));
        assertThat(attempts.receipts.damage(reduce)).isEqualTo(output + " is missing");
    }

    @Test
    void a_difference_names_what_is_there_and_what_is_expected() throws IOException {
        Receipt reduce = attempts.reduce(0, "a 1\n");
        Path output = attempts.own(reduce, "out-0");
        String expected = ", expected 4 bytes, " + hex(reduce.files().get(0).crc32c());
        Files.writeString(output, "a 2\n");
        int altered = attempts.files.checksum(output).crc32c();
        assertThat(attempts.receipts.damage(reduce))
                .isEqualTo(output + " has 4 bytes, CRC32C " + hex(altered) + expected);
        Files.writeString(output, "");
        assertThat(attempts.receipts.damage(reduce)).isEqualTo(output + " has 0 bytes, CRC32C 00000000" + expected);
    }

    private static String hex(int crc32c) {
        return String.format("%08x", crc32c);
    }

    @Test
    void side_files_are_looked_at_too_each_of_them() throws IOException {
        Receipt reduce = attempts.reduce(0, "a 1\n", "one.txt", "two.txt");
        assertThat(attempts.receipts.damage(reduce)).isEmpty();
        Path second = attempts.own(reduce, "side/two.txt");
        Files.writeString(second, "altered");
        assertThat(attempts.receipts.damage(reduce)).startsWith(second + " has 7 bytes, CRC32C ");
        Files.delete(second);
        assertThat(attempts.receipts.damage(reduce)).isEqualTo(second + " is missing");
    }

    @Test
    void the_last_place_of_an_attempt_is_told_if_it_noted_one_in_an_input_there_is() throws IOException {
        Receipt map = attempts.map(0, "a\n", "b\n");
        AttemptId attempt = map.attempt();
        List<InputFile> inputs = List.of(new InputFile(0, 0, "/data/a.txt", 100, 0, 0));
        assertThat(attempts.receipts.lastPlace(attempt, inputs)).isEmpty();
        note(attempt, 0);
        assertThat(attempts.receipts.lastPlace(attempt, inputs)).contains("input /data/a.txt at offset 40 (12 bytes)");
        note(attempt, 1);
        assertThat(attempts.receipts.lastPlace(attempt, inputs)).isEmpty();
    }

    private void note(AttemptId attempt, int input) throws IOException {
        ByteBuffer note = ByteBuffer.allocate(RecordNote.BYTES);
        RecordNote.put(note, input, 40, 12, 0);
        Files.write(attempts.directory.record(attempt), note.array());
    }
}
