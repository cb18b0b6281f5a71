package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options before variables before the file before defaults, as {@code mr-driver config} shows them. */
class SettingsTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void folders() throws IOException {
        file = folder.resolve("mr.toml");
        Files.createDirectories(folder.resolve("a"));
        Files.createDirectories(folder.resolve("b"));
    }

    private ProgramRun config(Map<String, String> environment, String... words) {
        return ProgramRun.of("mr-driver config", new ConfigCommand(new SettingSources(environment, folder)), words);
    }

    private void write(String content) throws IOException {
        Files.writeString(file, content);
    }

    @Test
    void a_backslash_that_escapes_nothing_is_a_problem_of_the_file() throws IOException {
        write("keep-for = \"4" + "\\".repeat(10) + "3, tr" + "\\".repeat(32) + "ue }" + "\\".repeat(3) + "\b\\");
        ProgramRun run = config(Map.of());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("mr.toml");
    }

    @Test
    void an_option_counts_before_a_variable_before_the_file_before_the_default() throws IOException {
        write("""
                # a comment
                lease = "8s"
                min-workers = 3
                max-running-jobs = 2
                """);
        ProgramRun run = config(Map.of("MR_MIN_WORKERS", "4", "MR_LEASE", "9s"), "--show-origin", "--min-workers", "5");
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .contains(
                        "min-workers = 5  # flag",
                        "lease = 9s  # MR_LEASE",
                        "max-running-jobs = 2  # " + file + ":4",
                        "keep-for = 30d  # default",
                        "jobs-dir = (none)  # default")
                .hasSize(Setting.values().length);
        assertThat(config(Map.of()).out()).contains("\nlease = 8s\n", "\nmin-workers = 3\n");
    }

    @Test
    void relative_paths_of_the_file_begin_at_its_folder() throws IOException {
        write("root = \"r\"\ninput-root = [\"a\", \"b\"]\n");
        assertThat(config(Map.of()).out())
                .contains("root = " + folder.resolve("r") + "\n")
                .contains("input-root = " + folder.resolve("a") + " " + folder.resolve("b") + "\n");
        write("input-root = \"a\"\n");
        JsonObject settings = JsonParser.parseString(config(Map.of(), "--json").out())
                .getAsJsonObject()
                .getAsJsonObject("settings");
        assertThat(settings.getAsJsonObject("input-root"))
                .hasToString("{\"value\":[\"" + folder.resolve("a") + "\"],\"origin\":\"" + file + ":1\"}");
        assertThat(settings.getAsJsonObject("jobs-dir")).hasToString("{\"value\":null,\"origin\":\"default\"}");
    }

    @Test
    void several_input_roots_stand_in_one_variable_and_empty_variables_are_none() {
        ProgramRun run = config(
                Map.of("MR_INPUT_ROOT", folder.resolve("a") + ":" + folder.resolve("b"), "MR_LEASE", ""),
                "--show-origin");
        assertThat(run.out())
                .contains("input-root = " + folder.resolve("a") + " " + folder.resolve("b") + "  # MR_INPUT_ROOT\n")
                .contains("lease = 10s  # default\n");
    }

    @Test
    void an_input_root_on_the_command_line_replaces_those_elsewhere() throws IOException {
        write("input-root = [\"a\", \"gone\"]\n");
        assertThat(config(Map.of(), "--input-root", folder.resolve("b").toString())
                        .out())
                .contains("input-root = " + folder.resolve("b") + "\n");
    }

    @Test
    void everything_wrong_is_told_at_once_with_its_place() throws IOException {
        write("""
                min_workers = 3
                colour = "blue"
                lease = 8
                keep-jobs = "many"
                input-root = ["a", 1]
                keep-for = "soon"
                max-running-jobs = 0
                tls-cert = true
                """);
        ProgramRun run = config(Map.of("MR_LOCAL_WORKERS", "x", "MR_JOBS_DIR", "gone"), "--heartbeat", "0s");
        Workplace.assertRefused(
                run,
                file + ":1: unknown setting min_workers, did you mean min-workers?",
                file + ":2: unknown setting colour; known: root, input-root",
                file + ":3: lease is a whole number, expected a string",
                file + ":4: keep-jobs is a string, expected a whole number",
                file + ":5: input-root is an array, expected a string or an array of strings",
                file + ":6: keep-for: \"soon\" is not a duration",
                "--max-running-jobs is 0, expected 1 to 1000 (" + file + ":7)",
                file + ":8: tls-cert is true, expected a string",
                "MR_LOCAL_WORKERS: \"x\" is not a whole number",
                "--jobs-dir: gone does not exist; make it, or name another (MR_JOBS_DIR)",
                "--heartbeat is 0ms");
    }

    @Test
    void a_file_that_is_not_toml_is_refused_with_the_line_that_is_not() throws IOException {
        write("lease = \"5s\"\nroot = \n");
        Workplace.assertRefused(config(Map.of()), file + ":2: ");
    }

    @ParameterizedTest
    @CsvSource({"4096,4096", "'\"1g\"',1g"})
    void a_size_may_be_a_number_or_a_text(String written, String shown) throws IOException {
        write("min-free = " + written + "\n");
        assertThat(config(Map.of()).out()).contains("min-free = " + shown + "\n");
    }

    @Test
    void the_file_is_the_one_that_is_named() throws IOException {
        write("lease = \"8s\"\n");
        Path other = Files.writeString(folder.resolve("other.toml"), "lease = \"7s\"\n");
        Path third = Files.writeString(folder.resolve("third.toml"), "lease = \"6s\"\n");
        Map<String, String> environment = Map.of("MR_CONFIG", other.toString());
        assertThat(config(environment).out()).contains("lease = 7s\n");
        assertThat(config(environment, "--config", third.toString()).out()).contains("lease = 6s\n");
        Workplace.assertRefused(config(Map.of("MR_CONFIG", "gone.toml")), "MR_CONFIG: gone.toml does not exist");
        Workplace.assertRefused(
                config(Map.of(), "--config", folder.toString()), "--config: " + folder + " is not a file");
    }

    @Test
    void other_machines_are_let_in_with_all_three_files_of_tls_alone() throws IOException {
        write("listen = \"0.0.0.0:4000\"\ntls-cert = \"c\"\ntls-key = \"k\"\n");
        Workplace.assertRefused(config(Map.of()), "give --tls-cert, --tls-key and --tls-ca as well (" + file + ":1)");
        assertThat(config(Map.of("MR_TLS_CA", "ca")).code()).isZero();
    }
}
