package dev.mr.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.api.Options;
import dev.mr.shuffle.PlanBuilder;
import dev.mr.task.PartitionerName;
import dev.mr.task.ShuffleSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobsTest {
    @TempDir
    Path folder;

    @Test
    void sort_puts_all_lines_in_the_order_of_their_bytes_over_all_files_and_keeps_duplicates() throws Exception {
        List<String> lines = randomLines(new Random(1), 500);
        List<String> points = List.of("b", "k\u00ff").stream()
                .map(key -> HexFormat.of().formatHex(key.getBytes(StandardCharsets.ISO_8859_1)))
                .toList();
        ShuffleSpec byRange = ShuffleSpec.of(PartitionerName.RANGE).withRangePoints(points);
        JobTrial sort = new JobTrial(folder, new Sort())
                .with(3, byRange.withMemory(1 << 12))
                .on(0, "a", String.join("\n", lines.subList(0, 200)) + "\n")
                .on(0, "b", String.join("\n", lines.subList(200, 500)));

        String output = sort.output();

        assertThat(output.split("\n", -1))
                .containsExactly(lines(lines.stream().sorted().toList()));
        assertThat(sort.output(0).split("\n", -1)).allMatch(line -> line.compareTo("b") < 0);
        assertThat(sort.output(1)).startsWith("b");
    }

    @Test
    void distinct_keeps_every_line_once_also_the_empty_one_and_carriage_returns() throws Exception {
        List<String> lines = randomLines(new Random(2), 800);
        lines.addAll(List.of("", "", "a\r", "a", "a\0b"));
        String output = new JobTrial(folder, new Distinct())
                .on(0, "a", String.join("\n", lines.subList(0, 300)) + "\n")
                .on(0, "b", String.join("\n", lines.subList(300, lines.size())) + "\n")
                .output();
        assertThat(output.split("\n", -1)).containsExactly(lines(new ArrayList<>(new TreeSet<>(lines))));
    }

    @Test
    void grep_counts_the_lines_a_pattern_is_found_in() throws Exception {
        String output = new JobTrial(folder, new Grep())
                .with("pattern", "a.c")
                .on(0, "a", "abc\nxaXcx\nac\n\nabc\n")
                .on(0, "b", "ABC\nabc")
                .output();
        assertThat(output).isEqualTo("abc 3\nxaXcx 1\n");
    }

    @Test
    void grep_can_ignore_case_and_take_the_other_lines() throws Exception {
        String output = new JobTrial(folder, new Grep())
                .with("pattern", "^abc$")
                .with("ignore-case", "true")
                .with("invert", "true")
                .on(0, "a", "abc\nABC\nac\n\nac")
                .output();
        assertThat(output).isEqualTo(" 1\nac 2\n");
    }

    @Test
    void indexer_names_the_files_of_each_word_once_and_in_order() throws Exception {
        String output = new JobTrial(folder, new Indexer())
                .on(0, "b.txt", "one two two, one")
                .on(0, "a.txt", "two three " + "x".repeat(200) + " " + "x".repeat(200))
                .on(0, "c.txt", "two")
                .output();
        assertThat(output)
                .isEqualTo("one 1 b.txt\nthree 1 a.txt\ntwo 3 a.txt,b.txt,c.txt\n" + "x".repeat(200) + " 1 a.txt\n");
    }

    @Test
    void indexer_finds_words_again_that_it_had_to_forget() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 25_000; i++) {
                text.append(letters(i)).append(' ');
            }
        }
        String output =
                new JobTrial(folder, new Indexer()).on(0, "a", text.toString()).output();
        assertThat(output.lines()).hasSize(25_000).allMatch(line -> line.endsWith(" 1 a"));
    }

    @Test
    void topk_has_the_most_frequent_words_first_and_of_equally_frequent_ones_the_lesser() throws Exception {
        JobTrial top = new JobTrial(folder, new TopK())
                .with("k", "3")
                .on(0, "a", "b b a a c c c d")
                .on(0, "b", "z z z z e e");
        assertThat(top.output()).isEqualTo("z 4\nc 3\na 2\n");
    }

    @Test
    void topk_gives_all_words_when_there_are_fewer() throws Exception {
        assertThat(new JobTrial(folder, new TopK()).on(0, "a", "b a b").output())
                .isEqualTo("b 2\na 1\n");
    }

    @Test
    void join_pairs_every_line_of_the_first_input_with_every_line_of_the_second() throws Exception {
        JobTrial join = new JobTrial(folder, new Join())
                .with("separator", ",")
                .with("right-key", "2")
                .on(0, "people", "1,Ann\n2,Bob\n2,Bert,x\n4\n5,\n")
                .on(1, "orders", "nuts,2,7\ntea,1\nrum,3\n")
                .on(1, "more orders", "jam,2\n,4\n,5,\nno key\n");
        Map<String, Long> counters = join.run();
        assertThat(join.output(0)).isEqualTo("""
                1,Ann,tea
                2,Bob,nuts,7
                2,Bert,x,nuts,7
                2,Bob,jam
                2,Bert,x,jam
                4,
                5,,,
                """);
        assertThat(counters).containsEntry("join.lines.without.key", 1L);
    }

    @Test
    void join_takes_two_inputs_only() throws Exception {
        JobTrial join =
                new JobTrial(folder, new Join()).on(0, "a", "x").on(1, "b", "x").on(2, "c", "x");
        assertThatThrownBy(join::run)
                .hasMessageContaining("more than two inputs")
                .hasMessageContaining("/c");
    }

    @Test
    void wordcount_counts() throws Exception {
        String output = new JobTrial(folder, new WordCount())
                .with(2, ShuffleSpec.of(PartitionerName.JOB))
                .on(0, "a", "b a b")
                .on(0, "b", "c, a")
                .output();
        assertThat(output).isEqualTo("b 2\na 2\nc 1\n");
    }

    @ParameterizedTest
    @CsvSource({
        "grep, pattern, '(', 'option pattern is \"(\"'",
        "grep, invert, maybe, 'option invert is \"maybe\"'",
        "topk, k, 0, 'option k is \"0\"'",
        "topk, k, many, 'option k is \"many\"'",
        "join, separator, '::', 'option separator is \"::\"'",
        "join, left-key, 0, 'option left-key is \"0\"'"
    })
    void an_option_that_is_not_possible_is_refused_by_name(String job, String option, String value, String message) {
        var jobs = Map.of("grep", new Grep(), "topk", new TopK(), "join", new Join());
        Map<String, String> settings = new TreeMap<>(Map.of(
                "pattern",
                "x",
                "ignore-case",
                "false",
                "invert",
                "false",
                "k",
                "1",
                "separator",
                ",",
                "left-key",
                "1"));
        settings.put("right-key", "1");
        settings.put(option, value);
        assertThatThrownBy(() -> PlanBuilder.of(Objects.requireNonNull(jobs.get(job)), new Options(settings)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    private static String[] lines(List<String> lines) {
        List<String> withEnd = new ArrayList<>(lines);
        withEnd.add("");
        return withEnd.toArray(String[]::new);
    }

    private static String letters(int number) {
        StringBuilder word = new StringBuilder();
        for (int left = number + 26; left > 0; left /= 26) {
            word.append((char) ('a' + left % 26));
        }
        return word.toString();
    }

    private static List<String> randomLines(Random random, int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] line = new byte[1 + random.nextInt(random.nextInt(20) == 0 ? 300 : 3)];
            for (int c = 0; c < line.length; c++) {
                line[c] = (byte) ('a' + random.nextInt(15) * (random.nextInt(9) == 0 ? 10 : 1));
            }
            lines.add(new String(line, StandardCharsets.ISO_8859_1));
        }
        return lines;
    }
}
