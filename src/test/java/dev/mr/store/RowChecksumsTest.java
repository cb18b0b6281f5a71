package dev.mr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.files.LocalFileSystem;
import dev.mr.job.Change;
import dev.mr.task.AttemptId;
import dev.mr.task.BadRecord;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that were altered into other valid ones behind the store's back, each column of each table. */
class RowChecksumsTest extends DatabaseFile {
    @BeforeEach
    void given_a_job_of_which_every_table_has_rows() throws Exception {
        given_a_job_of_which_every_table_has_rows(file);
    }

    private static void given_a_job_of_which_every_table_has_rows(Path file) throws Exception {
        try (SqliteStore store = SqliteStore.openOrCreate(file, new LocalFileSystem(), "database-1")) {
            long epoch = store.create(SampleJob.job("job-1", 3, 1), SampleJob.DRIVER, SampleJob.NOW);
            AttemptId won = SampleJob.attempt(TaskId.map(0), 1);
            AttemptId live = SampleJob.attempt(TaskId.map(1), 1);
            store.commit(epoch, SampleJob.NOW, List.of(SampleJob.joined(1)));
            store.commit(epoch, SampleJob.NOW, SampleJob.leased(won));
            store.commit(epoch, SampleJob.NOW, List.of(SampleJob.won(won), new Change.CounterSet("words", 11)));
            store.commit(epoch, SampleJob.NOW, SampleJob.leased(live));
            BadRecord record = new BadRecord(0, 20, 5, 7);
            store.commit(epoch, SampleJob.NOW, List.of(new Change.RecordSkipped(live.task(), record, "it was bad")));
        }
    }

    private void resume() {
        try (SqliteStore store = SqliteStore.open(file)) {
            assertThat(store.current()).isPresent();
            store.claim(SampleJob.OTHER_DRIVER, SampleJob.NOW);
            assertThat(store.load().uuid()).isEqualTo("job-1");
            store.findDamage().ifPresent(finding -> {
                throw new MrException(ExitCode.STATE_UNUSABLE, file + ": " + finding);
            });
        }
    }

    private void assertUnusable(String words) {
        assertUnusable("", words);
    }

    private void assertUnusable(String column, String words) {
        assertThatThrownBy(this::resume).as(column).isInstanceOfSatisfying(MrException.class, e -> {
            assertThat(e.exitCode()).isEqualTo(ExitCode.STATE_UNUSABLE);
            assertThat(e.line()).contains(file.toString()).contains(words).doesNotContain("\n");
        });
    }

    @Test
    void what_was_stored_is_believed() {
        assertThatCode(this::resume).doesNotThrowAnyException();
        assertThat(StatusReader.read(file)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "driver, one = 1, row 1 of its table driver does not match its checksum",
        "job, job = 1, row 1 of its table job does not match its checksum",
        "task, task = 'map-0', row map-0 of job 1 of its table task does not match its checksum",
        "task, task = 'map-1', row map-1 of job 1 of its table task does not match its checksum",
        "worker, worker = 1, row 1 of job 1 of its table worker does not match its checksum",
        "attempt, task = 'map-0', row map-0 attempt 1 of job 1 of its table attempt does not match its checksum",
        "attempt, task = 'map-1', row map-1 attempt 1 of job 1 of its table attempt does not match its checksum",
        "counter, name = 'words', row words of job 1 of its table counter does not match its checksum",
        "skipped_record, first = 20, row input 0 offset 20 of job 1 of its table skipped_record does not match its checksum",
        "job_option, position = 3, the rows of job 1 in its table job_option do not match their checksum",
        "input, input = 1, the rows of job 1 in its table input do not match their checksum",
        "split, map = 1 AND position = 1, the rows of job 1 in its table split do not match their checksum",
    })
    void a_value_that_was_altered_is_told_with_its_table_and_row(String table, String row, String line)
            throws IOException {
        byte[] sound = Files.readAllBytes(file);
        for (Column column : columns(table)) {
            alter("UPDATE " + table + " SET " + column.name() + " = " + column.otherValue() + " WHERE " + row);
            assertUnusable(column.name(), column.findsTheRow() ? "" : line);
            Files.write(file, sound);
        }
        assertThatCode(this::resume).doesNotThrowAnyException();
    }

    @Test
    void a_status_does_not_show_what_was_altered() {
        alter("UPDATE job SET name = 'sort'");
        assertThatThrownBy(() -> StatusReader.read(file)).hasMessageContaining("row 1 of its table job");
        assertThatThrownBy(() -> StatusReader.jobs(file, 0, 9)).hasMessageContaining("row 1 of its table job");
        assertThatThrownBy(() -> StatusReader.identify(file)).hasMessageContaining("row 1 of its table job");
    }

