package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.api.Mapper;
import dev.mr.api.Output;
import dev.mr.api.Partitioner;
import dev.mr.api.Plan;
import dev.mr.api.Slice;
import dev.mr.api.Slices;
import dev.mr.api.Values;
import dev.mr.api.Words;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys that are handed on together, in every kind of job. */
class EmitAllTest {
    private static final Mapper ONE_BY_ONE =
            (text, out) -> Words.each(text, (bytes, from, to) -> out.emit(bytes, from, to, 1));
    private static final Mapper TOGETHER = (text, out) -> Words.inBatches(text, words -> out.emitAll(words, 1));

    @TempDir
    Path folder;

    static Stream<Arguments> jobs() {
        return Stream.of(
                Arguments.of("sums", (Consumer<Plan>) Plan::sum),
                Arguments.of("plain keys", (Consumer<Plan>) plan -> plan.sum().plainKeys()),
                Arguments.of("records", (Consumer<Plan>)
                        plan -> plan.longs().reduce((word, ones, out) -> out.emit(word, sum(ones)))),
                Arguments.of("combined records", (Consumer<Plan>)
                        plan -> plan.longs().combine(EmitAllTest::add).reduce(EmitAllTest::add)));
    }

    private static void add(Slice word, Values ones, Output out) {
        out.emit(word, sum(ones));
    }

    private static long sum(Values ones) {
        long sum = 0;
        while (ones.next()) {
            sum += ones.number();
        }
        return sum;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jobs")
    void gives_what_emit_gives_for_each(String name, Consumer<Plan> job) throws Exception {
        byte[] text = text(new Random(1));
        for (long memory : new long[] {1 << 13, 1 << 20}) {
            assertThat(output(TOGETHER, job, text, memory))
                    .isEqualTo(output(ONE_BY_ONE, job, text, memory))
                    .hasSizeGreaterThan(1000);
        }
    }

    /** Half of the words are of more than fifteen bytes, some of more than a slab of the smaller memory holds. */
    private static byte[] text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            String word = Long.toString(random.nextInt(4000), 26).replaceAll("[0-9]", "x") + "y".repeat(i % 2 * 16);
            text.append(word).append(i % 5000 == 0 ? "z".repeat(20_000) : "").append(random.nextBoolean() ? ' ' : '\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private List<String> output(Mapper mapper, Consumer<Plan> job, byte[] text, long memory) throws Exception {
        DataPlane plane = new DataPlane(Files.createTempDirectory(folder, "plane"));
        plane.partitioner = Partitioner.FNV1A;
        plane.mapper = mapper;
        plane.job = job;
        plane.memoryBytes = memory;
        List<MapResult> maps = List.of(plane.mapWhole(0, plane.input(text)));
        List<String> lines = new ArrayList<>();
        for (int r = 0; r < plane.reduceTasks; r++) {
            plane.reduce(r, plane.buckets(maps, r));
            lines.addAll(Files.readAllLines(plane.output(r)));
        }
        return lines;
    }

    @Test
    void a_newline_in_a_plain_key_and_a_value_that_is_not_one_are_refused() {
        DataPlane plane = new DataPlane(folder);
        byte[] keys = "good\nbad and what is behind it".getBytes(StandardCharsets.US_ASCII);
        assertRefused(plane, keys, 3, 6, 1, "the key holds a newline");
        assertRefused(plane, keys, 0, 20, 1, "the key holds a newline");
        assertRefused(plane, keys, 0, 4, 2, "with plain keys every value is 1, but the job emitted 2");
    }

    private static void assertRefused(DataPlane plane, byte[] keys, int from, int to, long value, String why) {
        plane.mapper = (text, out) -> {
            Slices one = new Slices(keys, 1);
            one.add(from, to);
            out.emitAll(one, value);
        };
        plane.reduceTasks = 1;
        assertThatThrownBy(() -> plane.at(plane.root.resolve("refused-" + from + "-" + to))
                        .mapWhole(0, plane.input("text".getBytes(StandardCharsets.US_ASCII))))
                .isInstanceOf(UserFailureException.class)
                .hasMessageContaining(why);
    }

    @Test
    void an_output_takes_nothing_after_its_task() throws Exception {
        DataPlane plane = new DataPlane(folder);
        List<Output> kept = new ArrayList<>();
        plane.mapper = (text, out) -> kept.add(out);
        plane.mapWhole(0, plane.input("text".getBytes(StandardCharsets.US_ASCII)));
        assertThatThrownBy(() -> kept.get(0).emitAll(new Slices(new byte[1], 1), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this output's task is over");
    }
}
