package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairSortTest {
    private static final int MANY = 1 << 16;

    private long comparisons;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void pairs_are_sorted_by_unsigned_prefix_then_by_the_given_order(long seed) {
        Random random = new Random(seed);
        for (int count : new int[] {0, 1, 2, 16, 17, 255, 256, 257, 5000}) {
            long[] pairs = new long[2 * count + 4];
            random.longs(pairs.length)
                    .map(l -> random.nextInt(3) > 0 ? l : l & 3)
                    .forEach(new Filler(pairs));
            for (int i = 0; i < count; i++) {
                pairs[2 * i + 3] = i;
            }
            List<long[]> expected = list(pairs, 1, count + 1);
            expected.sort((a, b) -> {
                int byPrefix = Long.compareUnsigned(a[0], b[0]);
                return byPrefix != 0 ? byPrefix : Long.compare(b[1], a[1]);
            });
            long first = pairs[0];
            long last = pairs[2 * count + 2];

            new PairSort(pairs, (left, right) -> Long.compare(right, left)).sort(1, count + 1);

            assertThat(list(pairs, 1, count + 1))
                    .as("seed %d", seed)
                    .usingElementComparator(same())
                    .isEqualTo(expected);
            assertThat(pairs[0]).isEqualTo(first);
            assertThat(pairs[2 * count + 2]).isEqualTo(last);
        }
    }

    @Test
    void orders_that_are_hard_for_a_quicksort_are_no_harder_than_others() {
        assertFast(i -> i);
        assertFast(i -> -i);
        assertFast(i -> Math.min(i, MANY - i));
        assertFast(i -> i % 7);
        assertFast(i -> 0);
        assertFast(i -> (i & 1) == 0 ? i : MANY - i);
        assertFast(i -> Integer.reverse(i) >>> 16);
    }

    @Test
    void an_adversary_that_decides_as_late_as_it_can_does_not_make_it_quadratic() {
        long[] pairs = new long[2 * MANY];
        for (int i = 0; i < MANY; i++) {
            pairs[2 * i + 1] = i;
        }
        Adversary adversary = new Adversary();
        new PairSort(pairs, adversary::compare).sort(0, MANY);
        assertThat(adversary.comparisons).isLessThan(100L * MANY);
        assertThat(list(pairs, 0, MANY)).isSortedAccordingTo((a, b) -> adversary.compare(a[1], b[1]));
    }

    private interface Shape {
        long at(int i);
    }

    private void assertFast(Shape shape) {
        long[] pairs = new long[2 * MANY];
        for (int i = 0; i < MANY; i++) {
            pairs[2 * i + 1] = (shape.at(i) + MANY) << 20 | i;
        }
        comparisons = 0;
        new PairSort(pairs, (left, right) -> {
                    comparisons++;
                    return Long.compare(left, right);
                })
                .sort(0, MANY);
        assertThat(comparisons).isLessThan(40L * MANY);
        assertThat(list(pairs, 0, MANY)).isSortedAccordingTo(Comparator.comparingLong(pair -> pair[1]));
    }

    private static List<long[]> list(long[] pairs, int from, int to) {
        List<long[]> list = new ArrayList<>();
        for (int i = from; i < to; i++) {
            list.add(new long[] {pairs[2 * i], pairs[2 * i + 1]});
        }
        return list;
    }

    private static Comparator<long[]> same() {
        return Comparator.<long[]>comparingLong(pair -> pair[0]).thenComparingLong(pair -> pair[1]);
    }

    /** Fills an array in order. */
    private static final class Filler implements java.util.function.LongConsumer {
        private final long[] into;
        private int at;

        Filler(long[] into) {
            this.into = into;
        }

        @Override
        public void accept(long value) {
            into[at++] = value;
        }
    }

    /** McIlroy's: nothing has a value ("gas") until it must; what is compared most with gas, the pivot, then gets the least. */
    private static final class Adversary {
        private static final int GAS = Integer.MAX_VALUE;

        private final int[] values = new int[MANY];
        private int solid;
        private int candidate;
        private long comparisons;

        Adversary() {
            java.util.Arrays.fill(values, GAS);
        }

        int compare(long left, long right) {
            comparisons++;
            int x = (int) left;
            int y = (int) right;
            if (x == y) {
                return 0;
            }
            if (values[x] == GAS && values[y] == GAS) {
                values[x == candidate ? x : y] = solid++;
            }
            if (values[x] == GAS) {
                candidate = x;
            } else if (values[y] == GAS) {
                candidate = y;
            }
            return Integer.compare(values[x], values[y]);
        }
    }
}
