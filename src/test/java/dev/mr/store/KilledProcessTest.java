package dev.mr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        // Not a pipe: what is in it is lost when the process is killed, and that is what it acknowledged.
        Path said = Files.createFile(directory.resolve("said"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + directory.resolve("classes.log"),
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        CommittingProcess.class.getName(),
                        file.toString())
                .redirectOutput(said.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> last(said) >= turns);
        } finally {
            process.destroyForcibly().waitFor();
        }
        return last(said);
    }

    /** The number on the last whole line; 0 for none. */
    private static long last(Path said) throws IOException {
        String text = Files.readString(said);
        String[] lines = text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1);
        return lines.length < 2 ? 0 : Long.parseLong(lines[lines.length - 2]);
    }
}
