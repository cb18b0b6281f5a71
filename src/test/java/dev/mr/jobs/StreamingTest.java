package dev.mr.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mr.api.Options;
import dev.mr.shuffle.NaiveWords;
import dev.mr.shuffle.PlanBuilder;
import dev.mr.shuffle.RandomText;
import dev.mr.task.InputFile;
import dev.mr.task.Split;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs whose functions are real commands. */
class StreamingTest {
    @TempDir
    Path folder;

    private StreamingRun job(String mapCommand) {
        return new StreamingRun(folder, mapCommand);
    }

    private String script(String name, String text) throws Exception {
        Path script = Files.writeString(folder.resolve(name), text);
        return "sh '" + script + "'";
    }

    @Test
    void a_word_count_of_tr_and_awk_equals_a_naive_one() throws Exception {
        byte[] text = RandomText.prose(new Random(5), 300_000);
        String output = job("tr -cs A-Za-z '\\n'")
                .reducedBy("awk -F'\\t' '$1 == \"\" { next } { n[$1]++ } END { for (k in n) print k \"\\t\" n[k] }'")
                .over(Arrays.copyOf(text, 150_000))
                .over(Arrays.copyOfRange(text, 150_000, text.length))
                .output();

        List<String> words = new ArrayList<>(NaiveWords.of(Arrays.copyOf(text, 150_000)));
        words.addAll(NaiveWords.of(Arrays.copyOfRange(text, 150_000, text.length)));
        assertThat(output.lines().sorted().toList())
                .isEqualTo(NaiveWords.output(words).lines().sorted().toList());
    }

    @Test
    void any_bytes_survive_as_keys_and_values() throws Exception {
        long seed = Long.getLong("mr.seed", System.nanoTime());
        Random random = new Random(seed);
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        List<byte[][]> records = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            byte[] key = EscapesTest.randomBytes(random, random.nextInt(20));
            byte[] value = EscapesTest.randomBytes(random, random.nextInt(200));
            records.add(new byte[][] {key, value});
            lines.writeBytes(EscapesTest.escaped(key));
            lines.write('\t');
            lines.writeBytes(EscapesTest.escaped(value));
            lines.write('\n');
        }

        String output = job("cat").reducedBy("cat").over(lines.toByteArray()).output();