    @Test
    void a_text_that_one_flipped_bit_makes_a_blob_is_told_by_a_status_too() throws IOException {
        byte[] content = Files.readAllBytes(file);
        byte[] types = {0, 13 + 2 * 5, 13 + 2 * 9, 13 + 2 * 7}; // of the key, job-1, wordcount and RUNNING
        int flipped = 0;
        for (int at = 0; at + types.length <= content.length; at++) {
            if (Arrays.equals(types, Arrays.copyOfRange(content, at, at + types.length))) {
                content[at + 1] ^= 1;
                flipped++;
            }
        }
        assertThat(flipped).isPositive();
        Files.write(file, content);
        assertUnusable(" is not a sound job database: ");
        assertThatThrownBy(() -> StatusReader.read(file))
                .isInstanceOfSatisfying(
                        MrException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.STATE_UNUSABLE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "receipt          BLOB | receiqt          BLOB",
                "WHEN state = 'RUNNING' | WHEN state = 'RUNNINF'",
                "CHECK (attempt > 0) | CHECK (attempt > 1)"
            })
    void a_schema_that_was_altered_is_told(String text, String other) {
        try (Database database = Database.open(file, "mode=rw")) {
            database.pragma("PRAGMA writable_schema = ON", "PRAGMA writable_schema", "1");
            assertThat(database.update(
                            "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE instr(sql, ?)", text, other, text))
                    .isEqualTo(1);
        }
        assertUnusable("schema");
    }

    @Test
    void a_winner_whose_row_is_gone_is_missed() {
        alter("DELETE FROM attempt WHERE task = 'map-0'");
        assertUnusable("the winner of map-0 is missing in its table attempt");
    }

    @ParameterizedTest
    @CsvSource({"job_option, position = 3", "input, input = 1", "split, map = 1 AND position = 1"})
    void a_row_of_a_job_that_is_gone_is_missed(String table, String row) {
        alter("DELETE FROM " + table + " WHERE " + row);
        assertUnusable("the rows of job 1 in its table " + table + " do not match their checksum");
    }

    @Test
    void a_database_from_before_the_checksums_gets_them_and_goes_on() throws Exception {
        Files.delete(file);
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + file, null, null)
                .locations("classpath:db/migration")
                .target("3")
                .loggers("slf4j")
                .load()
                .migrate();
        Path newer = directory.resolve("newer.db");
        given_a_job_of_which_every_table_has_rows(newer);
        copyRows(newer);
        assertThatCode(this::resume).doesNotThrowAnyException();
        alter("UPDATE task SET attempts = 3 WHERE task = 'map-0'");
        assertUnusable("row map-0 of job 1 of its table task");
    }

    /** All but the checksums. */
    private void copyRows(Path from) {
        try (Database database = Database.open(file, "mode=rw")) {
            database.update("ATTACH ? AS newer", from.toString());
            database.update("DELETE FROM driver");
            for (String table : List.of(
                    "driver",
                    "job",
                    "job_option",
                    "input",
                    "split",
                    "task",
                    "worker",
                    "attempt",
                    "counter",
                    "skipped_record")) {
                String columns = database.only(
                        "SELECT group_concat(name) FROM main.pragma_table_info(?)", row -> row.getString(1), table);
                database.update(
                        "INSERT INTO main." + table + " (" + columns + ") SELECT " + columns + " FROM newer." + table);
            }
        }
    }

    /** Behind the store's back, also what the schema would refuse. */
    private void alter(String sql) {
        try (Database database = Database.open(file, "mode=rw")) {
            database.pragma("PRAGMA ignore_check_constraints = ON", "PRAGMA ignore_check_constraints", "1");
            assertThat(database.update(sql)).as(sql).isEqualTo(1);
        }
    }

    private record Column(String name, String type, boolean isKey) {
        /** Another value may hide the row, so that it is missed and not seen. */
        boolean findsTheRow() {
            return isKey || name.equals("state");
        }

        /** Where any value is as good as any other. */
        boolean decides(String table) {
            return !List.of("driver.one", "driver.turn", "split.position").contains(table + "." + name);
        }

        String otherValue() {
            return switch (type) {
                case "TEXT" -> "coalesce(" + name + ", '') || 'x'";
                case "BLOB" -> "CAST(coalesce(" + name + ", x'') || 'x' AS BLOB)";
                default -> "coalesce(" + name + ", 0) + 1000";
            };
        }
    }

    private List<Column> columns(String table) {
        try (Database database = Database.open(file, "mode=ro")) {
            return database
                    .query(
                            "SELECT name, type, pk FROM pragma_table_info(?)",
                            row -> new Column(row.getString(1), row.getString(2), row.getInt(3) > 0),
                            table)
                    .stream()
                    .filter(column -> column.decides(table))
                    .toList();
        }
    }
}
