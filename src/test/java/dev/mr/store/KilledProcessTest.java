package dev.mr.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real process that commits and is killed. */
class KilledProcessTest {
    @TempDir
    Path directory;

    @ParameterizedTest(name = "killed after turn {0}")
    @ValueSource(ints = {1, 40, 400})
    void a_killed_writer_loses_nothing_it_acknowledged_and_leaves_no_half_turn(int turns) throws Exception {
        Path file = directory.resolve("job.db");
        long acknowledged = runAndKillAfter(turns, file);

        JobStatus status = StatusReader.read(file).orElseThrow();
        long stored = Objects.requireNonNull(status.counters().get("first"));
        assertThat(stored).isBetween(acknowledged, acknowledged + 1);
        assertThat(status.counters()).containsEntry("last", stored);

        try (SqliteStore store = SqliteStore.open(file)) {
            assertThat(store.load().counters()).isEqualTo(Map.of("first", stored, "last", stored));
            assertThat(store.findDamage()).isEmpty();
            assertThat(store.claim(SampleJob.OTHER_DRIVER, SampleJob.NOW)).isEqualTo(2);
        }
        try (Database database = JobDatabase.openForReading(file, "immutable=1")) {
            assertThat(database.<Long>only("SELECT count(*) FROM event", row -> row.getLong(1)))
                    .isEqualTo(stored);
        }
    }

    @Test
    void a_usual_start_does_not_load_flyway() throws Exception {
        runAndKillAfter(1, directory.resolve("job.db"));
        assertThat(Files.readString(directory.resolve("classes.log")))
                .contains("org.sqlite.")
                .doesNotContain("org.flywaydb");
    }

    /** The number of the last turn that the process said it had committed. */
    private long runAndKillAfter(int turns, Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + directory.resolve("classes.log"),
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        CommittingProcess.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long last = 0;
        try (BufferedReader said = process.inputReader(UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                last = Long.parseLong(line);
                if (last == turns) {
                    process.destroyForcibly().waitFor();
                }
            }
        } catch (IOException closedByTheKill) {
            assertThat(last).isGreaterThanOrEqualTo(turns);
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(last).isGreaterThanOrEqualTo(turns);
        return last;
    }
}
