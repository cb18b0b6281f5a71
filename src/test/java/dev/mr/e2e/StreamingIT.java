package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Jobs whose functions are commands, with real workers. The scripts are named as a user would, relative to where he is. */
@Tag("long")
class StreamingIT {
    private static final Path BOOKS = Path.of("inputs").toAbsolutePath();
    private static final String SHA_OF_THE_BOOKS = "08d25f8329d8b7054a8330033736775249ffd98ca861f12e24e0cda079322c19";
    private static final String WORDS = "tr -cs A-Za-z '\\n' | awk '/./ { print $0 \"\\t1\" }'\n";
    private static final String SUM = """
            BEGIN { FS = "\\t" }
            $1 "" != key { if (NR > 1) printf "%s\\t%.0f\\n", key, sum; key = $1 ""; sum = 0 }
            { sum += $2 }
            END { if (NR > 0) printf "%s\\t%.0f\\n", key, sum }
            """;
    private static final String[] WORD_COUNT = {
        "--map-cmd", "sh words.sh", "--reduce-cmd", "awk -f sum.awk", "--partitioner", "first-letter"
    };

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    @BeforeEach
    void scripts() throws IOException {
        script("words.sh", WORDS);
        script("sum.awk", SUM);
    }

    private void script(String name, String text) throws IOException {
        Files.writeString(room.resolve(name), text);
    }

    private static String[] with(String[] options, String... more) {
        return Stream.concat(Arrays.stream(options), Arrays.stream(more)).toArray(String[]::new);
    }

    private static String[] mappedBy(String command, String... more) {
        return with(new String[] {"--map-cmd", command, "--reduce-cmd", "awk -f sum.awk"}, more);
    }

