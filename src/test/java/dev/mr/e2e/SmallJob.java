package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.catalog.JobJar;
import dev.mr.rpc.Submission;
import dev.mr.shuffle.NaiveWords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A job over one small file, and what it must come to by a few lines that know nothing of MapReduce.
 *
 * @param expected all lines of the output; in this order when they are sorted, else in any
 * @param sorted whether the files of the output are sorted one after the other
 */
record SmallJob(Submission submission, List<String> expected, boolean sorted) {
    private static final int REDUCES = 2;
    private static final Map<String, String> OPTIONS = Map.of("map-tasks", "2", "reduce-tasks", "" + REDUCES);

    /** Counts the lengths of words. */
    private static final String LENGTHS = """
            public void define(Plan plan, Options options) {
                plan.map((line, out) -> {
                    for (String word : line.text().split("[^A-Za-z]+")) {
                        if (!word.isEmpty()) {
                            out.emit("" + word.length(), 1);
                        }
                    }
                }).sum();
            }
            """;

    static SmallJob wordCount(String request, Path input) throws IOException {
        return of(
                request,
                "wordcount",
                input,
                Map.of(),
                NaiveWords.output(NaiveWords.of(Files.readAllBytes(input)))
                        .lines()
                        .toList());
    }

    /** Lines with these letters, which are no pattern. */
    static SmallJob grep(String request, Path input, String letters) throws IOException {
        Map<String, Long> lines = new TreeMap<>();
        Files.readAllLines(input).stream()
                .filter(line -> line.contains(letters))
                .forEach(line -> lines.merge(line, 1L, Long::sum));
        return of(request, "grep", input, Map.of("pattern", letters), counted(lines));
    }

    static SmallJob sort(String request, Path input) throws IOException {
        List<String> lines = Files.readAllLines(input).stream()
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .sorted(Arrays::compareUnsigned)
                .map(line -> new String(line, StandardCharsets.UTF_8))
                .toList();
        return new SmallJob(submission(request, "sort", input, Map.of()), lines, true);
    }

    /** Of the jar that {@link #lengthsJar} writes. */
    static SmallJob lengths(String request, Path input) throws IOException {
        Map<String, Long> lengths = new TreeMap<>();
        for (String word : Files.readString(input).split("[^A-Za-z]+", -1)) {
            if (!word.isEmpty()) {
                lengths.merge("" + word.length(), 1L, Long::sum);
            }
        }
        return of(request, "lengths", input, Map.of(), counted(lengths));
    }

    static Path lengthsJar(Path jar) throws IOException {
        return JobJar.of("Lengths", LENGTHS).write(jar);
    }

    private static SmallJob of(
            String request, String job, Path input, Map<String, String> settings, List<String> expected) {
        return new SmallJob(
                submission(request, job, input, settings),
                expected.stream().sorted().toList(),
                false);
    }

    private static Submission submission(String request, String job, Path input, Map<String, String> settings) {
        return new Submission(request, job, List.of(input.toString()), settings, OPTIONS);
    }

    private static List<String> counted(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " " + count.getValue())
                .toList();
    }

    /** With one option more. */
    SmallJob with(String option, String value) {
        Map<String, String> options = new TreeMap<>(submission.options());
        options.put(option, value);
        return new SmallJob(
                new Submission(
                        submission.request(), submission.job(), submission.inputs(), submission.settings(), options),
                expected,
                sorted);
    }

    String request() {
        return submission.request();
    }

    String name() {
        return submission.job();
    }

    /** That this folder of a job has this output, and each file of it once. */
    void assertOutput(Path folder) throws IOException {
        Map<String, String> files = Reference.output(folder);
        assertThat(files.keySet())
                .as("files of %s", this)
                .containsExactlyElementsOf(
                        IntStream.range(0, REDUCES).mapToObj(r -> "out-" + r).toList());
        List<String> lines = String.join("", files.values()).lines().toList();
        assertThat(sorted ? lines : lines.stream().sorted().toList())
                .as("output of %s", this)
                .isEqualTo(expected);
    }

    @Override
    public String toString() {
        return submission.job() + " of " + submission.inputs() + ", request " + submission.request();
    }
}
