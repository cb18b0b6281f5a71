package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RepeatedOptionsTest {
    private static final String OLD = "a".repeat(64);
    private static final String NEW = "b".repeat(64);
    private static final Map<String, String> STORED = Map.of(
            "job", "sessions", "jar.0", OLD + " /jobs/a b.jar", "set.gap", "30", "lease", "PT10S", "reduce-tasks", "4");

    private static RepeatedOptions given(String... namesAndValues) {
        Map<String, String> given = new java.util.TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new RepeatedOptions(STORED, given);
    }

    @Test
    void what_is_as_stored_is_no_difference() {
        assertThat(given().differences()).isEmpty();
        RepeatedOptions all =
                given("job", "sessions", "jar.0", OLD + " /jobs/a b.jar", "set.gap", "30", "lease", "PT10S");
        assertThat(all.differences()).isEmpty();
        assertThat(all.nextStep()).isEmpty();
    }

    @Test
    void each_difference_is_told_as_it_would_be_typed() {
        assertThat(given("set.gap", "20", "set.width", "8", "job", "grep", "lease", "PT0.5S", "reduce-tasks", "5")
                        .differences())
                .containsExactlyInAnyOrder(
                        "--set gap=20 (stored: 30)",
                        "--set width=8 (stored: none)",
                        "--job grep (stored: sessions)",
                        "--lease 500ms (stored: 10s)",
                        "--reduce-tasks 5 (stored: 4)");
    }

    @Test
    void another_jar_is_told_with_both_paths_and_digests() {
        RepeatedOptions moved = given("jar.0", OLD + " /jobs/c.jar");
        assertThat(moved.differences())
                .containsExactly("--jar /jobs/c.jar with SHA-256 aaaaaaaaaaaa (stored: /jobs/a b.jar with SHA-256"
                        + " aaaaaaaaaaaa)");
        assertThat(moved.nextStep()).isEmpty();
        assertThat(new RepeatedOptions(Map.of(), Map.of("jar.0", OLD + " /a.jar")).differences())
                .containsExactly("--jar /a.jar with SHA-256 aaaaaaaaaaaa (stored: none)");
        assertThat(given("jar.0", OLD + " /jobs/a b.jar", "jar.1", NEW + " /more.jar")
                        .differences())
                .containsExactly("--jar /jobs/a b.jar with SHA-256 aaaaaaaaaaaa, /more.jar with SHA-256 bbbbbbbbbbbb"
                        + " (stored: /jobs/a b.jar with SHA-256 aaaaaaaaaaaa)");
    }

    @Test
    void a_jar_that_was_replaced_is_to_be_put_back() {
        RepeatedOptions replaced = given("jar.0", NEW + " /jobs/a b.jar");
        assertThat(replaced.differences()).hasSize(1);
        assertThat(replaced.nextStep()).isEqualTo(", and restore the jar it began with");
    }
}
