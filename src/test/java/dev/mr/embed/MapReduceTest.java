package dev.mr.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.api.Job;
import dev.mr.api.Option;
import dev.mr.api.Options;
import dev.mr.api.Output;
import dev.mr.api.Plan;
import dev.mr.api.Slice;
import dev.mr.api.Values;
import dev.mr.jobs.WordCount;
import dev.mr.task.Compression;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program gets out of a job that goes well. */
class MapReduceTest {
    @TempDir
    private Path folder;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static List<String> texts(MapReduce.Result result) {
        List<String> texts = new ArrayList<>();
        for (MapReduce.Entry entry : result) {
            texts.add(entry.keyText() + "=" + entry.valueText());
        }
        return texts;
    }

    @Test
    void the_words_of_the_eight_books_are_counted() {
        try (MapReduce.Result result = MapReduce.job(Books::wordCount)
                .inputs(Books.FOLDER)
                .mapTasks(6)
                .reduceTasks(4)
                .workers(2)
                .run()) {
            assertThat(Books.sha256(result)).isEqualTo(Books.SHA256);
            assertThat(Books.sha256(result)).as("read again").isEqualTo(Books.SHA256);
            assertThat(result.counters())
                    .containsEntry("map.input.bytes", 3_301_104L)
                    .containsEntry("reduce.output.records", 22_107L);
        }
    }

    @Test
    void a_bundled_job_is_given_as_an_object() {
        try (MapReduce.Result result =
                MapReduce.job(new WordCount()).inputs(Books.FOLDER).mapTasks(3).run()) {
            assertThat(Books.sha256(result)).isEqualTo(Books.SHA256);
        }
    }

    @Test
    void keys_and_values_of_any_bytes_come_back_as_they_were_emitted() throws IOException {
        Random random = new Random(7);
        Map<String, String> pairs = new TreeMap<>();
        for (int i = 0; i < 500; i++) {
            byte[] key = new byte[random.nextInt(40)];
            byte[] value = new byte[random.nextInt(200)];
            random.nextBytes(key);
            random.nextBytes(value);
            pairs.put(HexFormat.of().formatHex(key), HexFormat.of().formatHex(value));
        }
        pairs.put("", "0a");
        pairs.put("0a20090d00", "");
        pairs.put("ff", "20".repeat(100_000));
        StringBuilder lines = new StringBuilder();
        pairs.forEach(
                (key, value) -> lines.append(key).append(' ').append(value).append('\n'));
        try (MapReduce.Result result = MapReduce.job(plan -> plan.map((line, out) -> {
                    String[] parts = line.text().split(" ", -1);
                    out.emit(bytes(parts[0]), bytes(parts[1]));
                }))
                .inputs(file("pairs.txt", lines.toString()))
                .mapTasks(3)
                .reduceTasks(3)
                .compress(Compression.LZ4)
                .run()) {
            Map<String, String> found = new TreeMap<>();
            for (MapReduce.Entry entry : result) {
                found.put(
                        HexFormat.of().formatHex(entry.key().bytes()),
                        HexFormat.of().formatHex(entry.value().bytes()));
            }
            assertThat(found).isEqualTo(pairs);
        }
    }

    private static Slice bytes(String hexadecimal) {
        return Slice.of(HexFormat.of().parseHex(hexadecimal));
    }

    @Test
    void a_combiner_reduces_in_the_map_task_and_changes_nothing_else() throws IOException {
        Path input = file("in.txt", "a b a\n".repeat(1000));
        List<String> plain;
        try (MapReduce.Result result =
                MapReduce.job(MapReduceTest::addUp).inputs(input).reduceTasks(1).run()) {
            plain = texts(result);
            assertThat(result.counters()).containsEntry("reduce.input.records", 3000L);
        }
        assertThat(plain).containsExactly("a=2000", "b=1000");
        try (MapReduce.Result result = MapReduce.job(
                        plan -> addUp(plan).combine((key, values, out) -> out.emit(key, total(values))))
                .inputs(input)
                .reduceTasks(1)
                .run()) {
            assertThat(texts(result)).isEqualTo(plain);
            assertThat(result.counters()).containsEntry("reduce.input.records", 2L);
        }
    }

