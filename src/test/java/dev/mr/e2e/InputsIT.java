package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.shuffle.RandomText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Texts as nobody would write them, and as everybody does. */
@Tag("long")
class InputsIT {
    private static final byte[] NOTHING = {};

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    @Test
    void an_empty_file_gives_empty_outputs() throws Exception {
        TestJob job = new TestJob(processes, room, 1, 3).over(NOTHING);

        job.start("--local-workers", "1").endsWith(0);

        assertThatJob(job).endedAsIfNothingHadHappened();
        assertThat(Reference.output(job.dir())).isEqualTo(Map.of("out-0", "", "out-1", "", "out-2", ""));
    }

    @Test
    void nothing_but_empty_files_and_more_maps_than_bytes_give_their_words() throws Exception {
        TestJob empty = new TestJob(processes, room, room.resolve("empty"), 7, 2)
                .over(NOTHING)
                .over(NOTHING);
        empty.start("--local-workers", "1").endsWith(0);
        assertThatJob(empty).succeeded().producesTheNaiveCount().leavesOnlyItsResults();

        TestJob tiny = new TestJob(processes, room, 40, 3)
                .over(NOTHING)
                .over("a bé".getBytes(StandardCharsets.UTF_8))
                .over(NOTHING)
                .over("bé c".getBytes(StandardCharsets.UTF_8));
        tiny.start("--local-workers", "1").endsWith(0);
        assertThatJob(tiny).endedAsIfNothingHadHappened();
    }

    @Test
    void any_number_of_workers_writes_the_same_bytes_from_the_strangest_text() throws Exception {
        byte[] strange = strange();
        for (int workers : new int[] {1, 2, 5}) {
            TestJob job = new TestJob(processes, room, room.resolve("by-" + workers), 9, 4).over(strange);
            List<Program> crew = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                crew.add(job.worker());
            }
            job.start().endsWith(0);
            crew.forEach(worker -> worker.endsWith(0));
            assertThatJob(job).endedAsIfNothingHadHappened();
        }
        TestJob local = new TestJob(processes, room, room.resolve("local"), 9, 4).over(strange);
        local.start("--local-workers", "2").endsWith(0);
        assertThatJob(local).endedAsIfNothingHadHappened();
        assertThat(intermediates(room.resolve("local"))).isEqualTo(intermediates(room.resolve("by-5")));
    }

    /** Every script, both line ends, broken UTF-8, and words of ten thousand letters. */
    private static byte[] strange() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        Random random = new Random(59);
        for (int i = 0; i < 5; i++) {
            text.writeBytes(RandomText.mixed(random, 100_000));
            text.writeBytes(("é" + "x".repeat(10_000) + i % 2 + " один\r\nдва\r\n").getBytes(StandardCharsets.UTF_8));
            text.writeBytes("Щ".repeat(10_000).getBytes(StandardCharsets.UTF_8));
        }
        return text.toByteArray();
    }

    private static Map<String, String> intermediates(Path dir) throws Exception {
        Map<String, String> files = new java.util.TreeMap<>();
        for (String name : Reference.names(dir.resolve("intermediate"))) {
            files.put(name, Files.readString(dir.resolve("intermediate").resolve(name)));
        }
        return files;
    }

    @Test
    void one_line_of_twenty_megabytes_is_cut_between_words() throws Exception {
        byte[] line = RandomText.prose(new Random(61), 20 << 20);
        for (int i = 0; i < line.length; i++) {
            line[i] = line[i] == '\n' ? (byte) 'z' : line[i];
        }
        TestJob job = new TestJob(processes, room, 6, 4).over(line);

        job.start("--local-workers", "2").endsWith(0);

        assertThatJob(job).endedAsIfNothingHadHappened();
    }
}
