package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.api.Letters;
import dev.mr.api.Partitioner;
import dev.mr.task.Extent;
import dev.mr.task.FailureKind;
import dev.mr.task.InputFile;
import dev.mr.task.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapRunTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void every_word_is_in_the_right_bucket_once_however_the_file_is_split(long seed) throws Exception {
        Random random = new Random(seed);
        DataPlane plane = new DataPlane(folder);
        boolean firstLetter = random.nextBoolean();
        plane.partitioner = firstLetter ? Partitioner.FIRST_LETTER : Partitioner.FNV1A;
        plane.reduceTasks = 1 + random.nextInt(5);
        plane.memoryBytes = 1L << random.nextInt(12);
        plane.limits = new Limits(1 + random.nextInt(64), 1 << 20, random.nextInt(5));
        byte[] text = RandomText.mixed(random, random.nextInt(1500));
        InputFile input = plane.input(text);
        List<Split> splits = DataPlane.splits(input, randomCuts(random, text.length));

        List<List<String>> buckets = emptyBuckets(plane.reduceTasks);
        long end = 0;
        for (int m = 0; m < splits.size(); m++) {
            MapResult result = plane.map(m, List.of(splits.get(m)));
            Extent extent = result.extents().get(0);
            assertThat(extent.first()).isEqualTo(end);
            end = extent.next();
            assertThat(extent.first()).isEqualTo(cut(text, splits.get(m).first()));
            for (int b = 0; b < plane.reduceTasks; b++) {
                assertThat(result.files().get(b)).isEqualTo(DataPlane.stats(plane.bucket(m, b)));
                buckets.get(b).addAll(plane.words(m, b));
            }
            assertThat(result.counters()).containsEntry(MapResult.INPUT_BYTES, extent.next() - extent.first());
        }

        assertThat(end).isEqualTo(text.length);
        List<List<String>> expected = emptyBuckets(plane.reduceTasks);
        for (String word : NaiveWords.of(text)) {
            int bucket = firstLetter
                    ? NaiveWords.firstLetter(word, plane.reduceTasks)
                    : NaiveWords.fnv1a(word, plane.reduceTasks);
            expected.get(bucket).add(word);
        }
        assertThat(buckets).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void a_task_without_splits_makes_all_its_bucket_files_empty() throws Exception {
        DataPlane plane = new DataPlane(folder);
        MapResult result = plane.map(0, List.of());
        assertThat(result.extents()).isEmpty();
        assertThat(DataPlane.FILES.list(folder.resolve("maps-0"))).hasSize(3).allMatch(p -> isEmpty(p));
    }

    @Test
    void a_task_with_several_splits_reads_them_in_order() throws Exception {
        DataPlane plane = new DataPlane(folder);
        plane.reduceTasks = 1;
        InputFile input = plane.input("one two three four".getBytes(StandardCharsets.UTF_8));
        MapResult result = plane.map(0, List.of(new Split(input, 9, 18), new Split(input, 2, 9)));
        assertThat(plane.words(0, 0)).containsExactly("four", "two", "three");
        assertThat(result.extents()).containsExactly(new Extent(0, 13, 18), new Extent(0, 3, 13));
        assertThat(result.counters())
                .containsEntry(MapResult.OUTPUT_RECORDS, 3L)
                .containsEntry(MapResult.OUTPUT_BYTES, 15L);
        assertThat(plane.progress.records()).isEqualTo(3);
        assertThat(plane.progress.bytes()).isEqualTo(15);
        assertThat(plane.progress.position()).isEqualTo("the end of its input");
    }

    @Test
    void words_of_ten_thousand_letters_and_a_line_of_twenty_megabytes_are_nothing_special() throws Exception {
        DataPlane plane = new DataPlane(folder);
        byte[] text = RandomText.prose(new Random(7), 20_000_000);
        for (int i = 0; i < text.length; i++) {
            text[i] = text[i] == '\n' ? (byte) ' ' : text[i];
        }
        text = (new String(text, StandardCharsets.US_ASCII) + "é".repeat(10_000)).getBytes(StandardCharsets.UTF_8);
        InputFile input = plane.input(text);
        plane.map(0, List.of(new Split(input, 0, text.length - 12_345)));
        plane.map(1, List.of(new Split(input, text.length - 12_345, text.length)));
        List<List<String>> expected = emptyBuckets(plane.reduceTasks);
        for (String word : NaiveWords.of(text)) {
            expected.get(NaiveWords.firstLetter(word, plane.reduceTasks)).add(word);
        }
        for (int b = 0; b < plane.reduceTasks; b++) {
            assertThat(plane.words(0, b).equals(expected.get(b))).isTrue();
            assertThat(plane.words(1, b)).isEmpty();
        }
    }

    @Test
    void the_longest_word_is_mapped_and_a_longer_one_is_the_jobs_fault() throws Exception {
        DataPlane plane = new DataPlane(folder);
        plane.reduceTasks = 1;
        plane.limits = new Limits(16, 100, 512);
        InputFile good = plane.input(("ab " + "x".repeat(100) + " c").getBytes(StandardCharsets.US_ASCII));
        plane.map(0, DataPlane.splits(good, List.of(50L)));
        assertThat(plane.words(0, 0)).containsExactly("ab", "x".repeat(100), "c");

        InputFile bad = plane.input(("ab " + "x".repeat(101) + " c").getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> plane.map(1, DataPlane.splits(bad, List.of())))
                .isInstanceOfSatisfying(
                        UserFailureException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.USER))
                .hasMessageContaining(bad.path())
                .hasMessageContaining("offset 3");
    }

    @Test
    void an_input_that_changes_while_it_is_mapped_is_found_out() throws Exception {
        DataPlane plane = new DataPlane(folder);
        InputFile input = plane.input("some words".getBytes(StandardCharsets.US_ASCII));
        plane.mapper = (text, out) -> Files.writeString(Path.of(input.path()), "other words");
        assertThatThrownBy(() -> plane.map(0, DataPlane.splits(input, List.of())))
                .isInstanceOf(InputChangedException.class)
                .hasMessageStartingWith("input " + input.path() + " has changed since the job started: its size is 11,"
                        + " expected 10 bytes; it was modified at 20");
    }

    @Test
    void a_failing_map_function_is_blamed_unless_its_input_changed() throws Exception {
        DataPlane plane = new DataPlane(folder);
        InputFile input = plane.input("some words".getBytes(StandardCharsets.US_ASCII));
        plane.mapper = (text, out) -> {
            throw new IllegalStateException("my bug");
        };
        assertThatThrownBy(() -> plane.map(0, DataPlane.splits(input, List.of())))
                .isInstanceOf(UserFailureException.class)
                .hasMessageContaining("my bug");
        plane.mapper = (text, out) -> {
            Files.delete(Path.of(input.path()));
            throw new IllegalStateException("my bug");
        };
        assertThatThrownBy(() -> plane.map(1, DataPlane.splits(input, List.of())))
                .isInstanceOf(InputChangedException.class)
                .hasMessage("input " + input.path() + " is missing");
    }

    @Test
    void a_key_with_a_newline_or_a_partition_that_does_not_exist_is_the_jobs_fault() throws Exception {
        DataPlane plane = new DataPlane(folder);
        InputFile input = plane.input("some words".getBytes(StandardCharsets.US_ASCII));
        plane.mapper = (text, out) -> out.emit(new byte[] {'a', '\n'}, 0, 2);
        assertThatThrownBy(() -> plane.map(0, DataPlane.splits(input, List.of())))
                .isInstanceOf(UserFailureException.class)
                .hasMessageContaining("newline");
        plane.mapper = (text, out) -> out.emit(text);
        plane.partitioner = (key, partitions) -> partitions;
        assertThatThrownBy(() -> plane.map(1, DataPlane.splits(input, List.of())))
                .isInstanceOf(UserFailureException.class)
                .hasMessageContaining("partitioner");
    }

    @Test
    void a_disk_error_is_not_the_jobs_fault_even_if_its_code_swallows_it() throws Exception {
        DataPlane plane = new DataPlane(folder);
        plane.limits = new Limits(1 << 20, 1 << 20, 0);
        plane.memoryBytes = 1;
        InputFile input = plane.input("some words".getBytes(StandardCharsets.US_ASCII));
        plane.mapper = (text, out) -> {
            DataPlane.FILES.deleteTree(folder.resolve("maps-0"));
            try {
                out.emit(text);
            } catch (UncheckedIOException ignored) {
                throw new IllegalStateException("blame me");
            }
        };
        assertThatThrownBy(() -> plane.map(0, DataPlane.splits(input, List.of())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mr-0-");
    }

    @Test
    void an_attempt_never_writes_to_a_file_that_is_already_there() throws Exception {
        DataPlane plane = new DataPlane(folder);
        Files.createSymbolicLink(plane.directory("maps-0").resolve("mr-0-2"), folder.resolve("elsewhere"));
        assertThatThrownBy(() -> plane.map(0, List.of())).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void a_cancelled_task_stops_at_its_next_block() throws Exception {
        DataPlane plane = new DataPlane(folder);
        plane.limits = new Limits(16, 100, 512);
        InputFile input = plane.input("some words and some more of them".getBytes(StandardCharsets.US_ASCII));
        List<Integer> blocks = new ArrayList<>();
        plane.mapper = (text, out) -> {
            blocks.add(text.length());
            plane.progress.cancel();
        };
        assertThatThrownBy(() -> plane.map(0, DataPlane.splits(input, List.of())))
                .isInstanceOf(CancelledException.class);
        assertThat(blocks).hasSize(1);
    }

    private static List<Long> randomCuts(Random random, int bytes) {
        List<Long> cuts = new ArrayList<>();
        int pieces = random.nextInt(12);
        for (int i = 0; i < pieces; i++) {
            long cut = random.nextInt(bytes + 1);
            cuts.add(cut);
            if (random.nextInt(3) == 0) {
                cuts.add(Math.min(bytes, cut + random.nextInt(4)));
            }
        }
        return cuts.stream().sorted().toList();
    }

    private static List<List<String>> emptyBuckets(int count) {
        return IntStream.range(0, count)
                .<List<String>>mapToObj(b -> new ArrayList<>())
                .toList();
    }

    private static long cut(byte[] text, long from) {
        int at = (int) from;
        while (Letters.insideWord(text, 0, at, text.length)) {
            at++;
        }
        return at;
    }

    private static boolean isEmpty(Path file) {
        return file.toFile().length() == 0;
    }
}
