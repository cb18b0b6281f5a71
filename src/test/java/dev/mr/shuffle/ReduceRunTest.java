package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.task.Compression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReduceRunTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 1 << 11, 1 << 14, 1 << 17, 64 << 20})
    void output_is_what_a_naive_count_gives_however_little_memory_there_is(long memoryBytes) throws Exception {
        DataPlane plane = new DataPlane(folder);
        plane.memoryBytes = memoryBytes;
        plane.limits = new Limits(1000, 1 << 20, 1);
        List<String> all = new ArrayList<>();
        BucketFile[] sources = new BucketFile[4];
        for (int m = 0; m < sources.length; m++) {
            List<String> words = NaiveWords.of(RandomText.mixed(new Random(memoryBytes + m), 20_000));
            words.addAll(NaiveWords.of(RandomText.prose(new Random(m), 50_000)));
            words.add("long".repeat(m * 700));
            sources[m] = plane.bucketOf(m, m == 2 ? List.of() : words);
            all.addAll(m == 2 ? List.of() : words);
        }

        ReduceResult result = plane.reduce(sources);

        assertThat(plane.output()).isEqualTo(NaiveWords.output(all));
        assertThat(DataPlane.FILES.list(folder.resolve("reduce"))).containsExactly(folder.resolve("reduce/out-0"));
        assertThat(result.output()).isEqualTo(DataPlane.stats(folder.resolve("reduce/out-0")));
        assertThat(result.recordsRead()).isEqualTo(all.size());
        assertThat(plane.progress.records()).isEqualTo(all.size());
        assertThat(result.counters())
                .containsEntry(ReduceResult.INPUT_RECORDS, (long) all.size())
                .containsEntry(ReduceResult.OUTPUT_RECORDS, result.output().records());
        long spills = result.counters().getOrDefault(ReduceResult.SPILLS, -1L);
        if (memoryBytes < 1 << 17) {
            assertThat(spills).as("more runs than one merge takes").isGreaterThan(64);
        } else if (memoryBytes > 1 << 20) {
            assertThat(spills).isZero();
        }
    }

    @Test
    void keys_order_by_unsigned_bytes_and_prefixes_come_first() throws Exception {
        DataPlane plane = new DataPlane(folder);
        List<String> keys = List.of(
                "abcdefghi", "é", "z", "", "abcdefgh", "abcdefgh\0", "a", "Z", "\uD835\uDC00", "\uFF21", "abcdefgg");
        plane.reduce(plane.bucketOf(0, keys), plane.bucketOf(1, List.of("z")));
        assertThat(plane.output())
                .isEqualTo(
                        " 1\nZ 1\na 1\nabcdefgg 1\nabcdefgh 1\nabcdefgh\0 1\nabcdefghi 1\nz 2\né 1\n\uFF21 1\n\uD835\uDC00 1\n");
    }

    @Test
    void no_sources_give_an_empty_output() throws Exception {
        DataPlane plane = new DataPlane(folder);
        assertThat(plane.reduce().output()).isEqualTo(DataPlane.stats(folder.resolve("reduce/out-0")));
        assertThat(plane.output()).isEmpty();
    }

    @Test
    void words_of_megabytes_are_counted_beside_the_table() throws Exception {
        DataPlane plane = new DataPlane(folder);
        String a = "a".repeat(3_000_000);
        plane.reduce(
                plane.bucketOf(0, List.of("b", a + "x", a, "b")), plane.bucketOf(1, List.of(a, "c", a + "x", "a", a)));
        assertThat(plane.output()).isEqualTo("a 1\n" + a + " 3\n" + a + "x 2\nb 2\nc 1\n");
    }

    @Test
    void a_flipped_bit_is_a_bad_bucket_and_no_output() throws Exception {
        assertBad("CRC32C", path -> {
            byte[] bytes = Files.readAllBytes(path);
            bytes[bytes.length / 2] ^= 4;
            Files.write(path, bytes);
        });
    }

    @Test
    void a_lost_newline_is_a_bad_bucket() throws Exception {
        assertBad("newline", path -> {
            byte[] bytes = Files.readAllBytes(path);
            bytes[bytes.length - 1] = 'x';
            Files.write(path, bytes);
        });
    }

    @Test
    void a_truncated_file_is_a_bad_bucket() throws Exception {
        assertBad("its receipt says", path -> Files.write(path, new byte[] {'a', '\n'}));
    }

    @Test
    void an_extended_file_is_a_bad_bucket() throws Exception {
        assertBad("its receipt says", path -> Files.writeString(path, "more\n", StandardOpenOption.APPEND));
    }

    @Test
    void a_file_of_another_bucket_is_a_bad_bucket() throws Exception {
        DataPlane plane = new DataPlane(folder);
        plane.bucketOf(2, NaiveWords.of(RandomText.prose(new Random(6), 5_000)));
        assertBad(
                "its receipt says", path -> Files.copy(plane.bucket(2, 0), path, StandardCopyOption.REPLACE_EXISTING));
    }

    @Test
    void a_missing_file_is_a_bad_bucket() throws Exception {
        assertBad("exists", Files::delete);
    }

    @Test
    void a_directory_in_place_of_a_file_is_a_bad_bucket() throws Exception {
        assertBad("maps-1", path -> {
            Files.delete(path);
            Files.createDirectory(path);
        });
    }

    @Test
    void a_damaged_run_is_an_error_of_the_disk() throws Exception {
        Run run;
        try (RunWriter writer = new RunWriter(folder.resolve("spill-0"), ValueKind.LONGS, Compression.NONE)) {
            writer.append(new byte[] {'a', 'b'}, 0, 2, 7);
            run = writer.endRun();
            writer.finish();
        }
        for (int damaged = 0; damaged < run.next() - 2 * Integer.BYTES; damaged++) {
            byte[] bytes = Files.readAllBytes(run.path());
            bytes[damaged] ^= 4;
            Path path = Files.write(folder.resolve("damaged"), bytes);
            assertThatThrownBy(() -> readAll(new Run(path, 0, run.next(), 2)))
                    .as("byte %d", damaged)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged");
        }
    }

    private static void readAll(Run run) throws Exception {
        try (RunReader reader = new RunReader(new RunFileSource(run), ValueKind.LONGS)) {
            while (reader.next()) {
                assertThat(reader.key().length()).isLessThanOrEqualTo(2);
            }
        }
    }

    @Test
    void a_cancelled_reduce_stops() throws Exception {
        DataPlane plane = new DataPlane(folder);
        BucketFile source = plane.bucketOf(0, List.of("a", "b"));
        plane.progress.cancel();
        assertThatThrownBy(() -> plane.reduce(source)).isInstanceOf(CancelledException.class);
    }

    private interface Damage {
        void to(Path path) throws IOException;
    }

    private void assertBad(String detail, Damage damage) throws Exception {
        DataPlane plane = new DataPlane(folder);
        List<String> words = NaiveWords.of(RandomText.prose(new Random(5), 5_000));
        BucketFile good = plane.bucketOf(0, words);
        BucketFile bad = plane.bucketOf(1, words);
        damage.to(plane.bucket(1, 0));
        assertThatThrownBy(() -> plane.reduce(good, bad))
                .isInstanceOfSatisfying(
                        BadBucketException.class, e -> assertThat(e.map()).isEqualTo(1))
                .hasMessageContaining(detail);
        assertThat(folder.resolve("reduce/out-0")).doesNotExist();
    }
}
