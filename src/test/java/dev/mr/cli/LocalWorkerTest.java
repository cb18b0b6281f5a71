package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class LocalWorkerTest {
    @Test
    void what_a_driver_starts_its_workers_with_is_read_without_picocli() {
        assertThat(LocalWorker.isPlain("--dir", "/data/job", "--id", "local-1")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--dir /data/job",
                "--dir job --id local-1",
                "--dir /data/job --id -1",
                "--dir /data/job --id @file",
                "--id local-1 --dir /data/job",
                "--dir=/data/job --id local-1",
                "--dir /data/job --id local-1 --wait",
                "--dir /data/job --slots 2",
                "--help"
            })
    void anything_else_is_left_to_picocli(String line) {
        String[] arguments = Arrays.stream(line.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .toArray(String[]::new);
        assertThat(LocalWorker.isPlain(arguments)).isFalse();
    }

    @Test
    void both_ways_of_reading_give_the_same_worker() {
        MrWorker read = new MrWorker();
        new CommandLine(read)
                .registerConverter(java.time.Duration.class, new DurationOption())
                .parseArgs("--dir", "/data/job", "--id", "local-1");
        assertThat(new MrWorker(Path.of("/data/job"), "local-1"))
                .usingRecursiveComparison()
                .ignoringFields("spec", "files", "time")
                .isEqualTo(read);
    }
}