    @Test
    void the_words_of_the_books_are_counted_as_by_the_built_in_job() throws Exception {
        TestJob job = new TestJob(processes, room, 5, 10, WORD_COUNT);
        for (String book : Reference.names(BOOKS)) {
            job.over(Files.readAllBytes(BOOKS.resolve(book)));
        }

        job.start("--local-workers", "2").endsWith(0);

        assertThatJob(job).endedAsIfNothingHadHappened();
        List<String> lines = new ArrayList<>();
        Reference.output(job.dir()).values().forEach(file -> file.lines().forEach(lines::add));
        lines.sort(null);
        byte[] sorted = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII);
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(sorted)))
                .isEqualTo(SHA_OF_THE_BOOKS);
    }

    @Test
    void commands_that_fail_each_first_attempt_cost_an_attempt_each_and_nothing_else() throws Exception {
        script("words.sh", "if [ $MR_ATTEMPT = 1 ]; then echo not yet >&2; exit 9; fi\n" + WORDS);
        TestJob job = new TestJob(processes, room, 4, 3, WORD_COUNT).over(31, 200_000);

        Program driver = job.start("--local-workers", "2").endsWith(0);

        assertThatJob(job)
                .succeeded()
                .producesTheNaiveCount()
                .hasOneWinnerATask()
                .leavesOnlyItsResults();
        assertThat(job.record().rows("SELECT task, attempt, state FROM attempt WHERE state <> 'WON' ORDER BY task"))
                .containsExactly("map-0 1 FAILED", "map-1 1 FAILED", "map-2 1 FAILED", "map-3 1 FAILED");
        assertThat(driver.err()).contains("exit code 9; last lines of stderr: not yet");
        assertThat(job.dir().resolve(".mr/logs/m-2.1.stderr")).hasContent("not yet\n");
        assertThat(job.dir().resolve(".mr/logs/m-2.2.stderr")).doesNotExist();
    }

    @Test
    void a_command_that_always_fails_ends_the_job_with_its_last_words() throws Exception {
        script("words.sh", "echo the first line >&2; cat >/dev/null; echo cannot parse this >&2; exit 3\n");
        TestJob job = new TestJob(processes, room, 2, 2, with(WORD_COUNT, "--max-attempts", "2")).over(37, 10_000);

        Program driver = job.start("--local-workers", "1").endsWith(1);

        assertThat(driver.errorLines("mr-driver"))
                .hasSize(1)
                .first()
                .asString()
                .contains("map command `sh words.sh` on " + job.inputs().get(0))
                .contains(
                        "ended with exit code 3; last lines of stderr: the first line | cannot parse this (stderr is in "
                                + job.dir().resolve(".mr/logs/m-"))
                .doesNotContain("; log: ");
        try (Stream<Path> logs = Files.list(job.dir().resolve(".mr/logs"))) {
            assertThat(logs.map(log -> log.getFileName().toString()))
                    .allMatch(name -> name.endsWith(".stderr") || name.startsWith("worker-"));
        }
        assertThat(job.dir().resolve("out")).doesNotExist();
    }

    @Test
    void a_command_killed_by_a_signal_is_told_as_such() throws Exception {
        TestJob job = new TestJob(processes, room, 1, 1, mappedBy("sh -c 'kill -9 $$'", "--max-attempts", "1"))
                .over(41, 1_000);
        assertThat(job.start("--local-workers", "1")
                        .endsWith(1)
                        .errorLines("mr-driver")
                        .get(0))
                .contains("was killed by signal KILL (exit code 137), and said nothing on stderr");
    }

    @Test
    void keys_of_any_bytes_reach_the_reduce_command_and_are_the_same_for_any_number_of_workers() throws Exception {
        script("odd.awk", "{ print \"k\\\\t\" NR % 7 \"\\\\n\\\\\\\\\\\\r\" $1 \"\\tv\\\\\\\\\" NR }\n");
        script("show.awk", "BEGIN { FS = \"\\t\" } { print $1 \"\\t\" $2 }\n");
        TestJob job = new TestJob(
                        processes, room, 3, 2, "--map-cmd", "awk -f odd.awk", "--reduce-cmd", "awk -f show.awk")
                .over("a x\nb y\nc z\n".repeat(200).getBytes(StandardCharsets.US_ASCII));

        job.start("--local-workers", "2").endsWith(0);

        var output = Reference.output(job.dir());
        assertThat(output).isEqualTo(Reference.sequential(job));
        List<String> lines = new ArrayList<>();
        output.values().forEach(file -> file.lines().forEach(lines::add));
        assertThat(lines)
                .hasSize(600)
                .allMatch(line -> line.matches("k\\\\t[0-6]\\\\n\\\\\\\\\\\\r[abc] v\\\\\\\\[0-9]+"));
    }

    @Test
    void an_indexer_has_a_command_for_each_file_and_knows_its_name() throws Exception {
        script(
                "index.sh",
                "tr -cs A-Za-z '\\n' | sort -u | awk -v f=\"${MR_INPUT_FILE##*/}\" '/./ { print $0 \"\\t\" f }'\n");
        script("join.awk", """
                BEGIN { FS = "\\t" }
                $1 "" != key { if (NR > 1) print key "\\t" n " " files; key = $1 ""; n = 0; files = "" }
                { files = files (n++ ? "," : "") $2 }
                END { if (NR > 0) print key "\\t" n " " files }
                """);
        TestJob job = new TestJob(
                        processes,
                        room,
                        2,
                        3,
                        "--input-format",
                        "file",
                        "--map-cmd",
                        "sh index.sh",
                        "--reduce-cmd",
                        "awk -f join.awk")
                .over(43, 40_000)
                .over(47, 20_000)
                .over(new byte[0])
                .over(53, 30_000);

        job.start("--local-workers", "2").endsWith(0);

        TreeMap<String, TreeSet<String>> index = new TreeMap<>();
        for (Path input : job.inputs()) {
            for (String word : dev.mr.shuffle.NaiveWords.of(Files.readAllBytes(input))) {
                index.computeIfAbsent(word, unseen -> new TreeSet<>())
                        .add(input.getFileName().toString());
            }
        }
        TreeSet<String> expected = new TreeSet<>();
        index.forEach((word, files) -> expected.add(word + " " + files.size() + " " + String.join(",", files)));
        TreeSet<String> found = new TreeSet<>();
        Reference.output(job.dir()).values().forEach(file -> file.lines().forEach(found::add));
        assertThat(found).isEqualTo(expected);
        assertThat(Reference.output(job.dir())).isEqualTo(Reference.sequential(job));
    }

    @Test
    void a_driver_killed_in_the_middle_is_resumed_and_its_commands_die_with_its_workers() throws Exception {
        script("words.sh", "sleep 0.3\n" + WORDS);
        TestJob job = new TestJob(
                        processes,
                        room,
                        16,
                        3,
                        "--map-cmd",
                        "sh " + room + "/words.sh",
                        "--reduce-cmd",
                        "awk -f sum.awk",
                        "--partitioner",
                        "first-letter")
                .over(59, 400_000);
        Program driver = job.start("--local-workers", "2");
        job.awaitCommits(5);
        List<String> noted = job.record().commits();
        driver.kill();
        assertThat(job.record().isFinished()).isFalse();

        job.resumeToTheEnd();

        assertThatJob(job).endedAsIfNothingHadHappened().kept(noted).neverRanACommittedTaskAgain();
    }

    @Test
    void a_worker_told_to_go_takes_its_command_with_it_and_costs_the_job_nothing() throws Exception {
        script("words.sh", "[ $MR_ATTEMPT = 1 ] && sleep 1000\n" + WORDS);
        String command = "sh " + room + "/words.sh";
        TestJob job = new TestJob(
                        processes,
                        room,
                        1,
                        2,
                        "--map-cmd",
                        command,
                        "--reduce-cmd",
                        "awk -f sum.awk",
                        "--partitioner",
                        "first-letter")
                .over(61, 10_000);
        Program driver = job.start();
        Program worker = job.worker();
        job.await(1, "attempt WHERE state = 'LIVE'");
        Timing.await("its command runs")
                .until(() -> ProcessHandle.of(worker.pid())
                        .map(process -> process.children().findAny().isPresent())
                        .orElse(false));

        worker.signal("TERM");
        worker.endsWith(143);
        Program heir = job.worker();

        driver.endsWith(0);
        heir.endsWith(0);
        assertThatJob(job)
                .succeeded()
                .producesTheNaiveCount()
                .hasOneWinnerATask()
                .leavesOnlyItsResults();
        assertThat(job.record().rows("SELECT attempt, state, kind FROM attempt WHERE state <> 'WON'"))
                .containsExactly("1 LOST GIVEN_BACK");
    }

    @Test
    void a_command_that_hangs_is_ended_by_the_task_timeout() throws Exception {
        script("words.sh", "[ $MR_ATTEMPT = 1 ] && sleep 1000\n" + WORDS);
        TestJob job = new TestJob(processes, room, 1, 2, with(WORD_COUNT, "--task-timeout", "2s")).over(67, 10_000);

        Program driver = job.start("--local-workers", "1").endsWith(0);

        assertThatJob(job).succeeded().producesTheNaiveCount().leavesOnlyItsResults();
        assertThat(driver.err()).contains("no progress for 2 s");
        assertThat(job.record().rows("SELECT attempt, state, kind FROM attempt WHERE state <> 'WON'"))
                .containsExactly("1 FAILED USER");
    }
}
