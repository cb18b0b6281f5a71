package dev.mr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.task.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Which schemas the SQLite store takes, migrates and refuses. */
class SqliteSchemaTest extends DatabaseFile {
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
        assertRefusedUntouched("found schema version 99", "expected at most 5");
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
    void the_jobs_of_a_database_without_services_began_when_they_were_created() {
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + file, null, null)
                .locations("classpath:db/migration")
                .target("2")
                .loggers("slf4j")
                .load()
                .migrate();
        for (int job = 1; job <= 2; job++) {
            change("""
                    INSERT INTO job (job, uuid, name, state, map_tasks, reduce_tasks, created_millis)
                    SELECT coalesce(max(job), 0) + 1, 'job-' || (count(*) + 1), 'wordcount',
                           CASE count(*) WHEN 0 THEN 'REPLACED' ELSE 'RUNNING' END, 1, 1, 1000 * (count(*) + 1) FROM job
                    """);
        }
        try (SqliteStore store = openOrCreate()) {
            assertThat(store.current().orElseThrow().state()).isEqualTo(JobState.RUNNING);
            assertThat(store.jobs()).isEmpty();
        }
        assertThat(StatusReader.jobs(file, 0, 9))
                .extracting(JobSummary::begunMillis)
                .containsExactly(Optional.of(1000L), Optional.of(2000L));
        assertThat(rows(file, "SELECT last_job FROM driver")).containsExactly("2");
    }
}
