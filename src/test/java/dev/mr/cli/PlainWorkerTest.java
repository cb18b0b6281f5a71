package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PlainWorkerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--dir /data/job",
                "--dir ../job",
                "--id 7",
                "--dir /data/job --id local-1",
                "--id local-1 --dir files"
            })
    void a_directory_and_a_label_are_read_as_picocli_would(String line) {
        MrWorker worker = new MrWorker();
        new CommandLine(worker)
                .registerConverter(Duration.class, new DurationOption())
                .parseArgs(words(line));
        assertThat(PlainWorker.read(words(line)))
                .usingRecursiveComparison()
                .ignoringFields("spec", "files", "time")
                .isEqualTo(worker);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--dir",
                "--dir /data/job --id",
                "--dir /data/job --id -1",
                "--dir /data/job --id @file",
                "--dir @file",
                "--dir a --dir b",
                "--dir=/data/job --id local-1",
                "--dir /data/job --id local-1 --wait",
                "--dir /data/job --slots 2",
                "stray",
                "--help"
            })
    void anything_else_is_left_to_picocli(String line) {
        assertThat(PlainWorker.read(words(line))).isNull();
    }

    private static String[] words(String line) {
        return Arrays.stream(line.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .toArray(String[]::new);
    }
}
