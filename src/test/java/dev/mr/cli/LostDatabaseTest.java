package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.files.DriverFile;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.files.OwnerFile;
import dev.mr.store.SampleJob;
import dev.mr.store.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An unfinished job of which a file was deleted: what each command says. */
class LostDatabaseTest {
    @TempDir
    private Path folder;

    private Workplace workplace;
    private JobDirectory directory;

    /** The files of a driver that was killed, with an intermediate of its job. */
    @BeforeEach
    void a_job_whose_driver_was_killed() throws IOException {
        workplace = new Workplace(folder);
        workplace.file("in/a.txt", "one");
        workplace.file("job/intermediate/mr-0-0", "one\n");
        directory = JobDirectory.at(folder.resolve("job"));
        Files.createDirectories(directory.own());
        Path alive = Files.createDirectories(folder.resolve("alive")).resolve("job.db");
        try (SqliteStore store = SqliteStore.openOrCreate(alive, new LocalFileSystem(), "database-1")) {
            store.create(SampleJob.job("job-1", 4, 2), SampleJob.DRIVER, SampleJob.NOW);
            for (String name : List.of("job.db", "job.db-wal", "job.db-shm")) {
                Files.copy(alive.resolveSibling(name), directory.state().resolve(name));
            }
        }
        Files.write(directory.owner(), new OwnerFile(1, "alpha", "", "database-1").content());
    }

    private void assertUnusable(String command, String... phrases) {
        List<String> before = workplace.tree();
        ProgramRun run = command.equals("start")
                ? Workplace.driver("start", "--dir", workplace.path("job"), "--inputs", workplace.path("in"), "--force")
                : Workplace.driver(command, "--dir", workplace.path("job"));
        assertThat(run.code()).as(run.err()).isEqualTo(3);
        assertThat(run.err()).hasLineCount(1).contains(phrases);
        assertThat(workplace.tree()).isEqualTo(before);
    }

    @Test
    void with_all_its_files_the_job_is_found() {
        assertThat(Workplace.driver("status", "--dir", workplace.path("job")).out())
                .contains("job-1  wordcount  RUNNING");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "resume", "start"})
    void without_its_database_the_state_is_unusable_and_the_line_says_what_was_expected(String command)
            throws IOException {
        Files.delete(directory.database());
        Files.delete(directory.writeAheadLog());
        assertUnusable(
                command,
                directory.database() + " is missing, expected database database-1, which " + directory.owner()
                        + " names; put it back, then: mr-driver resume --dir " + directory.root(),
                "or give the job up: delete " + directory.own() + ", " + directory.intermediate() + " and "
                        + directory.output());
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "resume", "start"})
    void without_its_log_a_young_database_is_empty_and_that_is_said(String command) throws IOException {
        Files.delete(directory.writeAheadLog());
        assertUnusable(
                command,
                directory.writeAheadLog() + " is missing and " + directory.database()
                        + " is empty without it, expected database database-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "resume", "start"})
    void without_owner_and_database_the_log_still_tells_that_there_was_one(String command) throws IOException {
        Files.delete(directory.owner());
        Files.delete(directory.database());
        assertUnusable(
                command,
                directory.database() + " is missing, expected the database that " + directory.writeAheadLog()
                        + " is the log of");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "resume", "start"})
    void a_damaged_owner_file_is_not_believed(String command) throws IOException {
        for (String damage : List.of("", "{\"v\": 1}", "{", "[]", "{\"v\": 2, \"host\": \"\", \"database\": \"d\"}")) {
            Files.writeString(directory.owner(), damage);
            assertUnusable(
                    command, directory.owner() + " is damaged, expected", "delete it, and the next mr-driver resume");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "resume", "start"})
    void a_database_that_forgot_a_whole_job_is_not_taken_for_the_end_of_the_one_before(String command)
            throws IOException {
        Files.write(
                directory.driverJson(),
                DriverFile.ofThisProcess("job-2", 0, "127.0.0.1:1", 2).content());
        assertUnusable(
                command,
                directory.database() + " ends with epoch 1 and does not know job job-2, which " + directory.driverJson()
                        + " names in epoch 2");
    }

    @Test
    void a_driver_file_that_is_damaged_says_nothing() throws IOException {
        Files.writeString(
                directory.driverJson(),
                "{\"v\": 1, \"state\": \"RUNNING\", \"host\": \"alpha\", \"address\": \"\", \"epoch\": 7}");
        assertThat(Workplace.driver("status", "--dir", workplace.path("job")).code())
                .isZero();
    }

    @Test
    void a_missing_owner_file_is_made_again_by_a_resume_whatever_becomes_of_that() throws IOException {
        Files.delete(directory.owner());
        ProgramRun run = Workplace.driver("resume", "--dir", workplace.path("job"));
        assertThat(run.code()).as("its input is gone: %s", run.err()).isEqualTo(6);
        assertThat(directory.owner()).content().contains("\"database\": \"database-1\"");
    }

    @Test
    void a_directory_given_up_as_the_line_says_takes_a_new_job() throws IOException {
        LocalFileSystem files = new LocalFileSystem();
        for (Path lost : List.of(directory.own(), directory.intermediate(), directory.output())) {
            files.deleteTree(lost);
        }
        assertThat(Workplace.driver("status", "--dir", workplace.path("job")).code())
                .isEqualTo(2);
        assertThat(Workplace.driver("resume", "--dir", workplace.path("job")).code())
                .isEqualTo(2);
    }
}
