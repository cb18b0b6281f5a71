package dev.mr.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a job is to do, as its database stores it. */
class JobSpecTest {
    private static final JobSpec EVERYTHING = new JobSpec(
            new JobCode(
                    "mine",
                    List.of(new JobCode.Jar("/jars/my job.jar", "abc"), new JobCode.Jar("/jars/lib.jar", "def")),
                    new TreeMap<>(Map.of("pattern", "a=b,c", "n", "3"))),
            7,
            3,
            new ShuffleSpec(
                    PartitionerName.RANGE,
                    List.of("66", "6f"),
                    true,
                    Compression.ZSTD,
                    OutputFormat.RECORDS,
                    1L << 33,
                    Durability.POWER),
            "part-",
            new AttemptRules(Duration.ofMillis(1500), Duration.ofMillis(250), Duration.ofHours(2), 5, 6, 8, false));

    @Test
    void a_job_is_read_as_it_was_stored() {
        assertThat(JobSpec.ofOptions(EVERYTHING.options())).isEqualTo(EVERYTHING);
        JobSpec plain = JobSpecs.wordCount(2, 4);
        assertThat(JobSpec.ofOptions(plain.options())).isEqualTo(plain);
    }

    @Test
    void options_have_the_names_of_the_command_line_in_a_fixed_order() {
        assertThat(EVERYTHING.options())
                .containsExactly(
                        Map.entry("job", "mine"),
                        Map.entry("jar.0", "abc /jars/my job.jar"),
                        Map.entry("jar.1", "def /jars/lib.jar"),
                        Map.entry("set.n", "3"),
                        Map.entry("set.pattern", "a=b,c"),
                        Map.entry("map-tasks", "7"),
                        Map.entry("reduce-tasks", "3"),
                        Map.entry("partitioner", "range"),
                        Map.entry("range-points", "66,6f"),
                        Map.entry("combine", "true"),
                        Map.entry("compress", "zstd"),
                        Map.entry("output-format", "records"),
                        Map.entry("output-prefix", "part-"),
                        Map.entry("memory", "8589934592"),
                        Map.entry("durability", "power"),
                        Map.entry("lease", "PT1.5S"),
                        Map.entry("heartbeat", "PT0.25S"),
                        Map.entry("task-timeout", "PT2H"),
                        Map.entry("max-attempts", "5"),
                        Map.entry("max-worker-losses", "6"),
                        Map.entry("skip-bad-records", "8"),
                        Map.entry("backup", "false"));
        assertThat(JobSpecs.wordCount(2, 4).options()).doesNotContainKeys("range-points", "jar.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"job", "map-tasks", "partitioner", "combine", "memory", "output-prefix", "lease", "max-attempts"
            })
    void an_option_that_is_missing_is_named(String name) {
        Map<String, String> options = new LinkedHashMap<>(EVERYTHING.options());
        options.remove(name);
        assertThatThrownBy(() -> JobSpec.ofOptions(options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option \"" + name + "\" is missing");
    }

    @Test
    void a_job_from_before_there_were_backups_has_them() {
        Map<String, String> options = new LinkedHashMap<>(EVERYTHING.options());
        options.remove("backup");
        assertThat(JobSpec.ofOptions(options).rules().backup()).isTrue();
    }

    @Test
    void a_job_from_before_there_was_a_choice_of_durability_survives_the_death_of_processes() {
        Map<String, String> options = new LinkedHashMap<>(EVERYTHING.options());
        options.remove("durability");
        assertThat(JobSpec.ofOptions(options).shuffle().durability()).isEqualTo(Durability.PROCESS);
    }

    @ParameterizedTest
    @CsvSource({
        "durability, none",
        "map-tasks, x",
        "memory, 1.5",
        "lease, ten",
        "compress, rar",
        "partitioner, none",
        "output-format, x"
    })
    void an_option_that_is_unreadable_is_named_with_its_value(String name, String value) {
        Map<String, String> options = new LinkedHashMap<>(EVERYTHING.options());
        options.put(name, value);
        assertThatThrownBy(() -> JobSpec.ofOptions(options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("option \"" + name + "\" cannot be \"" + value + "\": ");
    }
}
