package dev.mr.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.AttemptId;
import dev.mr.task.TaskId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptLogTest {
    @TempDir
    private Path folder;

    private AttemptLog log() {
        return new AttemptLog(folder.resolve("logs"), new AttemptId(TaskId.map(3), 2, 7));
    }

    @Test
    void what_is_printed_is_kept_under_the_attempts_name() throws IOException {
        AttemptLog log = log();
        log.write("one\n");
        log.write("two\n");
        log.close();
        assertThat(log.file()).isEqualTo(folder.resolve("logs/m-3.2.log"));
        assertThat(Files.readString(log.file())).isEqualTo("one\ntwo\n");
    }

    @Test
    void nothing_printed_is_no_file() {
        AttemptLog log = log();
        assertThat(log.isEmpty()).isTrue();
        log.close();
        assertThat(folder.resolve("logs")).doesNotExist();
    }

    @Test
    void of_very_much_the_beginning_and_the_end_are_kept_whatever_it_was_written_in() throws IOException {
        Random random = new Random(5);
        StringBuilder all = new StringBuilder();
        AttemptLog log = log();
        while (all.length() < 3 * AttemptLog.HEAD_BYTES) {
            String part = "x" + random.nextInt() + "-".repeat(random.nextInt(200_000)) + "\n";
            all.append(part);
            log.write(part);
        }
        log.close();
        String kept = Files.readString(log.file(), StandardCharsets.US_ASCII);
        int left = all.length() - AttemptLog.HEAD_BYTES - AttemptLog.TAIL_BYTES;
        assertThat(kept)
                .isEqualTo(all.substring(0, AttemptLog.HEAD_BYTES) + "\n... " + left + " bytes left out ...\n"
                        + all.substring(all.length() - AttemptLog.TAIL_BYTES));
    }

    @Test
    void a_log_that_cannot_be_written_disturbs_nobody() throws IOException {
        Files.writeString(folder.resolve("logs"), "in the way");
        AttemptLog log = log();
        log.write("lost");
        log.close();
        assertThat(folder.resolve("logs")).hasContent("in the way");
    }
}
