package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.api.Partitioner;
import dev.mr.api.Slices;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SumTableTest {
    private static final long PLENTY = 1 << 24;
    private static final int BUCKETS = 3;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void sums_of_keys_of_all_lengths_are_those_of_a_map(long seed) throws Exception {
        Random random = new Random(seed);
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            keys.add(key(random, random.nextInt(i % 40 + 1)));
        }
        SumTable table = new SumTable(new Partition(Partitioner.FNV1A, BUCKETS), PLENTY);
        Map<String, Long> expected = new TreeMap<>();
        for (int i = 0; i < 30_000; i++) {
            byte[] key = keys.get(random.nextInt(keys.size()));
            long amount = random.nextLong() >> 44;
            assertThat(add(random, table, key, amount)).isTrue();
            expected.merge(text(key), amount, Long::sum);
        }
        assertThat(table.settle()).isTrue();
        assertThat(sums(table)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void keys_that_are_added_together_have_the_sums_of_a_map(long seed) throws Exception {
        Random random = new Random(seed);
        byte[] text = new byte[40_000];
        random.nextBytes(text);
        SumTable table = new SumTable(new Partition(Partitioner.FNV1A, BUCKETS), PLENTY);
        Map<String, Long> expected = new TreeMap<>();
        for (int batch = 0; batch < 20; batch++) {
            Slices keys = new Slices(text, 1000);
            int from = random.nextInt(text.length / 2);
            for (int i = 0; i < 1000; i++) {
                int length = random.nextInt(random.nextInt(8) == 0 ? 40 : 12);
                int next = i % 100 == 99 ? text.length - length : Math.min(from, text.length - length);
                keys.add(next, next + length);
                expected.merge(text(Arrays.copyOfRange(text, next, next + length)), (long) batch, Long::sum);
                from += length;
            }
            assertThat(table.addAll(keys, 0, batch)).isEqualTo(keys.count());
        }
        assertThat(table.settle()).isTrue();
        assertThat(sums(table)).isEqualTo(expected);
    }

    @Test
    void keys_that_are_added_together_and_find_no_room_are_named() throws Exception {
        SumTable table = new SumTable(new Partition(Partitioner.FNV1A, BUCKETS), 4096);
        Map<String, Long> expected = new TreeMap<>();
        Map<String, Long> found = new TreeMap<>();
        Slices keys = new Slices(new byte[200_000], 20_000);
        for (int i = 0; i < 20_000; i++) {
            int length = i % 5 == 0 ? 20 : 4;
            EightBytes.setInt(keys.array(), i * 6, i % 1200);
            keys.add(i * 6, i * 6 + length);
        }
        for (int i = 0; i < keys.count(); i++) {
            expected.merge(text(Arrays.copyOfRange(keys.array(), keys.from(i), keys.to(i))), 2L, Long::sum);
        }
        int cleared = 0;
        for (int at = table.addAll(keys, 0, 2); at < keys.count(); at = table.addAll(keys, at, 2)) {
            take(table, found);
            cleared++;
        }
        while (!table.settle()) {
            take(table, found);
        }
        take(table, found);
        assertThat(found).isEqualTo(expected);
        assertThat(cleared).isGreaterThan(10);
    }

    @Test
    void of_many_keys_the_one_whose_sum_is_beyond_a_long_is_named() throws Exception {
        SumTable table = new SumTable(new Partition(Partitioner.FNV1A, BUCKETS), PLENTY);
        byte[] text = "one two two three end of a text".getBytes(StandardCharsets.UTF_8);
        table.add(text, 4, 3, Long.MIN_VALUE + 1);
        Slices keys = new Slices(text, 4);
        keys.add(0, 3);
        keys.add(4, 7);
        keys.add(8, 11);
        keys.add(12, 17);
        assertThat(table.addAll(keys, 0, -1)).isEqualTo(4);
        assertThatThrownBy(table::settle)
                .isInstanceOf(UserFailureException.class)
                .hasMessageContaining("the key \"two\" cannot be added up: the sum of " + Long.MIN_VALUE + " and -1");
    }

    @Test
    void keys_of_zeros_that_come_with_others_of_their_length_are_not_taken_for_them() throws Exception {
        SumTable table = new SumTable(new Partition(Partitioner.FNV1A, BUCKETS), PLENTY);
        Map<String, Long> expected = new TreeMap<>();
        for (int length = 0; length < 20; length++) {
            for (int last = 0; last < 4; last++) {
                byte[] key = new byte[length];
                if (length > 0) {
                    key[length - 1] = (byte) last;
                }
                assertThat(table.add(key, 0, length, 1)).isTrue();
                expected.merge(text(key), 1L, Long::sum);
            }
        }
        assertThat(table.settle()).isTrue();
        assertThat(sums(table)).isEqualTo(expected);
    }

    @Test
    void keys_that_find_no_room_are_there_after_it_was_cleared() throws Exception {
        SumTable table = new SumTable(new Partition(Partitioner.FNV1A, BUCKETS), 4096);
        Map<String, Long> expected = new TreeMap<>();
        Map<String, Long> found = new TreeMap<>();
        int cleared = 0;
        for (int i = 0; i < 5000; i++) {
            byte[] key = ("key " + ((i * 7919) % 1000) + (i % 3 == 0 ? " with more than fifteen bytes" : ""))
                    .getBytes(StandardCharsets.UTF_8);
            while (!table.add(key, 0, key.length, i)) {
                take(table, found);
                cleared++;
            }
            expected.merge(text(key), (long) i, Long::sum);
        }
        while (!table.settle()) {
            take(table, found);
        }
        take(table, found);
        assertThat(found).isEqualTo(expected);
        assertThat(cleared).isGreaterThan(10);
        assertThat(table.usedBytes()).isLessThanOrEqualTo(4096);
    }

    @Test
    void most_of_the_memory_is_used_before_there_is_no_room() throws Exception {
        long memory = 10_000_000;
        SumTable table = new SumTable(new Partition(Partitioner.FNV1A, 1), memory);
        int keys = 0;
        byte[] key = new byte[8];
        do {
            EightBytes.set(key, 0, keys++);
        } while (table.add(key, 0, key.length, 1));
        assertThat(table.usedBytes()).isBetween(memory * 3 / 5, memory);
        assertThat(keys).isGreaterThan((int) (memory * 3 / 5 / 50));
    }

    @Test
    void a_line_is_a_key_and_what_is_behind_the_last_one_is_not_looked_at() throws Exception {
        SumTable table = new SumTable(new Partition(Partitioner.FNV1A, BUCKETS), PLENTY);
        byte[] lines = "a\n\na word of twenty byte\na\n".getBytes(StandardCharsets.UTF_8);
        byte[] text = Arrays.copyOf(lines, lines.length + Limits.SLACK_BYTES);
        Arrays.fill(text, lines.length, text.length, (byte) '\n');
        assertThat(table.addLines(text, 0, lines.length)).isEqualTo(lines.length);
        assertThat(table.lines()).isEqualTo(4);
        assertThat(table.settle()).isTrue();
        assertThat(sums(table)).isEqualTo(Map.of("a", 2L, "", 1L, "a word of twenty byte", 1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "a key of more than fifteen bytes"})
    void a_sum_beyond_a_long_names_its_key(String text) throws Exception {
        SumTable table = new SumTable(new Partition(Partitioner.FNV1A, BUCKETS), PLENTY);
        byte[] key = text.getBytes(StandardCharsets.UTF_8);
        table.add(key, 0, key.length, Long.MAX_VALUE);
        assertThatThrownBy(() -> {
                    table.add(key, 0, key.length, 1);
                    table.settle();
                })
                .isInstanceOf(UserFailureException.class)
                .hasMessageContaining("the key \"" + text + "\" cannot be added up");
    }

    private static byte[] key(Random random, int length) {
        byte[] key = new byte[length];
        if (random.nextInt(10) > 0) {
            random.nextBytes(key);
        }
        return key;
    }

    /** From somewhere in a larger array, or from the very end of one. */
    private static boolean add(Random random, SumTable table, byte[] key, long amount) throws UserFailureException {
        int from = random.nextInt(9);
        byte[] around = new byte[from + key.length + random.nextInt(30)];
        random.nextBytes(around);
        System.arraycopy(key, 0, around, from, key.length);
        return table.add(around, from, key.length, amount);
    }

    /** Adds all sums to those that were found before, and clears the table. */
    private static void take(SumTable table, Map<String, Long> found) throws Exception {
        sums(table).forEach((key, sum) -> found.merge(key, sum, Long::sum));
        table.clear();
    }

    /** All sums; checks that each bucket is sorted and holds no other's keys. */
    private static Map<String, Long> sums(SumTable table) throws Exception {
        Map<String, Long> sums = new TreeMap<>();
        SortedCells sorted = table.sort();
        for (int bucket = 0; bucket < sorted.buckets(); bucket++) {
            try (RecordCursor cursor = sorted.of(bucket)) {
                byte[] before = null;
                while (cursor.next()) {
                    byte[] key = cursor.key().bytes();
                    assertThat(Partitioner.FNV1A.of(cursor.key(), sorted.buckets()))
                            .isEqualTo(bucket);
                    assertThat(before == null || Arrays.compareUnsigned(before, key) < 0)
                            .isTrue();
                    before = key;
                    assertThat(sums.put(text(key), cursor.number())).isNull();
                }
            }
        }
        return sums;
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.ISO_8859_1);
    }
}
