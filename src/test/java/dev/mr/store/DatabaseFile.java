package dev.mr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.files.LocalFileSystem;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the SQLite file begin with: the name of one that is not there yet. */
abstract class DatabaseFile {
    @TempDir
    Path directory;

    Path file;

    @BeforeEach
    void name_the_file() {
        file = directory.resolve("job.db");
    }

    SqliteStore openOrCreate() {
        return SqliteStore.openOrCreate(file, new LocalFileSystem(), "database-1");
    }

    List<String> filesThere() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    void change(String sql) {
        try (Database database = Database.open(file, "mode=rw")) {
            database.update(sql);
        }
    }

    /** As a driver would. */
    void changeWithChecksum(String sql) {
        try (Database database = Database.open(file, "mode=rw")) {
            RowChecksums.keep(database);
            database.update(sql);
        }
    }

    void assertRefusedUntouched(String... words) throws IOException {
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> SqliteStore.open(file)).isInstanceOfSatisfying(MrException.class, e -> {
            assertThat(e.exitCode()).isEqualTo(ExitCode.STATE_UNUSABLE);
            assertThat(e.line()).contains(file.toString()).contains(words).doesNotContain("\n");
        });
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(filesThere()).containsExactly("job.db");
    }

    static void assertEnvironment(Throwable thrown, String words) {
        assertThat(thrown).isInstanceOfSatisfying(MrException.class, e -> {
            assertThat(e.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
            assertThat(e.line()).contains("job.db").contains(words).doesNotContain("\n");
        });
    }
}
