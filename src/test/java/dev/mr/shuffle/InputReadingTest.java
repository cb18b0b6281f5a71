package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.api.Input;
import dev.mr.api.Slice;
import dev.mr.task.Extent;
import dev.mr.task.FailureKind;
import dev.mr.task.InputFile;
import dev.mr.task.Split;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What map functions are called with, for every kind of input, however files are cut and packed. */
class InputReadingTest {
    /** Each so manieth bit is flipped; no multiple of 8, so that all bits of a byte have their turn. */
    private static final int EVERY = Integer.getInteger("mr.proof.every", 7);

    @TempDir
    Path folder;

    private DataPlane plane = new DataPlane(Path.of(""));
    private final List<String> records = new ArrayList<>();
    private final List<Long> offsets = new ArrayList<>();
    private int maps;

    @BeforeEach
    void record_what_map_is_called_with() {
        plane = new DataPlane(folder);
        plane.mapper = (record, out) -> {
            records.add(new String(record.bytes(), StandardCharsets.ISO_8859_1));
            offsets.add(out.task().inputOffset());
        };
    }

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void every_line_is_mapped_once_and_in_order_however_the_file_is_cut(long seed) throws Exception {
        Random random = new Random(seed);
        plane.input = Input.LINES;
        plane.limits = new Limits(1 + random.nextInt(50), 1 << 20, 9);
        byte[] text = lines(random, random.nextInt(600));
        InputFile input = plane.input(text);
        List<Long> cuts = random.longs(random.nextInt(12), 0, text.length + 1L)
                .sorted()
                .boxed()
                .toList();
        long end = 0;
        for (Split split : DataPlane.splits(input, cuts)) {
            Extent extent = plane.map(maps++, List.of(split)).extents().get(0);
            assertThat(extent.first()).as("seed %d", seed).isEqualTo(end);
            end = extent.next();
        }
        assertThat(end).isEqualTo(text.length);
        assertThat(records).as("seed %d", seed).isEqualTo(linesOf(text));
        assertOffsets(text);
    }

