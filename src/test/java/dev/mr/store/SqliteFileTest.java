package dev.mr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.files.LocalFileSystem;
import dev.mr.task.AttemptId;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the SQLite store does with the file itself. */
class SqliteFileTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name_the_file() {
        file = directory.resolve("job.db");
    }

    private SqliteStore openOrCreate() {
        return SqliteStore.openOrCreate(file, new LocalFileSystem(), "database-1");
    }

    private List<String> filesThere() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private void change(String sql) {
        try (Database database = Database.open(file, "mode=rw")) {
            database.update(sql);
        }
    }

    private void assertRefusedUntouched(String... words) throws IOException {
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> SqliteStore.open(file)).isInstanceOfSatisfying(MrException.class, e -> {
            assertThat(e.exitCode()).isEqualTo(ExitCode.STATE_UNUSABLE);
            assertThat(e.line()).contains(file.toString()).contains(words).doesNotContain("\n");
        });
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(filesThere()).containsExactly("job.db");
    }

    private static void assertEnvironment(Throwable thrown, String words) {
        assertThat(thrown).isInstanceOfSatisfying(MrException.class, e -> {
            assertThat(e.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
            assertThat(e.line()).contains("job.db").contains(words).doesNotContain("\n");
        });
    }

    @Test
    void every_setting_that_durability_rests_on_is_in_force() {
        openOrCreate().close();
        try (Database database = JobDatabase.openForWriting(file)) {
            assertThat(Stream.of(
                                    "PRAGMA busy_timeout",
                                    "PRAGMA journal_mode",
                                    "PRAGMA synchronous",
                                    "PRAGMA foreign_keys",
                                    "PRAGMA trusted_schema",
                                    "PRAGMA cell_size_check",
                                    "PRAGMA journal_size_limit",
                                    "PRAGMA locking_mode",
                                    "PRAGMA application_id")
                            .map(pragma -> database.only(pragma, row -> row.getString(1))))
                    .containsExactly("10000", "wal", "2", "1", "0", "1", "67108864", "normal", "1836213346");
        }
    }

    @Test
    void a_setting_that_does_not_take_effect_is_an_error() {
        openOrCreate().close();
        try (Database database = Database.open(file, "mode=rw")) {
            assertThatThrownBy(() -> database.pragma("PRAGMA synchronous = OFF", "PRAGMA synchronous", "2"))
                    .satisfies(e -> assertEnvironment(e, "PRAGMA synchronous"));
        }
    }

    @Test
    void a_closed_store_is_one_file() throws IOException {
        try (SqliteStore store = openOrCreate()) {
            store.create(SampleJob.job("job-1", 2, 1), SampleJob.DRIVER, SampleJob.NOW);
            assertThat(filesThere()).containsExactly("job.db", "job.db-shm", "job.db-wal");
        }
        assertThat(filesThere()).containsExactly("job.db");
    }

    @Test
    void the_template_is_what_flyway_makes_of_an_empty_file() throws IOException {
        Path migrated = directory.resolve("migrated.db");
        SchemaMigration.migrate(migrated);
        openOrCreate().close();
        for (String sql : List.of(
                "SELECT type || name || tbl_name || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name",
                """
                SELECT installed_rank || version || description || type || script || checksum || success
                FROM flyway_schema_history ORDER BY installed_rank
                """,
                "SELECT epoch || turn || pid || host || boot_id || started_millis FROM driver",
                "PRAGMA application_id")) {
            assertThat(rows(file, sql)).as(sql).isNotEmpty().isEqualTo(rows(migrated, sql));
        }
    }

    private static List<String> rows(Path file, String sql) {
        try (Database database = Database.open(file, "mode=rw")) {
            return database.query(sql, row -> row.getString(1));
        }
    }

    @Test
    void a_newer_schema_is_refused_untouched() throws IOException {
        openOrCreate().close();
        change("""
                INSERT INTO flyway_schema_history
                SELECT 99, '99', 'later', 'SQL', 'V99__later.sql', 5, 'mr', installed_on, 0, 1
                FROM flyway_schema_history WHERE installed_rank = 1
                """);
        assertRefusedUntouched("found schema version 99", "expected at most 2");
    }

    @Test
    void an_altered_migration_is_refused_untouched() throws IOException {
        openOrCreate().close();
        change("UPDATE flyway_schema_history SET checksum = 5");
        assertRefusedUntouched("found schema migration 1 with checksum 5, expected 1 with");
    }

    @Test
    void a_half_done_migration_is_refused_untouched() throws IOException {
        openOrCreate().close();
        change("UPDATE flyway_schema_history SET success = 0");
        assertRefusedUntouched("schema version 1 failed half way");
    }

    @Test
    void an_older_schema_is_migrated() throws IOException {
        Files.createFile(file);
        change("PRAGMA application_id = 1836213346");
        try (SqliteStore store = openOrCreate()) {
            assertThat(store.databaseUuid()).isEqualTo("database-1");
            assertThat(store.create(SampleJob.job("job-1", 2, 1), SampleJob.DRIVER, SampleJob.NOW))
                    .isEqualTo(1);
        }
    }

    @Test
    void an_older_schema_is_not_read_until_it_is_migrated() throws IOException {
        Files.createFile(file);
        change("PRAGMA application_id = 1836213346");
        assertThatThrownBy(() -> StatusReader.read(file)).hasMessageContaining("older schema");
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
                assertThat(e.line()).contains("the receipt of map-0 attempt 1 does not match its checksum");
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
        change("UPDATE driver SET database_uuid = ''");
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
    void a_reader_reads_the_state_before_a_transaction_that_is_open() {
        openOrCreate().close();
        try (Database writer = JobDatabase.openForWriting(file);
                Database reader = JobDatabase.openForReading(file, "mode=ro")) {
            writer.write(() -> {
                writer.update("UPDATE driver SET epoch = 7");
                assertThat(reader.<Long>only("SELECT epoch FROM driver", row -> row.getLong(1)))
                        .isZero();
                return true;
            });
            assertThat(reader.<Long>only("SELECT epoch FROM driver", row -> row.getLong(1)))
                    .isEqualTo(7);
        }
    }

    @Test
    void a_reader_cannot_write() {
        openOrCreate().close();
        try (Database reader = JobDatabase.openForReading(file, "mode=ro")) {
            assertThatThrownBy(() -> reader.update("UPDATE driver SET epoch = 7"))
                    .satisfies(e -> assertEnvironment(e, "cannot be written"));
        }
    }

    @Test
    void a_database_locked_by_another_is_an_error_of_the_environment() {
        openOrCreate().close();
        try (Database first = JobDatabase.openForWriting(file);
                Database second = JobDatabase.openForWriting(file)) {
            second.pragma("PRAGMA busy_timeout = 1", "PRAGMA busy_timeout", "1");
            first.write(() -> {
                assertThatThrownBy(() -> second.write(() -> true)).satisfies(e -> assertEnvironment(e, "is locked"));
                return true;
            });
            assertThatCode(() -> second.write(() -> true)).doesNotThrowAnyException();
        }
    }

    @Test
    void a_full_disk_is_an_error_of_the_environment_and_leaves_nothing_of_the_turn() {
        openOrCreate().close();
        try (Database database = JobDatabase.openForWriting(file)) {
            int pages = database.only("PRAGMA page_count", row -> row.getInt(1));
            database.query("PRAGMA max_page_count = 1", row -> row.getInt(1));
            assertThatThrownBy(() -> database.write(() -> {
                        new NewJobRows(database).insert(1, SampleJob.job("job-1", 2000, 1), SampleJob.NOW);
                        return true;
                    }))
                    .satisfies(e -> assertEnvironment(e, "disk is full"));
            assertThat(database.query("SELECT job FROM job", row -> row.getInt(1)))
                    .isEmpty();
            assertThat(pages).isPositive();
        }
    }

    @Test
    void a_row_that_breaks_a_constraint_is_our_bug() {
        openOrCreate().close();
        try (Database database = JobDatabase.openForWriting(file)) {
            assertThatThrownBy(() -> database.update("UPDATE driver SET one = 2"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("SQLITE_CONSTRAINT");
        }
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

    @Test
    void a_resume_visits_only_the_tasks_that_were_touched() {
        openOrCreate().close();
        try (Database database = JobDatabase.openForReading(file, "mode=ro")) {
            assertThat(database.query("""
                            EXPLAIN QUERY PLAN SELECT task FROM task
                            WHERE job = 1 AND (state <> 'PENDING' OR attempts > 0) ORDER BY kind, task_index
                            """, row -> row.getString(4)))
                    .singleElement()
                    .asString()
                    .contains("task_touched");
        }
    }
}
