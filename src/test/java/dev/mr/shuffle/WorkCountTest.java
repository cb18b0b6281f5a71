package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import dev.mr.api.Partitioner;
import dev.mr.api.Plan;
import dev.mr.api.Words;
import dev.mr.task.InputFile;
import dev.mr.task.Split;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a task costs, counted and not timed: what it allocates, and how often it reads and writes a byte. */
class WorkCountTest {
    private static final Path THREAD_IO = Path.of("/proc/thread-self/io");
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path folder;

    static Stream<Arguments> jobs() {
        return Stream.of(
                Arguments.of("words that are added up in the map task", (Consumer<Plan>) Plan::sum),
                Arguments.of("plain words", (Consumer<Plan>) plan -> plan.sum().plainKeys()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jobs")
    void a_million_words_more_make_no_objects_more(String name, Consumer<Plan> job) throws Exception {
        DataPlane plane = plane(job);
        long few = allocatedBy(plane, 0, text(100_000));
        long many = allocatedBy(plane, 1, text(1_100_000));
        assertThat(many - few).as(name).isLessThan(1_000_000);
    }

    private long allocatedBy(DataPlane plane, int map, byte[] text) throws Exception {
        InputFile input = plane.input("input-" + map, text);
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        MapResult result = plane.map(map, List.of(new Split(input, 0, text.length)));
        reduceAll(plane, List.of(result), map);
        return THREADS.getThreadAllocatedBytes(thread) - before;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jobs")
    void every_byte_is_read_once_and_written_once(String name, Consumer<Plan> job) throws Exception {
        assumeThat(THREAD_IO).exists();
        DataPlane plane = plane(job);
        byte[] text = text(1_000_000);
        InputFile input = plane.input(text);
        List<MapResult> maps = new ArrayList<>();
        long half = text.length / 2;
        long[] before = io();
        maps.add(plane.map(0, List.of(new Split(input, 0, half))));
        maps.add(plane.map(1, List.of(new Split(input, half, text.length))));
        long[] mapped = io();
        long buckets = maps.stream()
                .flatMap(map -> map.files().stream())
                .mapToLong(file -> file.bytes())
                .sum();
        assertOnce(mapped[0] - before[0], text.length, name);
        assertOnce(mapped[1] - before[1], buckets, name);

        long output = reduceAll(plane, maps, 2);
        long[] reduced = io();
        assertOnce(reduced[0] - mapped[0], buckets, name);
        assertOnce(reduced[1] - mapped[1], output, name);
    }

    /** Classes may be loaded meanwhile, a boundary is looked for in small windows, and a task leaves a note. */
    private static void assertOnce(long moved, long bytes, String name) {
        assertThat(moved).as(name).isBetween(bytes, bytes + bytes / 10 + 500_000);
    }

    private DataPlane plane(Consumer<Plan> job) {
        DataPlane plane = new DataPlane(folder);
        plane.job = job;
        plane.mapper = (text, out) -> Words.inBatches(text, words -> out.emitAll(words, 1));
        plane.partitioner = Partitioner.FNV1A;
        return plane;
    }

    /** Runs the reduce tasks; answers the bytes of their outputs, which are then deleted. */
    private static long reduceAll(DataPlane plane, List<MapResult> maps, int run) throws IOException, TaskException {
        long bytes = 0;
        for (int r = 0; r < plane.reduceTasks; r++) {
            List<BucketFile> sources = new ArrayList<>();
            for (int m = 0; m < maps.size(); m++) {
                int map = maps.size() == 1 ? run : m;
                var stats = maps.get(m).files().get(r);
                sources.add(new BucketFile(m, List.of(plane.bucket(map, r)), stats.bytes(), stats.crc32c()));
            }
            bytes += plane.reduce(r, sources).output().bytes();
            Files.delete(plane.output(r));
        }
        return bytes;
    }

    /** Bytes this thread has read and written so far, whatever the system had in memory of them. */
    private static long[] io() throws IOException {
        List<String> lines = Files.readAllLines(THREAD_IO);
        return new long[] {count(lines, "rchar: "), count(lines, "wchar: ")};
    }

    private static long count(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.substring(name.length())))
                .sum();
    }

    /** So many words, of which a thousand are distinct, some of them long. */
    private static byte[] text(int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            int number = (i * 31) % 1000;
            text.append("word".repeat(1 + number % 7))
                    .append((char) ('a' + number / 40))
                    .append((char) ('a' + number % 26))
                    .append(i % 12 == 0 ? '\n' : ' ');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