        records.sort((left, right) -> Arrays.compareUnsigned(left[0], right[0]));
        StringBuilder expected = new StringBuilder();
        for (byte[][] record : records) {
            expected.append(new String(EscapesTest.escaped(record[0]), StandardCharsets.ISO_8859_1))
                    .append(' ')
                    .append(new String(EscapesTest.escaped(record[1]), StandardCharsets.ISO_8859_1))
                    .append('\n');
        }
        assertThat(output).as("-Dmr.seed=%s", seed).isEqualTo(expected.toString());
    }

    @Test
    void without_a_reduce_command_the_records_are_the_output_in_order() throws Exception {
        assertThat(job("cat")
                        .over("b\t2\na\\\\b\t1\\tx\n\nb\tno\ttab\na\na\t\nlast")
                        .output())
                .isEqualTo("\na\na\na\\b 1\tx\nb 2\nb no\ttab\nlast\n");
    }

    @Test
    void every_line_of_the_reduce_command_is_a_line_of_the_output() throws Exception {
        String lines = "k\tv w\tx\nalone\n\n\\t\\\\stay\t\\n\n\tonly value\nlast";
        assertThat(job("cat")
                        .reducedBy("sh -c 'cat >/dev/null; printf \"%s\" \"$0\"' '" + lines + "'")
                        .over("a\n")
                        .output())
                .isEqualTo("k v w\tx\nalone\n\n\\t\\\\stay \\n\n only value\nlast\n");
    }

    @Test
    void the_reduce_command_always_finds_a_tab() throws Exception {
        assertThat(job("cat")
                        .reducedBy("tr '\\t' '|'")
                        .over("key\nkey\tvalue\n\n")
                        .output())
                .isEqualTo("|\nkey|\nkey|value\n");
    }

    @Test
    void a_map_command_gets_the_lines_as_they_are() throws Exception {
        byte[] text = RandomText.mixed(new Random(8), 3 << 20);
        Files.write(folder.resolve("expected"), text);
        assertThat(job("sh -c 'cmp - " + folder.resolve("expected") + " && echo same'")
                        .over(text)
                        .output())
                .isEqualTo("same\n");
    }

    @Test
    void each_stretch_of_a_file_has_a_command_that_knows_where_it_begins() throws Exception {
        StreamingRun job = job("sh -c 'echo \"${MR_INPUT_FILE##*/} $MR_INPUT_OFFSET\t$(tr \"\\n\" ,)\"'");
        InputFile first = job.input("aaa\nbbb\nccc\nddd\n".getBytes(StandardCharsets.UTF_8));
        InputFile second = job.input("eee\nfff".getBytes(StandardCharsets.UTF_8));
        job.task(new Split(first, 0, 2), new Split(first, 2, 6), new Split(first, 9, 16), new Split(second, 0, 7))
                .task(new Split(first, 6, 9))
                .task(new Split(second, 5, 7));

        assertThat(job.output()).isEqualTo("input-0 0 aaa,bbb,\ninput-0 12 ddd,\ninput-0 8 ccc,\ninput-1 0 eee,fff\n");
    }

    @Test
    void with_whole_files_each_has_a_command_also_an_empty_one() throws Exception {
        StreamingRun job = job("sh -c 'echo \"${MR_INPUT_FILE##*/} $MR_INPUT_OFFSET\t$(wc -c)\"'")
                .byFile();
        InputFile empty = job.input(new byte[0]);
        InputFile alsoEmpty = job.input(new byte[0]);
        InputFile large = job.input(new byte[3 << 20]);
        job.task(new Split(empty, 0, 0), new Split(alsoEmpty, 0, 0), new Split(large, 0, 3 << 20));

        assertThat(job.output().replaceAll(" +", " ")).isEqualTo("input-0 0 0\ninput-1 0 0\ninput-2 0 3145728\n");
    }

    @Test
    void a_map_task_with_nothing_to_read_starts_no_command_and_every_reduce_task_does() throws Exception {
        StreamingRun job = job("false")
                .reducedBy("sh -c 'cat; echo footer $MR_PARTITION'")
                .over("")
                .into(2);
        job.run();
        assertThat(job.output(0)).isEqualTo("footer 0\n");
        assertThat(job.output(1)).isEqualTo("footer 1\n");
    }

    @Test
    void commands_learn_what_they_work_on_from_their_environment() throws Exception {
        String show = "sh -c 'cat; env | grep ^MR_'";
        StreamingRun job = job(show).reducedBy(show).over("").over("x\n");
        assertThat(job.output().lines().toList())
                .contains(
                        "MR_TASK=map-1 ",
                        "MR_ATTEMPT=1 ",
                        "MR_INPUT_FILE=" + folder.resolve("input-1") + " ",
                        "MR_INPUT_OFFSET=0 ",
                        "MR_JOB_DIR=" + folder + " ",
                        "MR_REDUCE_TASKS=1 ",
                        "MR_TASK=reduce-0",
                        "MR_ATTEMPT=1",
                        "MR_PARTITION=0",
                        "MR_JOB_DIR=" + folder,
                        "MR_REDUCE_TASKS=1")
                .doesNotContain("MR_INPUT_OFFSET=0", "MR_PARTITION=0 ");
    }

    @Test
    void a_command_may_read_and_write_in_any_order_as_much_as_it_likes() throws Exception {
        byte[] text = RandomText.prose(new Random(9), 4 << 20);
        String before = script("before.sh", "yes before | head -300000; cat | wc -c");
        String after = script("after.sh", "cat >/dev/null; yes after | head -1000000");
        String talks = script("talks.sh", "yes both | head -500000 >&2; cat >&2; yes talk | head -100000");
        for (String command : List.of(before, after, talks)) {
            StreamingRun job = new StreamingRun(Files.createTempDirectory(folder, "job"), command);
            String output = job.reducedBy("uniq -c").over(text).output().replaceAll(" +", " ");
            String expected = command.equals(before)
                    ? "1 " + text.length + "\n300000 before"
                    : command.equals(after) ? "1000000 after" : "100000 talk";
            assertThat(output.lines().map(String::strip))
                    .containsExactlyElementsOf(expected.lines().toList());
        }
    }

    @Test
    void a_command_that_goes_on_writing_makes_progress() throws Exception {
        StreamingRun job = job("sh -c 'cat >/dev/null; yes | head -100000'").over("x\n");
        job.run();
        assertThat(job.progress.marks()).isGreaterThan(100_000);
    }

    @Test
    void what_is_left_behind_in_the_background_is_waited_for_while_it_holds_the_output() throws Exception {
        String late =
                script("late.sh", "cat >/dev/null\n(for i in 1 2 3 4 5; do sleep 0.1; echo late; done) &\nexit 0");
        assertThat(job(late).over("x\n").output()).isEqualTo("late\n".repeat(5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "map-cmd      | ~sh -c 'a~ | option map-cmd is \"sh -c 'a\": the quote ' at character 7 is never closed",
                "map-cmd      | ~~         | option map-cmd is \"\": there is no command in it",
                "reduce-cmd   | ~ ~        | option reduce-cmd is \" \": there is no command in it",
                "reduce-cmd   | ~\"~       | option reduce-cmd is \"\"\": the quote \" at character 1 is never closed",
                "input-format | xml        | option input-format is \"xml\", expected lines or file"
            })
    void mistakes_in_the_options_show_at_the_start(String option, String value, String message) {
        Map<String, String> settings =
                new java.util.HashMap<>(Map.of("map-cmd", "cat", "reduce-cmd", "", "input-format", "lines"));
        settings.put(option, value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanBuilder.of(new Streaming(), new Options(settings)))
                .withMessage(message);
    }
}
