package dev.mr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a connection to the SQLite file is set to, and how its errors are told. */
class SqliteConnectionTest extends DatabaseFile {
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
