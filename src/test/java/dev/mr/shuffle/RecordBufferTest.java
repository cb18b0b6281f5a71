package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.api.Partitioner;
import dev.mr.api.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecordBufferTest {
    private static final int BUCKETS = 3;
    private static final Partition PARTITION = new Partition(Partitioner.FNV1A, BUCKETS);
    private static final List<Named<BiFunction<Partition, Long, RecordBuffer>>> KINDS =
            List.of(Named.of("groups", GroupBuffer::new), Named.of("sorts", SortBuffer::new));

    static Stream<Arguments> kinds_seeds_and_memories() {
        return KINDS.stream()
                .flatMap(kind -> Stream.of(2_000L, 60_000L, 3L << 20, 1L << 26)
                        .flatMap(memory -> Stream.of(1, 2, 3, 4, 5, 6).map(seed -> Arguments.of(kind, memory, seed))));
    }

    @ParameterizedTest
    @MethodSource("kinds_seeds_and_memories")
    void records_come_out_by_bucket_and_key_those_of_a_key_as_they_were_added_whatever_fits_at_a_time(
            BiFunction<Partition, Long, RecordBuffer> kind, long memory, int seed) throws Exception {
        RandomRecords random = new RandomRecords(new Random(seed), true, 20_000);
        List<Pair> records = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            records.addAll(random.bytes());
        }
        RecordBuffer buffer = kind.apply(PARTITION, memory);
        List<Pair> added = new ArrayList<>();
        for (Pair record : records) {
            if (!add(buffer, record)) {
                check(buffer, added);
                boolean fits = record.key().length() <= maxKeyBytes(buffer);
                assertThat(add(buffer, record)).as("room for the first of all").isEqualTo(fits);
                if (!fits) {
                    continue;
                }
            }
            added.add(record);
        }
        check(buffer, added);
    }

    private static int maxKeyBytes(RecordBuffer buffer) {
        return buffer instanceof GroupBuffer groups ? groups.maxKeyBytes() : Integer.MAX_VALUE;
    }

    /** At the ends of larger arrays, and at the ends of those themselves. */
    private static boolean add(RecordBuffer buffer, Pair record) {
        Slice key = record.key();
        byte[] value = record.value().bytes();
        byte[] before = new byte[3 + value.length];
        System.arraycopy(value, 0, before, 3, value.length);
        return buffer.add(key.array(), key.offset(), key.length(), before, 3, value.length);
    }

    private static void check(RecordBuffer buffer, List<Pair> added) throws Exception {
        assertThat(read(buffer)).isEqualTo(sorted(added));
        buffer.clear();
        added.clear();
        assertThat(buffer.isEmpty()).isTrue();
    }

    private static List<List<Pair>> sorted(List<Pair> records) {
        List<List<Pair>> buckets = new ArrayList<>();
        for (int b = 0; b < BUCKETS; b++) {
            int bucket = b;
            buckets.add(records.stream()
                    .filter(record -> bucketOf(record.key()) == bucket)
                    .sorted(Comparator.comparing(Pair::key))
                    .toList());
        }
        return buckets;
    }

    private static int bucketOf(Slice key) {
        return PARTITION.of(key.array(), key.offset(), key.length());
    }

    private static List<List<Pair>> read(RecordBuffer buffer) throws Exception {
        List<List<Pair>> buckets = new ArrayList<>();
        for (int b = 0; b < BUCKETS; b++) {
            List<Pair> bucket = new ArrayList<>();
            RecordCursor records = buffer.sorted(b);
            while (records.next()) {
                Pair record = new Pair(
                        Slice.of(records.key().bytes()),
                        Slice.of(records.value().bytes()));
                for (long left = records.times(); left > 0; left--) {
                    bucket.add(record);
                }
            }
            buckets.add(bucket);
        }
        return buckets;
    }

    @Test
    void equal_values_that_follow_each_other_are_one_with_a_count() throws Exception {
        GroupBuffer buffer = new GroupBuffer(PARTITION, 1 << 20);
        for (long value : new long[] {7, 7, 8, 8, 8, 7}) {
            for (String key : new String[] {"short", "a key that is longer than others"}) {
                assertThat(buffer.add(Bytes.of(key), 0, key.length(), value)).isTrue();
            }
        }
        List<String> records = new ArrayList<>();
        for (int b = 0; b < BUCKETS; b++) {
            RecordCursor cursor = buffer.sorted(b);
            while (cursor.next()) {
                records.add(
                        cursor.key().text() + " " + cursor.times() + "x" + cursor.number() + " " + cursor.hasSameKey());
            }
        }
        assertThat(records)
                .containsExactlyInAnyOrder(
                        "short 2x7 false",
                        "short 3x8 true",
                        "short 1x7 true",
                        "a key that is longer than others 2x7 false",
                        "a key that is longer than others 3x8 true",
                        "a key that is longer than others 1x7 true");
    }

    @Test
    void a_value_that_many_keys_have_one_after_the_other_lies_there_once() {
        byte[] document = new byte[10_000];
        GroupBuffer buffer = new GroupBuffer(PARTITION, 1 << 24);
        for (int i = 0; i < 10_000; i++) {
            document[9_999] = (byte) (i / 1000);
            byte[] key = Bytes.of("word" + i);
            assertThat(buffer.add(key, 0, key.length, document, 0, document.length))
                    .isTrue();
        }
        assertThat(buffer.usedBytes()).isLessThan(3 << 20);
    }

    @Test
    void a_value_that_came_before_the_buffer_was_cleared_is_kept_anew() throws Exception {
        GroupBuffer buffer = new GroupBuffer(PARTITION, 1 << 20);
        byte[] document = Bytes.of("a document of twenty");
        for (int round = 0; round < 3; round++) {
            assertThat(buffer.add(Bytes.of("word"), 0, 4, document, 0, document.length))
                    .isTrue();
            assertThat(read(buffer).stream().flatMap(List::stream))
                    .containsExactly(new Pair(Slice.of("word"), Slice.of(document)));
            buffer.clear();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 20000", "300, 3, 20000", "300, 1, 2000", "20, 1, 8000", "20, 200, 20000", "5, 2, 500"})
    void a_buffer_that_was_cleared_takes_about_as_much_as_the_first_time(int keyBytes, int times, int distinct) {
        GroupBuffer buffer = new GroupBuffer(PARTITION, 4 << 20);
        Random random = new Random(7);
        byte[] key = new byte[keyBytes];
        byte[] value = new byte[distinct < 10_000 ? 3_000 : 0];
        int first = 0;
        for (int round = 0; round < 6; round++) {
            int added = 0;
            boolean room = true;
            while (room) {
                if (added % times == 0) {
                    random.nextBytes(key);
                    random.nextBytes(value);
                }
                room = buffer.add(key, 0, keyBytes, value, 0, value.length);
                added += room ? 1 : 0;
                if (added > 3_000_000) {
                    return; // it all fits
                }
            }
            first = round == 0 ? added : first;
            assertThat(added).as("records of round %s", round).isGreaterThan(first / 2);
            buffer.clear();
        }
    }

    @Test
    void records_move_on_to_be_sorted_even_if_they_shared_a_large_value() throws Exception {
        byte[] document = new byte[10_000];
        List<Long> spilled = new ArrayList<>();
        RunSink sink = new RunSink() {
            @Override
            public void spill(int buckets, Spills.Buckets records) throws IOException, TaskException {
                spilled.add(count(buckets, records));
            }

            @Override
            public boolean isEmpty() {
                return spilled.isEmpty();
            }
        };
        RecordSorter sorter = new RecordSorter(PARTITION, 16 << 20, sink);
        for (int i = 0; i < 30_000; i++) {
            byte[] key = Bytes.of("key" + i);
            sorter.add(key, 0, key.length, document, 0, document.length);
        }
        assertThat(sorter.finish()).isFalse();
        assertThat(spilled.stream().mapToLong(Long::longValue).sum()).isEqualTo(30_000);
    }

    private static long count(int buckets, Spills.Buckets records) throws IOException, TaskException {
        long count = 0;
        for (int b = 0; b < buckets; b++) {
            RecordCursor cursor = records.sorted(b);
            while (cursor.next()) {
                count += cursor.times();
            }
        }
        return count;
    }

    @ParameterizedTest
    @CsvSource({
        "60000, 1",
        "60000, 2",
        "60000, 5",
        "3000000, 1",
        "3000000, 3",
        "3000000, 6",
        "20000000, 2",
        "20000000, 4"
    })
    void a_buffer_that_groups_takes_no_more_memory_than_there_is(long memory, int seed) {
        GroupBuffer buffer = new GroupBuffer(PARTITION, memory);
        Random random = new Random(seed);
        byte[] bytes = new byte[200];
        long most = 0;
        for (int i = 0; i < 200_000; i++) {
            random.nextBytes(bytes);
            int keyBytes = random.nextInt(seed * 6);
            if (!buffer.add(bytes, 0, keyBytes, bytes, 0, random.nextInt(seed * 30))) {
                break;
            }
            most = Math.max(most, buffer.usedBytes());
        }
        assertThat(most).isBetween(memory / 2, memory);
    }

    @Test
    void memory_is_given_back_when_there_is_less() throws Exception {
        GroupBuffer buffer = new GroupBuffer(PARTITION, 1 << 24);
        for (int i = 0; buffer.usedBytes() < 10 << 20; i++) {
            byte[] key = Bytes.of("w" + i % 50_000);
            assertThat(buffer.add(key, 0, key.length, i)).isTrue();
        }
        buffer.limit(1 << 18);
        assertThat(buffer.isOverLimit()).isTrue();
        assertThat(read(buffer)).isNotEmpty();
        buffer.clear();
        buffer.shrink();
        assertThat(buffer.isOverLimit()).isFalse();
        assertThat(buffer.usedBytes()).isLessThan(1 << 18);
        assertThat(buffer.add(Bytes.of("again"), 0, 5, 1)).isTrue();
    }
}
