package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mr.api.Input;
import dev.mr.api.Mapper;
import dev.mr.api.Options;
import dev.mr.api.Output;
import dev.mr.api.Slice;
import dev.mr.files.FileSystem;
import dev.mr.files.LocalFileSystem;
import dev.mr.task.AttemptRules;
import dev.mr.task.InputFile;
import dev.mr.task.JobCode;
import dev.mr.task.JobSpec;
import dev.mr.task.PartitionerName;
import dev.mr.task.RecordNote;
import dev.mr.task.ShuffleSpec;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeSampleTest {
    private static final FileSystem FILES = new LocalFileSystem();
    private static final Mapper LINE = (line, out) -> out.emit(line);

    @TempDir
    private Path folder;

    private final List<InputFile> inputs = new ArrayList<>();
    private Input input = Input.LINES;
    private boolean patient;

    private interface Packer {
        OutputStream pack(OutputStream out) throws IOException;
    }

    private void file(String name, byte[] content) throws IOException {
        Path path = Files.write(folder.resolve(name), content);
        FileSystem.FileFacts facts = FILES.facts(path).orElseThrow();
        inputs.add(
                new InputFile(inputs.size(), 0, path.toString(), facts.bytes(), facts.modifiedNanos(), facts.inode()));
    }

    private void packed(String name, byte[] content, Packer packer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = packer.pack(bytes)) {
            out.write(content);
        }
        file(name, bytes.toByteArray());
    }

    private static byte[] lines(Random random, int bytes, int keyBytes) {
        StringBuilder text = new StringBuilder();
        while (text.length() < bytes) {
            for (int i = 0; i < keyBytes; i++) {
                text.append((char) ('!' + random.nextInt(90)));
            }
            text.append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private List<String> points(int parts, Supplier<Mapper> mapper) throws IOException, TaskException {
        JobSpec spec = new JobSpec(
                new JobCode("sampled", List.of(), new TreeMap<>()),
                1,
                parts,
                ShuffleSpec.of(PartitionerName.RANGE),
                "out-",
                AttemptRules.DEFAULT);
        JobPlan plan = PlanBuilder.of(
                (defined, options) -> defined.input(input).map(mapper).partitionByRange(), new Options(Map.of()));
        Path scratch = folder.resolve("scratch");
        FILES.deleteTree(scratch);
        FILES.createDirectory(scratch);
        SampleRequest request = SampleRequest.parse(
                SampleRequest.of(spec, folder, input, inputs).format());
        return RangeSample.points(request, plan, scratch, patient, new TaskProgress(), FILES);
    }

    /** How many lines of all inputs that are not packed each partition has. */
    private long[] sizes(List<String> points, int parts) throws IOException {
        RangePartitioner partitioner = new RangePartitioner(points);
        long[] sizes = new long[parts];
        for (InputFile file : inputs) {
            for (String line : Files.readAllLines(Path.of(file.path()), StandardCharsets.ISO_8859_1)) {
                sizes[partitioner.of(Slice.of(line), parts)]++;
            }
        }
        return sizes;
    }

    private static void assertBalanced(long[] sizes) {
        double mean = Arrays.stream(sizes).average().orElseThrow();
        assertThat(Arrays.stream(sizes).max().orElseThrow())
                .as("the largest of %s", Arrays.toString(sizes))
                .isLessThan((long) (1.5 * mean));
    }

    @ParameterizedTest
    @CsvSource({"2, 10", "8, 10", "8, 2000", "64, 10", "200, 40"})
    void partitions_of_random_keys_are_balanced_though_the_inputs_are_not_of_one_size(int parts, int keyBytes)
            throws Exception {
        Random random = new Random(parts + keyBytes);
        file("large", lines(random, 10 << 20, keyBytes));
        for (int i = 0; i < 300; i++) {
            file("small-" + i, lines(random, random.nextInt(3_000), keyBytes));
        }
        file("empty", new byte[0]);

        List<String> points = points(parts, () -> LINE);

        assertThat(points).hasSize(parts - 1).isSorted().doesNotHaveDuplicates();
        assertBalanced(sizes(points, parts));
        assertThat(points(parts, () -> LINE)).isEqualTo(points);
    }

    @Test
    void partitions_of_sorted_inputs_are_balanced() throws Exception {
        String[] lines = new String(lines(new Random(1), 10 << 20, 20), StandardCharsets.US_ASCII).split("\n", -1);
        Arrays.sort(lines);
        file("sorted", String.join("\n", lines).getBytes(StandardCharsets.US_ASCII));
        assertBalanced(sizes(points(8, () -> LINE), 8));
    }

    @Test
    void a_key_that_most_records_have_takes_one_partition_and_the_others_share_the_rest() throws Exception {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append(random.nextInt(10) > 0 ? "mmmm" : "" + (char) ('a' + random.nextInt(26)) + random.nextInt(1000))
                    .append('\n');
        }
        file("same", text.toString().getBytes(StandardCharsets.US_ASCII));
        long[] sizes = sizes(points(4, () -> LINE), 4);
        assertThat(sizes).doesNotContain(0L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k\n", "k\nk\nk\n", "\n\n\n", "b\na\n"})
    void few_or_no_different_keys_make_few_or_no_points(String text) throws Exception {
        file("few", text.getBytes(StandardCharsets.US_ASCII));
        assertThat(points(5, () -> LINE)).hasSize(Math.max(0, new HashSet<>(List.of(text.split("\n"))).size() - 1));
    }

    @Test
    void points_are_no_longer_than_they_must_be() throws Exception {
        file("long", lines(new Random(4), 1 << 20, 5_000));
        assertThat(points(8, () -> LINE)).allMatch(point -> point.length() <= 8);
    }

    @Test
    void one_line_is_read_once_however_long() throws Exception {
        byte[] line = new byte[9 << 20];
        Arrays.fill(line, (byte) 'x');
        file("line", line);
        file("other", "y\n".getBytes(StandardCharsets.US_ASCII));
        AtomicLong calls = new AtomicLong();
        points(4, () -> (text, out) -> {
            calls.incrementAndGet();
            out.emit(text);
        });
        assertThat(calls.get()).isBetween(1L, 2L);
    }

    @Test
    void packed_inputs_are_sampled_from_their_beginning_and_truncated_ones_are_named() throws Exception {
        Random random = new Random(5);
        byte[] gzip = lines(random, 3 << 20, 30);
        packed("a.gz", gzip, GZIPOutputStream::new);
        packed("b.zst", lines(random, 3 << 20, 30), ZstdOutputStream::new);
        List<String> points = points(4, () -> LINE);
        RangePartitioner partitioner = new RangePartitioner(points);
        long[] sizes = new long[4];
        new String(gzip, StandardCharsets.US_ASCII).lines().forEach(line -> sizes[partitioner.of(Slice.of(line), 4)]++);
        assertBalanced(sizes);

        inputs.clear();
        file("c.gz", Arrays.copyOf(Files.readAllBytes(folder.resolve("a.gz")), 3_000));
        assertThatThrownBy(() -> points(4, () -> LINE))
                .isInstanceOf(UserFailureException.class)
                .hasMessageStartingWith("input " + folder.resolve("c.gz") + " cannot be unpacked: ");
    }

    @Test
    void what_a_map_function_emits_when_it_is_closed_counts() throws Exception {
        file("words", "d\nb\na\nc\n".getBytes(StandardCharsets.US_ASCII));
        List<String> points = points(2, () -> new Mapper() {
            private final List<String> held = new ArrayList<>();

            @Override
            public void map(Slice line, Output out) {
                held.add(line.text());
            }

            @Override
            public void close(Output out) {
                held.forEach(out::emit);
            }
        });
        assertThat(points).containsExactly("63");
    }

    @Test
    void a_map_function_that_fails_is_told_with_its_record_and_leaves_a_note_of_it() throws Exception {
        file("good", "a\nb\n".getBytes(StandardCharsets.US_ASCII));
        file("bad", "c\nbad\nd\n".getBytes(StandardCharsets.US_ASCII));
        Supplier<Mapper> mapper = () -> (line, out) -> {
            if (line.text().equals("bad")) {
                throw new IllegalStateException("cannot");
            }
            out.emit(line);
        };
        UserFailureException failure = catchThrowableOfType(UserFailureException.class, () -> points(2, mapper));
        assertThat(failure)
                .hasMessage("map function failed on input " + folder.resolve("bad")
                        + " at offset 2 (3 bytes): java.lang.IllegalStateException: cannot");
        assertThat(RecordNote.parse(Files.readAllBytes(folder.resolve("scratch").resolve(RecordNote.FILE_NAME))))
                .hasValueSatisfying(note -> assertThat(note.offset()).isEqualTo(2));
        patient = true;
        assertThat(points(2, mapper)).containsExactly("63");
    }

    @Test
    void whole_files_are_handed_over_whole() throws Exception {
        input = Input.BLOCKS_OF_FILES;
        byte[] content = lines(new Random(6), 3 << 20, 30);
        file("file", content);
        AtomicLong bytes = new AtomicLong();
        points(2, () -> (block, out) -> bytes.addAndGet(block.length()));
        assertThat(bytes.get()).isEqualTo(content.length);
    }
}
