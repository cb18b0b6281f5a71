package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.InputFile;
import dev.mr.task.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reads what. */
class InputPlanTest {
    private static List<InputFile> inputs(long... sizes) {
        List<InputFile> inputs = new ArrayList<>();
        for (long size : sizes) {
            inputs.add(new InputFile(inputs.size(), 0, "/data/" + inputs.size(), size, 0, 0));
        }
        return inputs;
    }

    private static long bytes(List<Split> splits) {
        return splits.stream().mapToLong(Split::bytes).sum();
    }

    /** Every byte of every input is in exactly one split, in order, and no split is empty. */
    private static void assertTiles(List<InputFile> inputs, List<List<Split>> tasks) {
        long[] next = new long[inputs.size()];
        for (Split split : tasks.stream().flatMap(List::stream).toList()) {
            assertThat(split.first())
                    .as("%s", split)
                    .isEqualTo(next[split.input().index()]);
            assertThat(split.bytes()).as("%s", split).isPositive();
            next[split.input().index()] = split.next();
        }
        for (InputFile input : inputs) {
            assertThat(next[input.index()]).as("%s", input).isEqualTo(input.bytes());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void equal_shares_tile_the_inputs_and_are_equal_to_within_a_byte(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            long[] sizes = random.longs(1 + random.nextInt(6), 0, 40)
                    .map(size -> size < 12 ? 0 : size)
                    .toArray();
            List<InputFile> inputs = inputs(sizes);
            int count = 1 + random.nextInt(12);
            List<List<Split>> tasks = InputPlan.equalShares(inputs, count, file -> true);
            assertThat(tasks).as("seed %d", seed).hasSize(count);
            assertTiles(inputs, tasks);
            long total = inputs.stream().mapToLong(InputFile::bytes).sum();
            assertThat(tasks)
                    .as("seed %d, sizes %s", seed, inputs)
                    .allSatisfy(task -> assertThat(bytes(task)).isBetween(total / count, total / count + 1));
        }
    }

    @Test
    void shares_of_very_large_inputs_do_not_overflow() {
        List<InputFile> inputs = inputs(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2);
        assertTiles(inputs, InputPlan.equalShares(inputs, 1_000, file -> true));
    }

    @Test
    void inputs_without_a_byte_give_every_task_nothing() {
        assertThat(InputPlan.equalShares(inputs(0, 0), 3, file -> true))
                .containsExactly(List.of(), List.of(), List.of());
    }

    @Test
    void a_share_may_end_in_one_file_and_begin_in_another() {
        List<InputFile> inputs = inputs(3, 0, 5);
        assertThat(InputPlan.equalShares(inputs, 2, file -> true))
                .containsExactly(
                        List.of(new Split(inputs.get(0), 0, 3), new Split(inputs.get(2), 0, 1)),
                        List.of(new Split(inputs.get(2), 1, 5)));
    }

    @Test
    void one_file_each_gives_an_empty_file_its_own_task() {
        List<InputFile> inputs = inputs(3, 0);
        assertThat(InputPlan.oneFileEach(inputs))
                .containsExactly(List.of(new Split(inputs.get(0), 0, 3)), List.of(new Split(inputs.get(1), 0, 0)));
    }

    @Test
    void a_file_that_cannot_be_split_belongs_to_the_share_it_begins_in() {
        List<InputFile> inputs = inputs(3, 0, 9, 2, 0);
        assertThat(InputPlan.equalShares(inputs, 3, file -> false))
                .containsExactly(
                        List.of(
                                new Split(inputs.get(0), 0, 3),
                                new Split(inputs.get(1), 0, 0),
                                new Split(inputs.get(2), 0, 9)),
                        List.of(),
                        List.of(new Split(inputs.get(3), 0, 2), new Split(inputs.get(4), 0, 0)));
    }
}
