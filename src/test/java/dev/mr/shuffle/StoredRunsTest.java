package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.api.Output;
import dev.mr.api.Slice;
import dev.mr.task.Compression;
import dev.mr.task.FileStats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs as they lie in files: read as they were written, and refused when they are anything else. */
class StoredRunsTest {
    private static final int MORE_THAN_A_BLOCK = RunFormat.BLOCK_BYTES + 3_000;

    @TempDir
    Path folder;

    private RunWriter writer(int version, ValueKind kind, Compression compression) throws IOException {
        RunWriter writer = new RunWriter(version, kind, compression);
        Path path = folder.resolve("run");
        writer.into(path, RunWriter.newFile(path, true));
        return writer;
    }

    /** Each record as {@code key:value}, with {@code *times} and {@code =} for the key of the one before. */
    private static List<String> read(Run run, ValueKind kind) throws Exception {
        List<String> records = new ArrayList<>();
        try (RunReader reader = new RunReader(new RunFileSource(run), kind)) {
            while (reader.next()) {
                String key = shown(reader.key());
                String value = kind == ValueKind.LONGS ? Long.toString(reader.number()) : shown(reader.value());
                records.add(key + ":" + value + (reader.times() > 1 ? "*" + reader.times() : "")
                        + (reader.hasSameKey() ? "=" : ""));
            }
            assertThat(reader.next()).isFalse();
        }
        return records;
    }

    private static String shown(Slice slice) {
        byte[] bytes = slice.bytes();
        return bytes.length < 20
                ? new String(bytes, StandardCharsets.UTF_8)
                : (char) bytes[0] + "." + bytes.length + "." + (char) bytes[bytes.length - 1];
    }

    @ParameterizedTest
    @EnumSource
    void numbers_are_read_as_they_were_written(Compression compression) throws Exception {
        try (RunWriter writer = writer(RunFormat.SHUFFLE, ValueKind.LONGS, compression)) {
            writer.append(Bytes.of("xay"), 1, 1, 0);
            writer.append(true, 1, Bytes.of("a"), 0, 1, -1);
            writer.append(true, 300, Bytes.of("a"), 0, 1, Long.MIN_VALUE);
            writer.append(Bytes.of(""), 0, 0, Long.MAX_VALUE);
            writer.append(false, 2, Bytes.filled('k', 200), 0, 200, 64);
            Run run = writer.endRun();
            assertThat(run.first()).isZero();
            assertThat(run.longestKey()).isEqualTo(200);
            FileStats stats = writer.finish();
            assertThat(stats.records()).isEqualTo(305);
            assertThat(stats.bytes()).isEqualTo(run.next()).isEqualTo(Files.size(run.path()));
            assertThat(read(run, ValueKind.LONGS))
                    .containsExactly(
                            "a:0", "a:-1=", "a:-9223372036854775808*300=", ":9223372036854775807", "k.200.k:64*2");
        }
    }

    @ParameterizedTest
    @EnumSource
    void records_longer_than_a_block_and_those_around_them_are_read_as_they_were_written(Compression compression)
            throws Exception {
        try (RunWriter writer = writer(RunFormat.SHUFFLE, ValueKind.BYTES, compression)) {
            writer.append(Bytes.of("a"), 0, 1, Bytes.of("12"), 0, 2);
            byte[] longKey = Bytes.filled('k', MORE_THAN_A_BLOCK);
            byte[] longValue = Bytes.filled('v', 2 * MORE_THAN_A_BLOCK);
            longValue[longValue.length - 1] = 'w';
            writer.append(longKey, 0, longKey.length, longValue, 0, longValue.length);
            writer.append(true, 1, longKey, 0, longKey.length, Bytes.of("3"), 0, 1);
            writer.append(Bytes.of("b"), 0, 1, Bytes.of("x4x"), 1, 1);
            writer.append(true, 5, Bytes.of("b"), 0, 1, Bytes.of(""), 0, 0);
            Run run = writer.endRun();
            assertThat(run.longestKey()).isEqualTo(MORE_THAN_A_BLOCK);
            writer.finish();
            List<String> records = read(run, ValueKind.BYTES);
            assertThat(records.stream().map(record -> record.replace("=", "")))
                    .containsExactly(
                            "a:12",
                            "k." + MORE_THAN_A_BLOCK + ".k:v." + 2 * MORE_THAN_A_BLOCK + ".w",
                            "k." + MORE_THAN_A_BLOCK + ".k:3",
                            "b:4",
                            "b:*5");
            assertThat(records).last().isEqualTo("b:*5=");
        }
    }

