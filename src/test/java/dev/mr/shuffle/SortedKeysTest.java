package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedKeysTest {
    private static final int MANY = 20_000;

    private int looks;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void keys_are_in_the_order_of_their_bytes_and_equal_ones_in_that_of_their_addresses(long seed) {
        Random random = new Random(seed);
        int letters = 1 + random.nextInt(4);
        int longest = 1 + random.nextInt(40);
        String common = "common/prefix/of/all/".substring(random.nextInt(21));
        for (int count : new int[] {0, 1, 2, 3, 17, 300, 5000}) {
            assertSorted(count, i -> {
                byte[] tail = new byte[random.nextInt(longest)];
                for (int j = 0; j < tail.length; j++) {
                    tail[j] = (byte) (random.nextInt(letters) - 1);
                }
                return (common + new String(tail, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
            });
        }
    }

    @Test
    void keys_that_grow_byte_by_byte_are_compared_one_by_one_in_the_end() {
        assertSorted(1500, i -> new byte[(i * 7) % 1500]);
    }

    @Test
    void short_keys_are_never_looked_at_whether_equal_sorted_or_not() {
        assertSorted(MANY, i -> text("word-" + i % 7));
        assertThat(looks).isZero();
        assertSorted(MANY, i -> text("%07d".formatted(i)));
        assertThat(looks).isZero();
        assertSorted(MANY, i -> text("%07d".formatted(MANY - i)));
        assertThat(looks).isZero();
    }

    @Test
    void what_keys_have_in_common_is_looked_at_once_or_twice_not_in_every_comparison() {
        Random random = new Random(4);
        assertSorted(
                MANY, i -> text("2026-11-21T09:" + random.nextInt(10) + " https://example.org/" + random.nextInt()));
        assertThat(looks).isLessThan(25 * MANY);
        assertSorted(MANY, i -> text("all of these keys are the same"));
        assertThat(looks).isLessThan(8 * MANY);
    }

    private void assertSorted(int count, IntFunction<byte[]> key) {
        List<byte[]> keys =
                new ArrayList<>(IntStream.range(0, count).mapToObj(key).toList());
        long[] pairs = new long[2 * count];
        for (int i = 0; i < count; i++) {
            byte[] bytes = keys.get(i);
            pairs[2 * i] = KeyPrefix.of(bytes, 0, bytes.length);
            pairs[2 * i + 1] = SortedKeys.word(bytes.length, i);
        }
        looks = 0;
        new SortedKeys(pairs, counted(keys)).sort(0, count);
        List<Integer> expected = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparing(keys::get, Arrays::compareUnsigned))
                .toList();
        List<Integer> found = IntStream.range(0, count)
                .mapToObj(i -> (int) SortedKeys.address(pairs[2 * i + 1]))
                .toList();
        assertThat(found).isEqualTo(expected);
    }

    private SortedKeys.Keys counted(List<byte[]> keys) {
        return new SortedKeys.Keys() {
            @Override
            public byte[] array(long address) {
                looks++;
                return keys.get((int) address);
            }

            @Override
            public int offset(long address) {
                return 0;
            }

            @Override
            public int length(long address) {
                return keys.get((int) address).length;
            }
        };
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