    private static Plan addUp(Plan plan) {
        return plan.map((line, out) -> {
                    for (String word : line.text().split(" ", -1)) {
                        out.emit(word, 1);
                    }
                })
                .longs()
                .reduce((key, values, out) -> out.emit(key, total(values)));
    }

    private static long total(Values values) {
        long total = 0;
        while (values.next()) {
            total += values.number();
        }
        return total;
    }

    @Test
    void counters_are_exact_when_attempts_fail_and_are_tried_again() throws IOException {
        List<String> warnings = new ArrayList<>();
        try (MapReduce.Result result = MapReduce.job(plan -> plan.map((line, out) -> {
                            out.task().counter("lines").increment();
                            if (out.task().attempt() == 1 && line.text().equals("line 50")) {
                                throw new IllegalStateException("only once");
                            }
                            out.emit("lines", 1);
                        })
                        .sum())
                .inputs(file("in.txt", lines(100)))
                .mapTasks(3)
                .onWarning(warnings::add)
                .run()) {
            assertThat(result.counters()).containsEntry("lines", 100L);
            assertThat(texts(result)).containsExactly("lines=100");
        }
        assertThat(warnings).singleElement().asString().contains("only once", "1 of 4 attempts spent");
    }

    private static String lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("line ").append(i).append('\n');
        }
        return lines.toString();
    }

    @Test
    void the_result_is_in_the_order_of_the_output_files_which_may_be_that_of_keys() throws IOException {
        try (MapReduce.Result result = MapReduce.job(
                        plan -> plan.map((line, out) -> out.emit(line)).partitionByRange())
                .inputs(file("in.txt", lines(1000)))
                .mapTasks(4)
                .reduceTasks(5)
                .run()) {
            List<Slice> keys = new ArrayList<>();
            result.forEach(entry -> keys.add(entry.key()));
            assertThat(keys).hasSize(1000).isSorted();
            assertThat(result.output()).isDirectoryContaining("glob:**out-4");
        }
    }

    /** A job with options, as it would be brought in a jar. */
    public static final class Prefix implements Job {
        @Override
        public List<Option> options() {
            return List.of(
                    Option.of("with", "x", "what keys begin with"), Option.required("end", "what they end with"));
        }

        @Override
        public void define(Plan plan, Options options) {
            plan.map((line, out) -> {
                out.emit(
                        options.get("with") + line.text() + out.task().options().get("end"));
            });
        }
    }

    @Test
    void a_job_gets_its_options_and_says_which_are_wrong() throws IOException {
        Path input = file("in.txt", "a\n");
        try (MapReduce.Result result =
                MapReduce.job(new Prefix()).set("end", "z").inputs(input).run()) {
            assertThat(texts(result)).containsExactly("xaz=");
        }
        assertThatThrownBy(() -> MapReduce.job(new Prefix())
                        .set("ende", "z")
                        .inputs(input)
                        .run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("option end is missing")
                .hasMessageContaining("option \"ende\" is unknown");
    }

    @Test
    void a_plan_given_as_a_lambda_takes_any_option() throws IOException {
        try (MapReduce.Result result = MapReduce.job(plan ->
                        plan.map((line, out) -> out.emit(out.task().options().get("v"))))
                .set("v", "2")
                .inputs(file("in.txt", "a\n"))
                .run()) {
            assertThat(texts(result)).containsExactly("2=");
        }
        try (MapReduce.Result result = MapReduce.job(
                        (plan, options) -> plan.map((line, out) -> out.emit(options.get("v"))))
                .set("v", "3")
                .inputs(file("in.txt", "a\n"))
                .run()) {
            assertThat(texts(result)).containsExactly("3=");
        }
    }

    @Test
    void everything_that_is_wrong_is_told_at_once_and_nothing_is_made() {
        Path missing = folder.resolve("missing.txt");
        Path directory = folder.resolve("job");
        assertThatThrownBy(() -> MapReduce.job(plan -> plan.longs().sum())
                        .inputs(missing)
                        .reduceTasks(0)
                        .memory(1)
                        .set("no good", "1")
                        .directory(directory)
                        .run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("input " + missing + " does not exist")
                .hasMessageContaining("reduceTasks is 0, expected 1 to 100000")
                .hasMessageContaining("memory is 1 bytes")
                .hasMessageContaining("\"no good\"")
                .hasMessageContaining("it has no map()")
                .hasMessageNotContaining("--");
        assertThatThrownBy(() -> MapReduce.job(Books::wordCount)
                        .inputs(Books.FOLDER)
                        .memory(1L << 45)
                        .run())
                .hasMessageContaining("but the heap has room for");
        assertThatThrownBy(() -> MapReduce.job(Books::wordCount).run()).hasMessageContaining("there are no inputs");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void text_output_is_for_others_to_read() throws IOException {
        Path directory = folder.resolve("job");
        try (MapReduce.Result result = MapReduce.job(MapReduceTest::addUp)
                .inputs(file("in.txt", "b a b\n"))
                .reduceTasks(1)
                .textOutput()
                .directory(directory)
                .run()) {
            assertThat(result.output().resolve("out-0")).hasContent("a 1\nb 2\n");
            assertThatThrownBy(result::iterator)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(result.output().toString());
        }
        assertThat(directory.resolve("out/out-0")).exists();
    }

    @Test
    void a_result_that_was_changed_is_not_handed_out_as_sound() throws IOException {
        try (MapReduce.Result result = MapReduce.job(MapReduceTest::addUp)
                .inputs(file("in.txt", "b a b\n"))
                .reduceTasks(2)
                .run()) {
            Path changed = Files.size(result.output().resolve("out-0")) > 0
                    ? result.output().resolve("out-0")
                    : result.output().resolve("out-1");
            byte[] sound = Files.readAllBytes(changed);
            byte[] flipped = sound.clone();
            flipped[20] ^= 1;
            Files.write(changed, flipped);
            assertThatThrownBy(() -> texts(result)).hasMessageContaining(changed + ": is damaged");
            Files.write(changed, new byte[0]);
            assertThatThrownBy(() -> texts(result)).hasMessageContaining("records, expected 2");
            Files.write(changed, sound);
            assertThat(texts(result)).hasSize(2);
        }
    }

    @Test
    void two_runs_in_one_program_do_not_meet() throws Exception {
        Path one = file("one.txt", "a\n".repeat(500));
        Path two = file("two.txt", "b\n".repeat(700));
        try (MapReduce.Handle first = count(one).directory(folder.resolve("1")).start();
                MapReduce.Handle second =
                        count(two).directory(folder.resolve("2")).start()) {
            assertThat(texts(first.await())).containsExactly("a=500");
            assertThat(texts(second.await())).containsExactly("b=700");
            assertThat(second.await()).isSameAs(second.await());
            assertThat(second.isDone()).isTrue();
            assertThat(second.progress().mapTasksDone()).isEqualTo(2);
            assertThat(second.progress().reduceTasksDone()).isEqualTo(4);
        }
    }

    private static MapReduce count(Path input) {
        return MapReduce.job(MapReduceTest::addUp).inputs(input).mapTasks(2).workers(1);
    }

    @Test
    void the_job_s_code_has_the_class_loader_of_the_thread_that_started_it() throws IOException {
        Thread here = Thread.currentThread();
        ClassLoader before = here.getContextClassLoader();
        ClassLoader own = new ClassLoader(before) {};
        Map<String, ClassLoader> seen = new ConcurrentHashMap<>();
        try {
            here.setContextClassLoader(own);
            MapReduce.job(plan -> plan.map((line, out) -> {
                        seen.put("map", Thread.currentThread().getContextClassLoader());
                        emit(out);
                    }))
                    .inputs(file("in.txt", "a\n"))
                    .run()
                    .close();
        } finally {
            here.setContextClassLoader(before);
        }
        assertThat(seen).containsEntry("map", own);
    }

    private static void emit(Output out) {
        out.emit(Slice.of("a".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void an_iterator_ends_with_its_result() throws IOException {
        MapReduce.Result result = MapReduce.job(MapReduceTest::addUp)
                .inputs(file("in.txt", "b a b\n"))
                .run();
        Iterator<MapReduce.Entry> entries = result.iterator();
        assertThat(entries.next()).isNotNull();
        result.close();
        result.close();
        assertThatThrownBy(entries::next).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(result::iterator).isInstanceOf(IllegalStateException.class);
    }
}
