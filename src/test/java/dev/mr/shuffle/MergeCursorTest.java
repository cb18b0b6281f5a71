package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.api.Slice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergeCursorTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void records_come_by_key_and_of_one_key_in_the_order_of_the_cursors(long seed) throws Exception {
        Random random = new Random(seed);
        int cursors = random.nextInt(40);
        List<Pair> all = new ArrayList<>();
        List<RecordCursor> runs = new ArrayList<>();
        for (int run = 0; run < cursors; run++) {
            List<Pair> pairs = new ArrayList<>();
            for (int i = random.nextInt(300); i > 0; i--) {
                pairs.add(Pair.of(key(random, seed), run * 1000L + i));
            }
            pairs.sort(Comparator.comparing(Pair::key));
            all.addAll(pairs);
            runs.add(new ListCursor(pairs));
        }
        all.sort(Comparator.comparing(Pair::key));

        List<Pair> merged = new ArrayList<>();
        Slice before = Slice.of("not a key");
        try (MergeCursor merge = new MergeCursor(runs)) {
            while (merge.next()) {
                Slice key = merge.key().copy();
                assertThat(!merge.hasSameKey() || key.equals(before)).isTrue();
                merged.add(Pair.of(key, merge.number()));
                before = key;
            }
            assertThat(merge.next()).isFalse();
        }
        assertThat(merged).isEqualTo(all);
    }

    /** Some kinds have much in common, for a while. */
    private static Slice key(Random random, long seed) {
        return switch ((int) (seed % 4)) {
            case 0 -> Slice.of(Integer.toString(random.nextInt(50)));
            case 1 -> Slice.of("2026-11-" + random.nextInt(31) + " https://host/" + random.nextInt(9));
            case 2 -> Slice.of(new byte[random.nextInt(20)]);
            default -> Slice.of("\u00FF".repeat(random.nextInt(6)) + random.nextInt(3));
        };
    }

    private static final class ListCursor implements RecordCursor {
        private final List<Pair> pairs;
        private int at = -1;

        ListCursor(List<Pair> pairs) {
            this.pairs = pairs;
        }

        @Override
        public boolean next() {
            return ++at < pairs.size();
        }

        @Override
        public boolean hasSameKey() {
            return at > 0 && pairs.get(at).key().equals(pairs.get(at - 1).key());
        }

        @Override
        public Slice key() {
            return pairs.get(at).key();
        }

        @Override
        public long number() {
            return Long.parseLong(pairs.get(at).value().text());
        }

        @Override
        public Slice value() {
            return pairs.get(at).value();
        }

        @Override
        public void close() {}
    }
}
