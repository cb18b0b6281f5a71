package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.api.Input;
import dev.mr.task.InputFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplePlanTest {
    private static final long GIB = 1L << 30;

    private static List<InputFile> inputs(int count, String ending, IntFunction<Long> bytes) {
        return IntStream.range(0, count)
                .mapToObj(i -> new InputFile(i, 0, "/data/" + i + ending, bytes.apply(i), 7, i))
                .toList();
    }

    private static long bytes(List<SampleWindow> windows) {
        return windows.stream()
                .mapToLong(window -> Math.min(window.input().bytes(), window.next()) - window.first())
                .sum();
    }

    @ParameterizedTest
    @EnumSource(Input.class)
    void what_is_read_is_bounded_however_many_and_large_the_inputs_are(Input input) {
        for (String ending : List.of(".txt", ".gz")) {
            for (int reduces : new int[] {2, 8, 1000, 100_000}) {
                for (List<InputFile> some : List.of(
                        inputs(1, ending, i -> 5_000 * GIB),
                        inputs(30_000, ending, i -> 900L),
                        inputs(30_000, ending, i -> i % 1000 == 0 ? 3 * GIB : i % 50))) {
                    List<SampleWindow> windows = SamplePlan.windows(input, some, reduces);
                    assertThat(windows.size()).isLessThanOrEqualTo(SamplePlan.MOST_WINDOWS);
                    assertThat(bytes(windows)).isLessThanOrEqualTo(SamplePlan.FILES_BYTES);
                    assertThat(windows).isEqualTo(SamplePlan.windows(input, some, reduces));
                }
            }
        }
    }

    @Test
    void small_inputs_are_read_whole_and_in_order() {
        List<InputFile> some = inputs(40, ".txt", i -> 100L * i);
        assertThat(SamplePlan.windows(Input.LINES, some, 4))
                .containsExactlyElementsOf(some.stream()
                        .filter(file -> file.bytes() > 0)
                        .map(file -> new SampleWindow(file, 0, file.bytes()))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 64})
    void windows_are_spread_over_all_bytes_and_do_not_overlap(int reduces) {
        List<InputFile> some = inputs(30, ".txt", i -> i == 7 ? 20 * GIB : 10L << 20);
        List<SampleWindow> windows = SamplePlan.windows(Input.LINES, some, reduces);
        Map<InputFile, Long> counts = new HashMap<>();
        windows.forEach(window -> counts.merge(window.input(), 1L, Long::sum));
        assertThat(counts.get(some.get(7))).isGreaterThan(windows.size() * 95L / 100);
        List<SampleWindow> ofLarge = new ArrayList<>(windows);
        ofLarge.removeIf(window -> !window.input().equals(some.get(7)));
        ofLarge.sort((a, b) -> Long.compare(a.first(), b.first()));
        for (int i = 1; i < ofLarge.size(); i++) {
            assertThat(ofLarge.get(i).first())
                    .isGreaterThanOrEqualTo(ofLarge.get(i - 1).next());
            assertThat(ofLarge.get(i).first() - ofLarge.get(i - 1).first())
                    .isLessThan(2 * 21 * GIB / windows.size() + 1);
        }
    }

    @Test
    void whoever_stops_after_an_eighth_has_seen_all_quarters() {
        List<SampleWindow> windows = SamplePlan.windows(Input.LINES, inputs(1, ".txt", i -> 100 * GIB), 8);
        boolean[] seen = new boolean[4];
        windows.subList(0, windows.size() / 8).forEach(window -> seen[(int) (window.first() / (25 * GIB))] = true);
        assertThat(seen).containsOnly(true);
    }

    @Test
    void of_a_packed_file_there_is_one_window_at_its_beginning() {
        List<SampleWindow> windows = SamplePlan.windows(Input.LINES, inputs(3, ".zst", i -> GIB), 8);
        assertThat(windows).hasSize(3).allMatch(window -> window.first() == 0 && window.next() > 1 << 20);
    }

    @Test
    void files_are_read_whole_or_not_at_all_unless_all_are_too_long() {
        assertThat(SamplePlan.windows(Input.BLOCKS_OF_FILES, inputs(50, ".x", i -> i == 3 ? 10L : GIB), 8))
                .containsExactly(new SampleWindow(new InputFile(3, 0, "/data/3.x", 10, 7, 3), 0, 10));
        assertThat(SamplePlan.windows(Input.BLOCKS_OF_FILES, inputs(2, ".x", i -> GIB), 8))
                .hasSize(1)
                .allMatch(window -> window.isPartOf(Input.BLOCKS_OF_FILES));
        assertThat(SamplePlan.windows(Input.FILES, inputs(2, ".x", i -> GIB), 8))
                .isEmpty();
        assertThat(SamplePlan.windows(Input.FILES, List.of(), 8)).isEmpty();
    }
}