    @Test
    void values_that_nobody_asks_for_are_skipped() throws Exception {
        try (RunWriter writer = writer(RunFormat.SHUFFLE, ValueKind.BYTES, Compression.NONE)) {
            byte[] value = Bytes.filled('v', MORE_THAN_A_BLOCK);
            for (String key : List.of("a", "b", "c")) {
                writer.append(Bytes.of(key), 0, 1, value, 0, key.equals("b") ? 3 : value.length);
            }
            Run run = writer.endRun();
            writer.finish();
            try (RunReader reader = new RunReader(new RunFileSource(run), ValueKind.BYTES)) {
                for (String key : List.of("a", "b", "c")) {
                    assertThat(reader.next()).isTrue();
                    assertThat(shown(reader.key())).isEqualTo(key);
                }
                assertThat(reader.next()).isFalse();
            }
        }
    }

    @Test
    void many_records_fill_many_blocks_and_each_block_begins_with_a_key() throws Exception {
        int records = 40_000;
        try (RunWriter writer = writer(RunFormat.OUTPUT, ValueKind.LONGS, Compression.NONE)) {
            for (int i = 0; i < records; i++) {
                byte[] key = Bytes.of("key-" + i);
                writer.append(key, 0, key.length, i);
            }
            Run run = writer.endRun();
            assertThat(writer.finish().records()).isEqualTo(records);
            assertThat(run.next()).isGreaterThan(6L * RunFormat.BLOCK_BYTES);
            int at = 0;
            try (RunReader reader = new RunReader(new RunFileSource(run), ValueKind.LONGS)) {
                while (reader.next()) {
                    assertThat(reader.number()).isEqualTo(at);
                    assertThat(shown(reader.key())).isEqualTo("key-" + at);
                    at++;
                }
            }
            assertThat(at).isEqualTo(records);
        }
    }

    @Test
    void runs_lie_one_after_the_other_and_one_without_records_has_no_bytes() throws Exception {
        try (RunWriter writer = writer(RunFormat.SHUFFLE, ValueKind.LONGS, Compression.NONE)) {
            writer.append(Bytes.of("a"), 0, 1, 1);
            Run first = writer.endRun();
            Run none = writer.endRun();
            writer.append(Bytes.of("bb"), 0, 2, 2);
            Run second = writer.endRun();
            FileStats stats = writer.finish();
            assertThat(none.first()).isEqualTo(none.next()).isEqualTo(first.next());
            assertThat(none.longestKey()).isZero();
            assertThat(second.first()).isEqualTo(first.next());
            assertThat(read(first, ValueKind.LONGS)).containsExactly("a:1");
            assertThat(read(none, ValueKind.LONGS)).isEmpty();
            assertThat(read(second, ValueKind.LONGS)).containsExactly("bb:2");

            BucketFile bucket = new BucketFile(3, List.of(first.path()), stats.bytes(), stats.crc32c());
            assertThat(BucketRuns.of(bucket).runs()).containsExactly(first, second);
        }
    }

    private static List<String> keys(BucketRuns runs, int run) throws Exception {
        List<String> keys = new ArrayList<>();
        try (RunReader reader = new RunReader(runs.open(run), ValueKind.LONGS)) {
            while (reader.next()) {
                keys.add(shown(reader.key()));
            }
        }
        return keys;
    }

