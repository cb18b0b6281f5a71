package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.shuffle.RandomText;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inputs in gzip and zstd are read as what is in them, to their end or not at all. */
@Tag("long")
class PackedInputsIT {
    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    private final List<byte[]> texts = new ArrayList<>();
    private Path packed;

    private interface Packer {
        OutputStream pack(OutputStream out) throws IOException;
    }

    @BeforeEach
    void some_text() throws IOException {
        Random random = new Random(43);
        for (int i = 0; i < 4; i++) {
            texts.add(RandomText.prose(random, 400_000));
        }
        packed = Files.createDirectory(room.resolve("packed"));
    }

    private static byte[] pack(byte[] content, Packer packer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = packer.pack(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    /** One archive after the other, cut anywhere, also inside a word. */
    private static byte[] members(byte[] content, int count, Packer packer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            int from = content.length / count * i;
            int to = i == count - 1 ? content.length : content.length / count * (i + 1);
            bytes.write(pack(Arrays.copyOfRange(content, from, to), packer));
        }
        return bytes.toByteArray();
    }

    private Program start(Path dir, Path inputs, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("start", "--dir", dir.toString(), "--inputs", inputs.toString(), "--map-tasks", "4"));
        arguments.addAll(List.of(options));
        return processes.start(room, "mr-driver", Map.of(), arguments);
    }

    @ParameterizedTest
    @CsvSource({"wordcount, first-letter", "sort, range", "distinct, range"})
    void their_content_gives_what_it_gives_unpacked(String name, String partitioner) throws Exception {
        Path plain = Files.createDirectory(room.resolve("plain"));
        for (int i = 0; i < 4; i++) {
            Files.write(plain.resolve("part-" + i), texts.get(i));
        }
        Files.write(packed.resolve("part-0.gz"), pack(texts.get(0), GZIPOutputStream::new));
        Files.write(packed.resolve("part-1.gz"), members(texts.get(1), 17, GZIPOutputStream::new));
        Files.write(packed.resolve("part-2.zst"), pack(texts.get(2), ZstdOutputStream::new));
        Files.write(packed.resolve("part-3.zst"), members(texts.get(3), 5, ZstdOutputStream::new));
        String[] options = {"--job", name, "--partitioner", partitioner, "--reduce-tasks", "3", "--local-workers", "1"};

        start(room.resolve("a"), plain, options).endsWith(0);
        start(room.resolve("b"), packed, options).endsWith(0);

        assertThat(content(room.resolve("b"))).isEqualTo(content(room.resolve("a")));
    }

    /** Of all output files in order; by range their boundaries may differ. */
    private static String content(Path dir) throws IOException {
        return String.join("", Reference.output(dir).values());
    }

    @ParameterizedTest
    @CsvSource({"gz, 100000, sort", "gz, 20, wordcount", "zst, 100000, sort", "zst, 6, wordcount"})
    void one_that_is_cut_short_is_named_and_no_code_is_blamed(String ending, int length, String name) throws Exception {
        byte[] whole = pack(texts.get(0), ending.equals("gz") ? GZIPOutputStream::new : ZstdOutputStream::new);
        Path cut = Files.write(packed.resolve("cut." + ending), Arrays.copyOf(whole, length));
        Files.write(packed.resolve("whole." + ending), whole);

        Program driver = start(
                        room.resolve("job"), packed, "--job", name, "--max-attempts", "1", "--local-workers", "1")
                .endsWith(1);

        assertThat(driver.errorLines("mr-driver"))
                .hasSize(1)
                .first()
                .asString()
                .contains("input " + cut + " cannot be unpacked: ")
                .doesNotContain("map function")
                .doesNotContain(" at dev.mr.")
                .doesNotContain(" at io.airlift");
        assertThat(room.resolve("job/out")).doesNotExist();
    }

    @Test
    void many_small_ones_share_map_tasks() throws Exception {
        TestJob job = new TestJob(processes, room, 1, 2);
        for (int i = 0; i < 150; i++) {
            Files.write(
                    packed.resolve("part-" + i + ".gz"),
                    pack(Arrays.copyOf(texts.get(0), 1_000 + i), GZIPOutputStream::new));
        }
        processes
                .start(
                        room,
                        "mr-driver",
                        Map.of(),
                        List.of(
                                "start",
                                "--dir",
                                job.dir().toString(),
                                "--inputs",
                                packed.toString(),
                                "--job",
                                "sort",
                                "--local-workers",
                                "1"))
                .endsWith(0);
        assertThatJob(job).succeeded();
        long lines = 0;
        for (int i = 0; i < 150; i++) {
            lines += new String(Arrays.copyOf(texts.get(0), 1_000 + i), StandardCharsets.ISO_8859_1)
                    .lines()
                    .count();
        }
        assertThat(content(job.dir()).lines().count()).isEqualTo(lines);
        assertThat(job.record().count("task WHERE kind = 'map'")).isLessThan(150);
    }
}
