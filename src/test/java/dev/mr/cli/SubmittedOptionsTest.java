package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.JobCode;
import dev.mr.task.JobSpec;
import dev.mr.task.PartitionerName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** A service reads the options of a submitted job as {@code start} reads its command line. */
class SubmittedOptionsTest {
    /** The job options of {@code start}. */
    @Command
    private static final class Start {
        @Mixin
        private JobOptions options;
    }

    /** Those of {@code submit}. */
    @Command
    static final class Submit {
        @Mixin
        SubmittedOptions options;
    }

    private static JobSpec started(String... words) {
        Start start = new Start();
        new CommandLine(start).parseArgs(words);
        List<String> problems = new ArrayList<>();
        start.options.check(problems);
        start.options.choice().check(problems);
        assertThat(problems).isEmpty();
        return start.options.spec(3);
    }

    private static Map<String, String> sent(String... words) {
        CommandLine line = new CommandLine(new Submit());
        line.parseArgs(words);
        return SubmittedOptions.given(line.getCommandSpec());
    }

    private static JobSpec submitted(Map<String, String> sent) {
        List<String> problems = new ArrayList<>();
        SubmittedOptions read = SubmittedOptions.of(sent, problems);
        read.check(problems);
        assertThat(problems).isEmpty();
        return read.spec(
                new JobCode("wordcount", List.of(), started().code().settings()),
                PartitionerName.FIRST_LETTER,
                3,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1));
    }

    private static List<String> problems(Map<String, String> sent) {
        List<String> problems = new ArrayList<>();
        SubmittedOptions.of(sent, problems).check(problems);
        return problems;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--map-tasks=7 --reduce-tasks=2",
                "--partitioner=fnv1a --combine --compress=zstd --output-format=records --output-prefix=mr-",
                "--durability=power",
                "--max-attempts=2 --max-worker-losses=3 --task-timeout=90s --skip-bad-records=5 --no-backup --memory=64m"
            })
    void the_spec_is_the_one_that_start_makes(String line) {
        String[] words = Arrays.stream(line.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .toArray(String[]::new);
        assertThat(submitted(sent(words))).isEqualTo(started(words));
    }

    @Test
    void options_are_sent_as_they_were_written_and_flags_as_true() {
        assertThat(sent("--memory", "64m", "--no-backup", "--map-tasks=7"))
                .isEqualTo(Map.of("memory", "64m", "no-backup", "true", "map-tasks", "7"));
        assertThat(sent()).isEmpty();
    }

    @Test
    void every_problem_is_told_at_once_in_the_words_of_the_command_line() {
        Map<String, String> sent = new TreeMap<>(Map.of(
                "map-tasks", "x",
                "reduce-tasks", "0",
                "memory", "1k",
                "combine", "maybe",
                "partitioner", "dice",
                "nonsense", "1"));
        assertThat(problems(sent))
                .containsExactlyInAnyOrder(
                        "--map-tasks: \"x\" is not a whole number",
                        "--reduce-tasks is 0, expected 1 to 100000",
                        "--memory is 1024 bytes, expected at least 1MiB",
                        "--combine is \"maybe\", expected true or false",
                        "--partitioner: \"dice\" is unknown; expected first-letter or fnv1a or range",
                        "unknown option --nonsense");
    }

    @ParameterizedTest
    @CsvSource({
        "map-cmd,runs jobs by name alone",
        "reduce-cmd,runs jobs by name alone",
        "jar,runs jobs by name alone",
        "lease,is the service's",
        "heartbeat,is the service's",
        "job,unknown option --job",
        "help,unknown option --help",
        "-combine,unknown option",
        "map-tasks=3 --combine,unknown option",
        "'',unknown option"
    })
    void what_is_not_for_the_network_is_refused_by_name(String name, String phrase) {
        assertThat(problems(Map.of(name, "true"))).singleElement().asString().contains(phrase);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@/etc/passwd", "${sys:user.home}", "a\nb", ""})
    void a_value_is_never_taken_for_anything_else(String value) {
        List<String> problems = new ArrayList<>();
        SubmittedOptions read = SubmittedOptions.of(Map.of("output-prefix", value), problems);
        assertThat(problems).isEmpty();
        assertThat(read.isCombined()).isFalse();
        assertThat(read.spec(
                                JobCode.bundled("wordcount"),
                                PartitionerName.FNV1A,
                                1,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(1))
                        .outputPrefix())
                .isEqualTo(value);
    }

    @Test
    void a_value_that_looks_like_an_option_is_refused_as_on_the_command_line() {
        assertThat(problems(Map.of("output-prefix", "--combine")))
                .containsExactly("Expected parameter for option '--output-prefix' but found '--combine'");
    }

    @Test
    void no_option_of_a_submitted_job_is_unknown_to_start() {
        CommandSpec start = CommandSpec.forAnnotatedObject(new Start());
        assertThat(CommandSpec.forAnnotatedObject(new Submit()).optionsMap().keySet())
                .isSubsetOf(start.optionsMap().keySet());
    }
}