    @Test
    void the_runs_of_a_bucket_are_read_in_any_order_and_their_checksum_is_that_of_the_whole() throws Exception {
        Path path;
        FileStats stats;
        try (RunWriter writer = writer(RunFormat.SHUFFLE, ValueKind.LONGS, Compression.NONE)) {
            writer.append(Bytes.of("a"), 0, 1, 1);
            path = writer.endRun().path();
            writer.append(Bytes.of("b"), 0, 1, 2);
            stats = writer.finish();
        }
        BucketFile bucket = new BucketFile(3, List.of(path), stats.bytes(), stats.crc32c());
        BucketRuns runs = BucketRuns.of(bucket);
        assertThat(runs.bucket()).isEqualTo(bucket);
        assertThat(keys(runs, 1)).containsExactly("b");
        assertThat(keys(runs, 0)).containsExactly("a");

        BucketRuns other = BucketRuns.of(new BucketFile(3, List.of(path), stats.bytes(), stats.crc32c() + 1));
        assertThat(keys(other, 0)).containsExactly("a");
        assertThatThrownBy(() -> keys(other, 1))
                .isInstanceOf(BadBucketException.class)
                .hasMessageContaining("its receipt says");

        BucketFile longer = new BucketFile(3, List.of(path), stats.bytes() + 1, stats.crc32c());
        assertThatThrownBy(() -> BucketRuns.of(longer)).hasMessageContaining("its receipt says");
        for (byte[] content : List.of(new byte[3], new byte[40])) {
            BucketFile nothing = DataPlane.stored(folder, content);
            assertThatThrownBy(() -> BucketRuns.of(nothing))
                    .isInstanceOf(BadBucketException.class)
                    .hasMessageContaining(
                            content.length == 3 ? "has no room for the end of a run" : "has no end of a run at 20");
        }
        assertThat(BucketRuns.of(DataPlane.stored(folder, new byte[0])).runs()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void any_flipped_bit_and_any_missing_byte_of_a_run_is_found_out(Compression compression) throws Exception {
        Run run;
        try (RunWriter writer = writer(RunFormat.SHUFFLE, ValueKind.BYTES, compression)) {
            writer.append(Bytes.of("key"), 0, 3, Bytes.filled('v', 60), 0, 60);
            run = writer.endRun();
            writer.finish();
        }
        byte[] good = Files.readAllBytes(run.path());
        // Where nothing is compressed the byte that says how is not asked for.
        boolean packed = good.length < 80;
        for (int bit = 0; bit < 8 * good.length; bit++) {
            if (packed || bit / 8 != RunFormat.HEADER_BYTES - 1) {
                byte[] damaged = good.clone();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                assertDamaged(run, damaged);
            }
        }
        for (int length = 1; length < good.length; length++) {
            assertDamaged(run, Arrays.copyOf(good, length));
        }
        assertDamaged(run, Arrays.copyOf(good, good.length + 1));
    }

    private static void assertDamaged(Run run, byte[] content) throws IOException {
        Files.write(run.path(), content);
        Run as = new Run(run.path(), 0, content.length, run.longestKey());
        assertThatThrownBy(() -> read(as, ValueKind.BYTES))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the run does not read back as it was written");
    }

    @Test
    void a_run_of_other_values_is_not_read() throws Exception {
        try (RunWriter writer = writer(RunFormat.SHUFFLE, ValueKind.LONGS, Compression.NONE)) {
            writer.append(Bytes.of("a"), 0, 1, 1);
            Run run = writer.endRun();
            writer.finish();
            assertThatThrownBy(() -> read(run, ValueKind.BYTES))
                    .hasMessageContaining("does not begin as records of BYTES do");
        }
    }

    /** A run whose checksums fit, whatever its blocks say. */
    private Run sealed(int... raw) throws IOException {
        byte[] header = RunFormat.header(RunFormat.SHUFFLE, ValueKind.BYTES, Compression.NONE);
        byte[] content =
                Arrays.copyOf(header, header.length + RunFormat.BLOCK_HEADER_BYTES + raw.length + RunFormat.END_BYTES);
        int at = header.length;
        for (int i = 0; i < raw.length; i++) {
            content[at + RunFormat.BLOCK_HEADER_BYTES + i] = (byte) raw[i];
        }
        RunFormat.putBlockHeader(content, at, raw.length, raw.length);
        at += RunFormat.BLOCK_HEADER_BYTES + raw.length;
        RunFormat.putEnd(RunFormat.SHUFFLE, content, at, 1, at);
        Path path = Files.write(folder.resolve("sealed"), content);
        return new Run(path, 0, content.length, 1);
    }

    private void assertRefused(String what, int... raw) throws IOException {
        Run run = sealed(raw);
        assertThatThrownBy(() -> read(run, ValueKind.BYTES)).hasMessageContaining(what);
    }

    @Test
    void what_no_writer_writes_is_refused_though_its_checksums_fit() throws Exception {
        assertThat(read(sealed(3, 'k', 1, 'v'), ValueKind.BYTES)).containsExactly("k:v");
        assertThat(read(sealed(1, 2, 3, 'k', 1, 'v', 0, 0), ValueKind.BYTES)).containsExactly("k:v*2", "k:=");
        assertRefused("ends inside a record", 3);
        assertRefused("ends inside a record", 3, 'k');
        assertRefused("ends inside a record", 4, 'k');
        assertRefused("ends inside a record", 3, 'k', 2, 'v');
        assertRefused("ends inside a record", 0x83);
        assertRefused("has a record 1 times", 1, 1, 3, 'k', 1, 'v');
        assertRefused("has a record 0 times", 1, 0, 3, 'k', 1, 'v');
        assertRefused("has a key of -2 bytes", 0, 1, 'v');
        assertRefused("has a key of " + (Output.MAX_BYTES + 1) + " bytes", 0x83, 0x80, 0x80, 0x20);
        assertRefused("ends inside a record", 0x82, 0x80, 0x80, 0x20);
        assertRefused(
                "has a number that does not end", 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80);
    }

    @Test
    void a_value_that_nobody_asked_for_may_not_be_cut_short_either() throws Exception {
        try (RunReader reader = new RunReader(new RunFileSource(sealed(3, 'k', 2, 'v')), ValueKind.BYTES)) {
            assertThat(reader.next()).isTrue();
            assertThatThrownBy(reader::next).hasMessageContaining("ends inside a record");
        }
    }

    private List<Integer> blocks(Run run) throws Exception {
        List<Integer> raws = new ArrayList<>();
        try (RunBlocks blocks = new RunBlocks(new RunFileSource(run), ValueKind.BYTES)) {
            for (int raw = blocks.next(); raw > 0; raw = blocks.next()) {
                raws.add(raw);
            }
        }
        return raws;
    }

    @Test
    void a_record_that_fits_a_block_lies_in_one_and_a_longer_one_begins_with_a_block_of_its_own() throws Exception {
        try (RunWriter writer = writer(RunFormat.SHUFFLE, ValueKind.BYTES, Compression.NONE)) {
            byte[] value = Bytes.filled('v', MORE_THAN_A_BLOCK);
            for (int i = 0; i < 5; i++) {
                writer.append(Bytes.of("k"), 0, 1, value, 0, 30_000);
            }
            writer.append(Bytes.of("k"), 0, 1, value, 0, value.length);
            Run run = writer.endRun();
            writer.finish();
            int rest = 1 + 1 + 3 + MORE_THAN_A_BLOCK - RunFormat.BLOCK_BYTES;
            assertThat(blocks(run)).containsExactly(2 * 30_005, 2 * 30_005, 30_005, RunFormat.BLOCK_BYTES, rest);
        }
    }

    @Test
    void memory_for_long_records_is_taken_before_it_is_needed_and_given_back_with_the_next_record() throws Exception {
        Run run;
        int keyBytes = Reserve.SMALL_BYTES + MORE_THAN_A_BLOCK;
        int valueBytes = keyBytes + 1;
        try (RunWriter writer = writer(RunFormat.SHUFFLE, ValueKind.BYTES, Compression.NONE)) {
            writer.append(Bytes.filled('k', keyBytes), 0, keyBytes, Bytes.filled('v', valueBytes), 0, valueBytes);
            writer.append(Bytes.of("z"), 0, 1, Bytes.of("1"), 0, 1);
            run = writer.endRun();
            writer.finish();
        }
        List<Long> taken = new ArrayList<>();
        try (RunReader reader = new RunReader(new RunFileSource(run), ValueKind.BYTES, taken::add)) {
            assertThat(reader.next()).isTrue();
            assertThat(taken).containsExactly((long) keyBytes);
            assertThat(reader.value().length()).isEqualTo(valueBytes);
            assertThat(taken).containsExactly((long) keyBytes, (long) keyBytes + valueBytes);
            assertThat(reader.next()).isTrue();
            assertThat(taken).containsExactly((long) keyBytes, (long) keyBytes + valueBytes, 0L);
            assertThat(shown(reader.key())).isEqualTo("z");
        }
    }
}
