package dev.mr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.task.AttemptId;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the SQLite store does with the file itself. */
class SqliteFileTest extends DatabaseFile {
    @Test
    void a_closed_store_is_one_file() throws IOException {
        try (SqliteStore store = openOrCreate()) {
            store.create(SampleJob.job("job-1", 2, 1), SampleJob.DRIVER, SampleJob.NOW);
            assertThat(filesThere()).containsExactly("job.db", "job.db-shm", "job.db-wal");
        }
        assertThat(filesThere()).containsExactly("job.db");
    }

    @Test
    void what_is_not_a_job_database_is_refused_untouched() throws IOException {
        Files.createFile(file);
        assertRefusedUntouched("found application id 0");
        Files.writeString(file, "a letter to my aunt\n".repeat(1000));
        assertRefusedUntouched("not a database");
    }

    @Test
    void a_corrupt_header_is_refused_untouched() throws IOException {
        openOrCreate().close();
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 0, 16, (byte) 0x55);
        Files.write(file, bytes);
        assertRefusedUntouched("not a database");
    }

    @Test
    void quick_check_finds_an_overwritten_page() throws IOException {
        try (SqliteStore store = openOrCreate()) {
            store.create(SampleJob.job("job-1", 2000, 1), SampleJob.DRIVER, SampleJob.NOW);
            assertThat(store.findDamage()).isEmpty();
        }
        byte[] bytes = Files.readAllBytes(file);
        int page = bytes.length / 4096 / 2 * 4096;
        Arrays.fill(bytes, page, page + 4096, (byte) 0x55);
        Files.write(file, bytes);
        try (SqliteStore store = SqliteStore.open(file)) {
            assertThat(store.findDamage()).isPresent();
        }
    }

    @Test
    void a_receipt_that_was_altered_on_disk_is_not_believed() throws Exception {
        try (SqliteStore store = openOrCreate()) {
            long epoch = store.create(SampleJob.job("job-1", 2, 1), SampleJob.DRIVER, SampleJob.NOW);
            AttemptId attempt = SampleJob.attempt(TaskId.map(0), 1);
            store.commit(epoch, SampleJob.NOW, List.of(SampleJob.joined(1)));
            store.commit(epoch, SampleJob.NOW, SampleJob.leased(attempt));
            store.commit(epoch, SampleJob.NOW, List.of(SampleJob.won(attempt)));
        }
        change("UPDATE attempt SET receipt = CAST(replace(CAST(receipt AS TEXT), 'read 0', 'read 1') AS BLOB)");
        try (SqliteStore store = SqliteStore.open(file)) {
            assertThatThrownBy(store::load).isInstanceOfSatisfying(MrException.class, e -> {
                assertThat(e.exitCode()).isEqualTo(ExitCode.STATE_UNUSABLE);
                assertThat(e.line())
                        .contains("row map-0 attempt 1 of job 1 of its table attempt does not match its checksum");
            });
        }
    }

    @Test
    void there_is_no_job_where_there_is_no_database_or_one_whose_making_was_interrupted() throws IOException {
        assertThatThrownBy(() -> SqliteStore.open(file))
                .isInstanceOfSatisfying(
                        MrException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
        assertThat(filesThere()).isEmpty();
        openOrCreate().close();
        changeWithChecksum("UPDATE driver SET database_uuid = ''");
        assertThatThrownBy(() -> SqliteStore.open(file)).hasMessageContaining("there is no job in");
        try (SqliteStore store = openOrCreate()) {
            assertThat(store.databaseUuid()).isEqualTo("database-1");
        }
    }

    @Test
    void a_log_without_its_database_is_not_mixed_into_a_new_one() throws IOException {
        Files.writeString(directory.resolve("job.db-wal"), "of another database");
        assertThatThrownBy(this::openOrCreate)
                .isInstanceOfSatisfying(
                        MrException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.STATE_UNUSABLE));
        assertThat(filesThere()).containsExactly("job.db-wal");
    }

    @Test
    void a_job_of_a_hundred_thousand_tasks_is_created_and_loaded() {
        try (SqliteStore store = openOrCreate()) {
            store.create(SampleJob.job("job-1", 99_000, 1_000), SampleJob.DRIVER, SampleJob.NOW);
        }
        try (SqliteStore store = SqliteStore.open(file)) {
            assertThat(store.load().splits()).hasSize(99_000);
            assertThat(store.load().tasks()).isEmpty();
        }
        assertThat(StatusReader.read(file).orElseThrow().reduces())
                .isEqualTo(new JobStatus.TaskCounts(1_000, 1_000, 0, 0, 0));
    }
}
