package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.api.Input;
import dev.mr.api.Slice;
import dev.mr.task.Compression;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs cost: how often something is stored, and in how many places. */
class RunsTest {
    private static final int MEMORY = 1 << 20;

    @TempDir
    Path folder;

    private final Random random = new Random(11);

    @Test
    void equal_records_are_stored_once_and_read_as_often_as_they_were_written() throws Exception {
        Path path = folder.resolve("run");
        Run run;
        try (RunWriter writer = new RunWriter(path, ValueKind.BYTES, Compression.NONE)) {
            byte[] key = Slice.of("key").bytes();
            byte[] longValue = new byte[3 * RunFormat.BLOCK_BYTES];
            writer.append(false, 1_000_000, key, 0, 3, key, 0, 1);
            writer.append(true, 1, key, 0, 3, longValue, 0, longValue.length);
            writer.append(true, 7, key, 0, 3, key, 0, 2);
            run = writer.endRun();
            assertThat(writer.finish().records()).isEqualTo(1_000_008);
        }
        assertThat(Files.size(path)).isLessThan(3 * RunFormat.BLOCK_BYTES + 200);
        try (RunReader reader = new RunReader(new RunFileSource(run), ValueKind.BYTES)) {
            assertRecord(reader, 1_000_000, 1);
            assertRecord(reader, 1, 3 * RunFormat.BLOCK_BYTES);
            assertRecord(reader, 7, 2);
            assertThat(reader.next()).isFalse();
        }
    }

    private static void assertRecord(RunReader reader, long times, int valueBytes) throws Exception {
        assertThat(reader.next()).isTrue();
        assertThat(reader.times()).isEqualTo(times);
        assertThat(reader.value().length()).isEqualTo(valueBytes);
        assertThat(reader.key()).isEqualTo(Slice.of("key"));
    }

    /** Its checksums fit, so that nothing else would refuse it. */
    @ParameterizedTest
    @ValueSource(bytes = {0, 1})
    void a_run_that_has_a_record_less_than_twice_where_it_counts_is_damaged(byte times) throws Exception {
        Path path = folder.resolve("run");
        Run run;
        try (RunWriter writer = new RunWriter(path, ValueKind.LONGS, Compression.NONE)) {
            writer.append(false, 2, Slice.of("key").bytes(), 0, 3, 1);
            run = writer.endRun();
            writer.finish();
        }
        byte[] content = Files.readAllBytes(path);
        int block = RunFormat.HEADER_BYTES;
        int at = block + RunFormat.BLOCK_HEADER_BYTES + 1;
        assertThat(content[at]).isEqualTo((byte) 2);
        content[at] = times;
        int raw = RunFormat.getInt(content, block);
        RunFormat.putBlockHeader(content, block, raw, raw);
        Files.write(path, content);
        try (RunReader reader = new RunReader(new RunFileSource(run), ValueKind.LONGS)) {
            assertThatThrownBy(reader::next).hasMessageContaining("has a record " + times + " times");
        }
    }

    @Test
    void a_map_that_writes_five_times_its_memory_writes_each_record_once_and_no_spill() throws Exception {
        DataPlane plane = plane();
        plane.mapper = (file, out) -> {
            byte[] key = new byte[100];
            for (int i = 0; i < 5 * MEMORY / key.length; i++) {
                random.nextBytes(key);
                out.emit(key, 0, key.length);
            }
            assertThat(Files.exists(folder.resolve("maps-0/spill-0"))).isFalse();
        };
        MapResult map = plane.mapWhole(0, plane.input(new byte[] {'x'}));
        long bytes = map.files().stream().mapToLong(file -> file.bytes()).sum();
        assertThat(bytes).isLessThan(5L * MEMORY * 104 / 100);
        assertThat(BucketRuns.of(plane.buckets(List.of(map), 0).get(0)).runs()).hasSizeBetween(6, 9);
    }

    @Test
    void however_much_a_map_writes_its_buckets_have_no_more_than_nine_runs() throws Exception {
        DataPlane plane = plane();
        plane.memoryBytes = MEMORY / 16;
        plane.mapper = (file, out) -> {
            for (int i = 0; i < 40_000; i++) {
                out.emit(Long.toString(random.nextLong()), Integer.toString(i));
            }
        };
        MapResult map = plane.mapWhole(0, plane.input(new byte[] {'x'}));
        assertThat(map.counters().get(MapResult.SPILLS)).isGreaterThan(20);
        assertThat(BucketRuns.of(plane.buckets(List.of(map), 0).get(0)).runs()).hasSize(9);
        assertThat(plane.reduce(0, plane.buckets(List.of(map), 0)).recordsRead())
                .isEqualTo(40_000);
    }

    @Test
    void words_that_come_again_and_again_are_kept_once_and_never_spilled() throws Exception {
        DataPlane plane = plane();
        plane.job = plan -> plan.longs().reduce((key, values, out) -> {
            long sum = 0;
            while (values.next()) {
                sum += values.number();
            }
            out.emit(key, sum);
        });
        plane.mapper = (file, out) -> {
            for (int i = 0; i < 1_000_000; i++) {
                out.emit("word-" + i % 500, 1);
            }
        };
        MapResult map = plane.mapWhole(0, plane.input(new byte[] {'x'}));
        assertThat(map.counters().get(MapResult.SPILLS)).isZero();
        assertThat(map.files().get(0).records()).isEqualTo(1_000_000);
        assertThat(map.files().get(0).bytes()).isLessThan(500 * 15);
        plane.reduce(0, plane.buckets(List.of(map), 0));
        List<String> lines = new ArrayList<>(Files.readAllLines(plane.output(0)));
        assertThat(lines).hasSize(500).allMatch(line -> line.endsWith(" 2000"));
    }

    private DataPlane plane() {
        DataPlane plane = new DataPlane(folder);
        plane.input = Input.FILES;
        plane.reduceTasks = 1;
        plane.memoryBytes = MEMORY;
        plane.job = plan -> {};
        return plane;
    }
}
