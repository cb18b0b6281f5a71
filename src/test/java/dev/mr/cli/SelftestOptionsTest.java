package dev.mr.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Command lines of {@code mr-driver selftest} that are refused: exit 2, one line, nothing created. */
class SelftestOptionsTest {
    @TempDir
    private Path folder;

    private Workplace workplace;

    @BeforeEach
    void a_folder_that_is_used_and_a_file() throws IOException {
        workplace = new Workplace(folder);
        workplace.file("used/mine.txt", "one two");
    }

    @Test
    void without_chaos_it_says_that_there_is_nothing_else() {
        workplace.assertDriverRefused(
                List.of("selftest"), "--chaos is missing; it is the only test there is", "mr-driver selftest --help");
    }

    @Test
    void all_that_is_wrong_is_told_at_once() {
        workplace.assertDriverRefused(
                List.of("selftest", "--minutes", "0", "--seed", "x", "--dir", workplace.path("used")),
                "--chaos is missing",
                "--minutes is 0.0, expected 0.1 to 43200",
                "--seed: \"x\" is not a whole number of 64 bits",
                "--dir: " + workplace.path("used") + " is not empty; the selftest deletes what is in it");
    }

    @Test
    void minutes_are_a_number_and_the_directory_is_none_else_s() {
        workplace.assertDriverRefused(
                List.of("selftest", "--chaos", "--minutes", "5m", "--dir", workplace.path("used/mine.txt")),
                "--minutes: \"5m\" is not a number of minutes, such as 5 or 0.5",
                "mine.txt is not a directory");
        workplace.assertDriverRefused(
                List.of("selftest", "--chaos", "--minute", "5"), "--minute", "did you mean --minutes?");
    }
}