    @Test
    void a_line_is_handed_over_without_its_newline_and_with_the_carriage_return_before_it() throws Exception {
        plane.input = Input.LINES;
        plane.mapWhole(maps++, plane.input("a\r\n\r\nb\n\nc\r".getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(records).containsExactly("a\r", "\r", "b", "", "c\r");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void blocks_of_lines_are_whole_lines_and_all_of_the_file(long seed) throws Exception {
        Random random = new Random(seed);
        plane.input = Input.BLOCKS_OF_LINES;
        plane.limits = new Limits(1 + random.nextInt(50), 1 << 20, 9);
        byte[] text = lines(random, random.nextInt(600));
        InputFile input = plane.input(text);
        List<Long> cuts = random.longs(3, 0, text.length + 1L).sorted().boxed().toList();
        for (Split split : DataPlane.splits(input, cuts)) {
            plane.map(maps++, List.of(split));
        }
        assertThat(String.join("", records)).as("seed %d", seed).isEqualTo(latin1(text));
        assertThat(records.subList(0, Math.max(0, records.size() - 1))).allMatch(block -> block.endsWith("\n"));
        assertOffsets(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 49, 50, 51, 100})
    void a_file_is_one_record_or_blocks_that_begin_at_its_first_byte(int length) throws Exception {
        byte[] content = lines(new Random(length), length);
        content = Arrays.copyOf(content, length);
        plane.limits = new Limits(50, 100, 9);
        for (String name : List.of("plain", "packed.gz", "packed.zst")) {
            records.clear();
            offsets.clear();
            InputFile input = plane.input(name, packed(name, content));
            plane.input = Input.FILES;
            plane.mapWhole(maps++, input);
            assertThat(records).containsExactly(latin1(content));
            assertThat(offsets).containsExactly(0L);

            records.clear();
            offsets.clear();
            plane.input = Input.BLOCKS_OF_FILES;
            plane.mapWhole(maps++, input);
            assertThat(String.join("", records)).isEqualTo(latin1(content));
            assertThat(records).allMatch(block -> block.length() <= 50);
            assertThat(offsets.get(0)).isZero();
            assertOffsets(content);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LINES", "FILES"})
    void a_record_may_be_as_long_as_the_limit_and_a_longer_one_is_the_jobs_fault(Input kind) throws Exception {
        plane.input = kind;
        plane.limits = new Limits(16, 100, 9);
        String most = "x".repeat(100);
        plane.mapWhole(maps++, plane.input(most.getBytes(StandardCharsets.US_ASCII)));
        if (kind == Input.LINES) {
            plane.mapWhole(maps++, plane.input(("a\n" + most + "\nb").getBytes(StandardCharsets.US_ASCII)));
            assertThat(records).containsExactly(most, "a", most, "b");
        }
        for (String end : kind == Input.LINES ? List.of("", "\n", "\nb\n") : List.of("")) {
            InputFile bad = plane.input((most + "x" + end).getBytes(StandardCharsets.US_ASCII));
            assertThatThrownBy(() -> plane.mapWhole(maps++, bad))
                    .isInstanceOfSatisfying(
                            UserFailureException.class,
                            e -> assertThat(e.kind()).isEqualTo(FailureKind.USER))
                    .hasMessageStartingWith("input " + bad.path())
                    .hasMessageContaining("more than 100 bytes at offset 0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"packed.gz", "packed.zst"})
    void a_packed_file_is_its_content_also_when_it_has_several_parts(String name) throws Exception {
        plane.input = Input.LINES;
        byte[] first = lines(new Random(1), 100_000);
        byte[] second = lines(new Random(2), 70_000);
        byte[] content = concat(concat(first, second), first);
        InputFile input = plane.input(
                name,
                concat(concat(packed(name, first), packed(name, new byte[0])), packed(name, concat(second, first))));
        plane.mapWhole(maps++, input);
        assertThat(records.equals(linesOf(content))).isTrue();
        assertOffsets(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"packed.gz", "packed.zst"})
    void a_packed_file_that_is_cut_short_is_the_jobs_fault_and_named(String name) throws Exception {
        plane.input = Input.BLOCKS_OF_LINES;
        byte[] one = packed(name, lines(new Random(4), 300));
        byte[] both = concat(one, one);
        for (int length = 0; length < both.length; length++) {
            // Of a further zstd frame that was cut within its first four bytes nothing is noticed.
            boolean noticed =
                    name.endsWith(".gz") ? length != one.length : length < one.length || length > one.length + 3;
            if (noticed) {
                assertMalformed(name, Arrays.copyOf(both, length), "");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"packed.gz", "packed.zst"})
    void a_flipped_bit_in_a_packed_file_changes_nothing_or_is_the_jobs_fault(String name) throws Exception {
        plane.input = Input.BLOCKS_OF_FILES;
        byte[] content = lines(new Random(4), 200);
        byte[] one = packed(name, content);
        byte[] both = concat(one, one);
        for (int bit = 0; bit < 8 * both.length; bit += EVERY) {
            byte[] damaged = both.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            records.clear();
            try {
                plane.mapWhole(maps++, plane.input(name, damaged));
                assertThat(String.join("", records)).as("bit " + bit).isEqualTo(latin1(concat(content, content)));
            } catch (UserFailureException e) {
                assertThat(e).hasMessageContaining(name + " cannot be unpacked");
            }
        }
    }

    @Test
    void what_follows_a_gzip_file_is_another_one_or_zeros() throws Exception {
        plane.input = Input.LINES;
        byte[] one = packed("packed.gz", new byte[] {'a', '\n'});
        plane.mapWhole(maps++, plane.input("packed.gz", concat(one, new byte[70_000])));
        assertThat(records).containsExactly("a");
        assertMalformed(
                "packed.gz", concat(one, new byte[] {'x'}), "something that is not gzip follows its last member");
        assertMalformed(
                "packed.gz", concat(one, new byte[] {0, 0, 'x'}), "something that is not gzip follows its last member");
        assertMalformed(
                "packed.gz", new byte[] {'p', 'l', 'a', 'i', 'n', ' ', 't', 'e', 'x', 't', '\n'}, "is not gzip");
    }

    @Test
    void what_is_wrong_with_a_packed_file_is_said_in_few_words() throws Exception {
        plane.input = Input.LINES;
        byte[] gzip = packed("packed.gz", lines(new Random(5), 50));
        assertMalformed("packed.gz", "hello\n".getBytes(StandardCharsets.UTF_8), "is not gzip");
        assertMalformed("packed.gz", Arrays.copyOf(gzip, gzip.length - 9), "ends too early");
        byte[] zstd = packed("packed.zst", new byte[] {'a', '\n'});
        assertMalformed("packed.zst", "hello\n".getBytes(StandardCharsets.UTF_8), "is not zstd");
        assertMalformed(
                "packed.zst",
                concat(zstd, "hello\n".getBytes(StandardCharsets.UTF_8)),
                "something that is not zstd follows its last frame");
        byte[] damaged = packed("packed.zst", lines(new Random(5), 50));
        damaged[damaged.length - 1] ^= 1;
        assertMalformed("packed.zst", damaged, "is damaged: ");
    }

    @Test
    void a_gzip_header_may_have_all_there_is_to_have() throws Exception {
        plane.input = Input.LINES;
        byte[] plain = packed("packed.gz", new byte[] {'a', '\n'});
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(new byte[] {0x1F, (byte) 0x8B, 8, 2 + 4 + 8 + 16, 1, 2, 3, 4, 0, 3});
        header.writeBytes(new byte[] {3, 0, 'x', 'y', 'z'});
        header.writeBytes(new byte[] {'n', 'a', 'm', 'e', 0, 'c', 0});
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(header.toByteArray());
        header.write((int) crc.getValue() & 0xFF);
        header.write((int) crc.getValue() >> 8 & 0xFF);
        byte[] body = Arrays.copyOfRange(plain, 10, plain.length);
        plane.mapWhole(maps++, plane.input("packed.gz", concat(header.toByteArray(), body)));
        assertThat(records).containsExactly("a");
    }

    @Test
    void a_packed_file_without_bytes_is_the_jobs_fault_and_one_without_content_is_empty() throws Exception {
        plane.input = Input.LINES;
        for (String name : List.of("packed.gz", "packed.zst")) {
            assertMalformed(name, new byte[0], "");
            plane.mapWhole(maps++, plane.input(name, packed(name, new byte[0])));
        }
        assertThat(records).isEmpty();
    }

    private void assertMalformed(String name, byte[] bytes, String what) throws IOException {
        InputFile input = plane.input(name, bytes);
        assertThatThrownBy(() -> plane.mapWhole(maps++, input))
                .isInstanceOf(UserFailureException.class)
                .hasMessageStartingWith("input " + input.path() + " cannot be unpacked: " + what)
                .hasMessageNotContainingAny("offset=", "airlift");
    }

    private void assertOffsets(byte[] content) {
        for (int i = 0; i < records.size(); i++) {
            int at = Math.toIntExact(offsets.get(i));
            assertThat(Slice.of(content).bytes(at, at + records.get(i).length()))
                    .isEqualTo(records.get(i).getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static List<String> linesOf(byte[] text) {
        List<String> lines = new ArrayList<>(Arrays.asList(latin1(text).split("\n", -1)));
        if (lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    /** Random bytes, about one in eight a newline. */
    private static byte[] lines(Random random, int bytes) {
        byte[] text = new byte[bytes];
        int often = 1 + random.nextInt(16);
        for (int i = 0; i < bytes; i++) {
            text[i] = random.nextInt(often) == 0 ? (byte) '\n' : (byte) random.nextInt(often > 12 ? 256 : 20);
        }
        return text;
    }

    private static byte[] packed(String name, byte[] content) throws IOException {
        if (name.equals("plain")) {
            return content;
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream stream = name.endsWith(".gz") ? new GZIPOutputStream(packed) : new ZstdOutputStream(packed)) {
            stream.write(content);
        }
        return packed.toByteArray();
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
