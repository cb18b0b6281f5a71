package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines of {@code mr-driver start} that are refused: exit 2, one line, nothing created. */
class StartOptionsTest {
    @TempDir
    private Path folder;

    private Workplace workplace;

    @BeforeEach
    void an_input() throws IOException {
        workplace = new Workplace(folder);
        workplace.file("in/a.txt", "one two");
    }

    private void assertRefused(List<String> arguments, String... phrases) {
        List<String> all = new ArrayList<>(List.of("start", "--dir", workplace.path("job")));
        all.addAll(arguments);
        if (!arguments.contains("--inputs")) {
            all.addAll(List.of("--inputs", workplace.path("in")));
        }
        workplace.assertDriverRefused(all, phrases);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--map-tasks=0                  | --map-tasks is 0, expected 1 to 1000000",
                "--map-tasks=-1                 | --map-tasks is -1, expected 1 to",
                "--map-tasks=1000001            | --map-tasks is 1000001",
                "--map-tasks=2147483648         | --map-tasks: \"2147483648\" is too large",
                "--map-tasks=-99999999999999    | --map-tasks: \"-99999999999999\" is too small",
                "--map-tasks=NaN                | --map-tasks: \"NaN\" is not a whole number",
                "--map-tasks=1.5                | --map-tasks: \"1.5\" is not a whole number",
                "--map-tasks=0x10               | --map-tasks: \"0x10\" is not a whole number",
                "--map-tasks=                   | --map-tasks: \"\" is not a whole number",
                "--reduce-tasks=0               | --reduce-tasks is 0, expected 1 to 100000",
                "--reduce-tasks=100001          | --reduce-tasks is 100001",
                "--max-attempts=0               | --max-attempts is 0, expected 1 to 1000",
                "--max-worker-losses=-3         | --max-worker-losses is -3, expected 1 to",
                "--job=nonsense                 | job \"nonsense\" is unknown; known: distinct, grep",
                "--partitioner=dice             | --partitioner: \"dice\" is unknown; expected first-letter or fnv1a or range",
                "--partitioner=job              | --partitioner: \"job\" is unknown; expected first-letter or fnv1a or range",
                "--partitioner=FIRST_LETTER     | --partitioner: \"FIRST_LETTER\" is unknown",
                "--output-prefix=a/b            | --output-prefix is \"a/b\", expected 1 to 200 bytes without a separator",
                "--output-prefix=../out-        | --output-prefix is",
                "--output-prefix=.hidden        | --output-prefix is",
                "--output-prefix=               | --output-prefix is \"\"",
                "--lease=10                     | --lease: \"10\" is not a duration; expected a whole number with a unit",
                "--lease=-1s                    | --lease: \"-1s\" is not a duration",
                "--lease=NaN                    | --lease: \"NaN\" is not a duration",
                "--lease=99999999999h           | --lease: \"99999999999h\" is too long",
                "--lease=99ms                   | --lease is 99ms, expected at least 100ms",
                "--heartbeat=6s                 | --heartbeat is 6000ms, expected more than 0 and at most half of the lease",
                "--heartbeat=0s                 | --heartbeat is 0ms",
                "--memory=1k                    | --memory is 1024 bytes, expected at least 1MiB",
                "--memory=lots                  | --memory: \"lots\" is not a size",
                "--memory=-1                    | --memory: \"-1\" is not a size",
                "--memory=9223372036854775808   | --memory: \"9223372036854775808\" is too large",
                "--min-free=1.5g                | --min-free: \"1.5g\" is not a size",
                "--local-workers=-1             | --local-workers is -1, expected 0 to 256",
                "--local-workers=257            | --local-workers is 257, expected 0 to 256",
                "--listen=garbage               | --listen is \"garbage\", expected HOST:PORT",
                "--listen=:80                   | --listen is \":80\", expected HOST:PORT",
                "--listen=127.0.0.1:            | --listen is \"127.0.0.1:\", expected HOST:PORT",
                "--listen=127.0.0.1:65536       | --listen is \"127.0.0.1:65536\", expected HOST:PORT",
                "--listen=127.0.0.1:-1          | --listen is \"127.0.0.1:-1\", expected HOST:PORT",
                "--listen=0.0.0.0:0             | --listen is 0.0.0.0:0, but only loopback addresses are safe without TLS",
                "--listen=8.8.8.8:4000          | but only loopback addresses",
                "--runner=fast                  | --runner: \"fast\" is unknown; expected driver or sequential",
                "--state-dir=                   | --state-dir: it is empty, expected a path",
                "--nonsense                     | Unknown option: '--nonsense'",
                "--map-task=6                   | did you mean --map-tasks",
                "stray                          | Unmatched argument at index",
                "--force=maybe                  | --force"
            })
    void a_wrong_option_is_refused(String option, String phrase) {
        assertRefused(List.of(option), phrase);
    }

    @Test
    void an_unknown_command_is_refused_also_with_help() {
        for (String[] words : new String[][] {{"stop"}, {"stop", "--help"}}) {
            Workplace.assertRefused(Workplace.driver(words), "mr-driver: unknown command 'stop'");
        }
    }

    @Test
    void more_memory_for_a_task_than_the_heap_has_is_refused_with_both_figures() {
        assertRefused(
                List.of("--memory=4g", "--local-workers=1"),
                "--memory is 4096MiB for one task, but the heap of a local worker, 247MiB, has room for 185MiB;"
                        + " give it more with MR_WORKER_OPTS=-Xmx6146m, or start with a smaller --memory");
        assertRefused(
                List.of("--memory=8000000t", "--runner=sequential"),
                "but the heap of mr-driver, ",
                "give it more with MR_DRIVER_OPTS=-Xmx");
    }

    @Test
    void the_heap_of_local_workers_is_that_of_the_last_option() {
        assertThat(RunOptionsMixin.localHeapBytes(List.of("-Xmx256m", "-ea", "-Xmx3g", "-Xmxlots")))
                .isEqualTo((3L << 30) / 30 * 29);
    }

    @Test
    void an_output_prefix_may_have_200_bytes_and_no_control_character() {
        assertRefused(List.of("--output-prefix=" + "\u00e9".repeat(101)), "--output-prefix is");
        assertRefused(List.of("--output-prefix=a\nb"), "--output-prefix is \"a\\nb\"");
    }

    @Test
    void a_missing_value_and_a_repeated_option_are_refused() {
        workplace.assertDriverRefused(List.of("start", "--dir"), "--dir", "see mr-driver start --help");
        workplace.assertDriverRefused(List.of("start", "--dir", "a", "--dir", "b"), "--dir", "only once");
    }

    @Test
    void several_mistakes_are_all_in_the_one_line() {
        assertRefused(
                List.of(
                        "--map-tasks=x",
                        "--lease=soon",
                        "--reduce-tasks=0",
                        "--listen=8.8.8.8:1",
                        "--nonsense",
                        "--inputs",
                        workplace.path("gone"),
                        workplace.path("lost")),
                "--map-tasks: \"x\" is not a whole number; ",
                "--lease: \"soon\" is not a duration",
                "--reduce-tasks is 0",
                "only loopback",
                "'--nonsense'",
                "input " + workplace.path("gone") + " does not exist; ",
                "input " + workplace.path("lost") + " does not exist",
                "; see mr-driver start --help");
    }

    @Test
    void an_unknown_option_after_the_inputs_is_not_taken_for_an_input() {
        for (String stray : List.of("--map-task=6", "--nonsense")) {
            assertRefused(
                    List.of("--inputs", workplace.path("in"), stray),
                    "--inputs: \"" + stray + "\" looks like an option, but there is no such option;"
                            + " a path of that name is ./" + stray);
        }
    }

    @Test
    void a_negative_number_after_a_space_is_refused() {
        assertRefused(List.of("--reduce-tasks", "-1"), "-1");
    }

    @Test
    void an_option_after_a_mistaken_one_is_not_called_unknown() {
        ProgramRun run = Workplace.driver("start", "--lease", "soon", "--dir", workplace.path("job"), "--force");
        assertThat(run.err()).contains("\"soon\"").doesNotContain("Unknown", "Unmatched");
    }

    @Test
    void inputs_that_cannot_be_read_as_files_are_refused() throws Exception {
        assertRefused(
                List.of("--inputs", workplace.path("none")), "input " + workplace.path("none") + " does not exist");
        Files.createDirectory(folder.resolve("empty"));
        assertRefused(List.of("--inputs", workplace.path("empty")), "there is no input file in");
        assertRefused(List.of("--inputs", ""), "--inputs: it is empty, expected a path");
        Process made = new ProcessBuilder("mkfifo", workplace.path("pipe")).start();
        assumeThat(made.waitFor()).isZero();
        assertRefused(
                List.of("--inputs", workplace.path("pipe")), "input " + workplace.path("pipe") + " is not a regular");
    }

    @ParameterizedTest
    @ValueSource(strings = {"out", "intermediate"})
    void a_directory_with_foreign_results_is_refused(String results) throws IOException {
        workplace.file("job/" + results + "/thesis.txt", "mine");
        assertRefused(List.of(), workplace.path("job/" + results) + " holds files that no job of this directory made");
    }

    @Test
    void a_job_directory_that_is_a_file_is_refused() throws IOException {
        workplace.file("job", "mine");
        assertRefused(List.of(), "--dir: " + workplace.path("job") + " is not a directory");
        workplace.assertDriverRefused(
                List.of("start", "--inputs", workplace.path("in"), "--dir", workplace.path("job/below")),
                workplace.path("job") + " is not a directory");
    }

    @Test
    void an_empty_directory_name_does_not_mean_the_current_one() {
        workplace.assertDriverRefused(
                List.of("start", "--inputs", workplace.path("in"), "--dir", ""), "--dir: it is empty");
    }

    @Test
    void what_to_do_must_be_said_and_known() {
        workplace.assertDriverRefused(List.of(), "say what to do: start, resume, status, verify, jobs or cat");
        workplace.assertDriverRefused(List.of("strat"), "'strat'", "did you mean start?");
        workplace.assertDriverRefused(List.of("--dir", "x", "start"), "--dir");
    }
}
