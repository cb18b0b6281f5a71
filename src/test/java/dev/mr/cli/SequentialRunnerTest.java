package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.catalog.JobJar;
import dev.mr.shuffle.NaiveWords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mr-driver start --runner sequential}. */
class SequentialRunnerTest {
    private static final String BOOK = "The cat saw the dog; the dog saw \u00c4pfel, don't you see?\n".repeat(300);

    @TempDir
    private Path folder;

    private Workplace workplace;

    @BeforeEach
    void books() throws IOException {
        workplace = new Workplace(folder);
        workplace.file("in/a.txt", BOOK);
        workplace.file("in/b.txt", "zebra " + BOOK);
    }

    private List<String> arguments(String... more) {
        List<String> all = new ArrayList<>(
                List.of("start", "--runner", "sequential", "--dir", workplace.path("job"), "--reduce-tasks", "3"));
        all.addAll(List.of(more));
        all.addAll(List.of("--inputs", workplace.path("in")));
        return all;
    }

    private ProgramRun start(String... more) {
        return Workplace.driver(arguments(more).toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"first-letter", "fnv1a"})
    void it_produces_the_reference(String partitioner) throws IOException {
        ProgramRun run = start("--partitioner", partitioner, "--map-tasks", "5");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo(workplace.path("job/out") + "\n");
        assertThat(run.err()).startsWith("done     5 maps, 3 reduces").hasLineCount(1);
        List<String> words = new ArrayList<>(NaiveWords.of(BOOK.getBytes(StandardCharsets.UTF_8)));
        words.addAll(NaiveWords.of(("zebra " + BOOK).getBytes(StandardCharsets.UTF_8)));
        for (int r = 0; r < 3; r++) {
            int bucket = r;
            List<String> own = words.stream()
                    .filter(word -> bucket
                            == (partitioner.equals("fnv1a")
                                    ? NaiveWords.fnv1a(word, 3)
                                    : NaiveWords.firstLetter(word, 3)))
                    .toList();
            assertThat(Files.readString(folder.resolve("job/out/out-" + r))).isEqualTo(NaiveWords.output(own));
        }
        assertThat(folder.resolve("job/out")).isDirectoryNotContaining("glob:**/{out-3,out-}");
        assertThat(folder.resolve("job/intermediate/mr-4-2")).exists();
    }

    @Test
    void its_results_are_replaced_only_with_force() {
        assertThat(start().code()).isZero();
        workplace.assertDriverRefused(arguments(), "holds results already; say --force to replace them");
        assertThat(start("--force", "--output-prefix=again-").code()).isZero();
        assertThat(folder.resolve("job/out")).isDirectoryContaining("glob:**/again-2");
        assertThat(folder.resolve("job/out/out-2")).doesNotExist();
    }

    @Test
    void one_of_a_kind_is_told_in_the_singular() throws IOException {
        workplace.file("word/a.txt", "word");
        ProgramRun run = Workplace.driver(
                "start",
                "--runner=sequential",
                "--reduce-tasks=1",
                "--dir",
                workplace.path("job"),
                "--inputs",
                workplace.path("word"));
        assertThat(run.err()).isEqualTo("done     1 map, 1 reduce, one after the other; 1 record\n");
    }

    /** A job that fails on lines beginning with an exclamation mark, over these lines. */
    private List<String> fragile(int most, String... lines) throws IOException {
        Path jar = new JobJar().job("Fragile", """
                        public void define(Plan plan, Options options) {
                            plan.map((line, out) -> {
                                if (line.text().startsWith("!")) {
                                    throw new IllegalStateException("cannot read this");
                                }
                                out.emit(line, 1);
                            }).sum();
                        }
                        """).write(folder.resolve("fragile.jar"));
        workplace.file("lines/a.txt", String.join("\n", lines) + "\n");
        return List.of(
                "start",
                "--runner=sequential",
                "--reduce-tasks=1",
                "--skip-bad-records=" + most,
                "--jar=" + jar,
                "--dir=" + workplace.path("job"),
                "--inputs=" + workplace.path("lines"));
    }

    @Test
    void a_record_left_out_is_warned_of_kept_and_counted() throws IOException {
        ProgramRun run = Workplace.driver(fragile(2, "one", "!two", "!three").toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(folder.resolve("job/out/out-0")).hasContent("one 1");
        Path quarantine = folder.resolve("job/.mr/quarantine");
        assertThat(run.err())
                .containsSubsequence(
                        "map-0 leaves out the record of 4 bytes at offset 4, on which it failed 2 times: map function"
                                + " failed on ",
                        "cannot read this at Fragile.",
                        "; 1 of 2 records (--skip-bad-records)",
                        "map-0 leaves out the record of 6 bytes at offset 9",
                        "; 2 of 2 records",
                        "done     1 map, 1 reduce, one after the other; 1 record; 2 records quarantined in "
                                + quarantine);
        assertThat(quarantine.resolve("0-4.record")).hasContent("!two");
        assertThat(quarantine.resolve("0-9.txt"))
                .content()
                .startsWith("file    " + workplace.path("lines/a.txt") + "\noffset  9\nbytes   6\n")
                .contains("\ntask    map-0\n", "cannot read this", "at job//Fragile.");
    }

    @Test
    void a_replay_runs_the_job_that_left_the_records_out_and_no_other() throws IOException {
        assertThat(Workplace.driver(fragile(2, "one", "!two", "!three").toArray(String[]::new))
                        .code())
                .isZero();
        List<String> replay = List.of(
                "start",
                "--runner=sequential",
                "--replay=" + workplace.path("job"),
                "--dir=" + workplace.path("again"));
        ProgramRun again = Workplace.driver(replay.toArray(String[]::new));
        assertThat(again.code()).as(again.err()).isEqualTo(1);
        assertThat(again.err()).contains("0-4.record at offset 0 (4 bytes): ", "cannot read this");
        List<String> another = new ArrayList<>(replay);
        another.add("--job=wordcount");
        workplace.assertDriverRefused(
                another, "the records are of job fragile, not of wordcount; leave --job out; see mr-driver");
        new JobJar().job("Fragile", """
                        public void define(Plan plan, Options options) {
                            plan.map((line, out) -> out.emit(line, out.task().inputNumber())).longs();
                        }
                        """).write(folder.resolve("mended.jar"));
        List<String> mended = new ArrayList<>(replay);
        mended.add("--jar=" + workplace.path("mended.jar"));
        ProgramRun last = Workplace.driver(mended.toArray(String[]::new));
        assertThat(last.code()).as(last.err()).isZero();
        assertThat(folder.resolve("again/out")).isDirectoryNotContaining("glob:**/out-1");
        assertThat(folder.resolve("again/out/out-0")).hasContent("!three 0\n!two 0");
    }

    @Test
    void a_directory_that_cannot_be_replayed_is_refused() throws IOException {
        workplace.file("other/a.txt", "");
        workplace.assertDriverRefused(
                List.of("start", "--dir", workplace.path("job"), "--replay", workplace.path("nosuch")),
                "--replay " + workplace.path("nosuch") + " does not exist");
        workplace.assertDriverRefused(
                List.of("start", "--dir", workplace.path("job"), "--replay", workplace.path("other")),
                "--replay " + workplace.path("other") + " has no records in .mr/quarantine");
    }

    @Test
    void one_record_more_than_may_be_left_out_fails_and_the_next_start_takes_the_kept_ones_away() throws IOException {
        ProgramRun run = Workplace.driver(fragile(1, "!one", "!two").toArray(String[]::new));
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "at offset 5 (4 bytes): ",
                        "; no more records may be left out: 1 of 1 used (--skip-bad-records)");
        assertThat(folder.resolve("job/.mr/quarantine/0-0.record")).exists();
        assertThat(folder.resolve("job/out")).doesNotExist();
        assertThat(start().code()).isZero();
        assertThat(folder.resolve("job/.mr/quarantine")).doesNotExist();
    }

    @Test
    void a_failure_says_where_in_the_job_s_code_it_was() throws IOException {
        ProgramRun run = Workplace.driver(fragile(0, "!one").toArray(String[]::new));
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .matches("(?s)mr-driver: map function failed on .*cannot read this"
                        + " at Fragile\\.lambda\\$define\\$\\d\\(Fragile\\.java:\\d+\\)\n");
    }

    @Test
    void a_closed_standard_output_is_all_that_fails() {
        ProgramRun run = ProgramRun.withClosedOutput(
                MrDriver.NAME, new MrDriver(), arguments().toArray(String[]::new));
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .endsWith("\nmr-driver: the job is done, its output is in " + workplace.path("job/out")
                        + "; only standard output could not be written: it is closed, or its disk is full\n");
    }

    @Test
    void results_of_others_are_never_replaced() throws IOException {
        workplace.file("job/out/thesis.txt", "mine");
        workplace.assertDriverRefused(arguments("--force"), "holds results already; choose another --dir");
    }

    @Test
    void the_directory_of_a_job_with_a_database_is_refused() throws IOException {
        workplace.file("job/.mr/job.db", "");
        workplace.assertDriverRefused(arguments(), "belongs to a job with a database");
    }

    @Test
    void options_that_need_a_driver_are_refused() {
        workplace.assertDriverRefused(
                arguments("--local-workers=2", "--json", "--listen=127.0.0.1:4000", "--min-free=1g", "--state-dir=s"),
                "--listen, --local-workers, --min-free, --json, --state-dir mean nothing with --runner sequential");
    }

    @Test
    void one_option_that_needs_a_driver_means_nothing() {
        workplace.assertDriverRefused(arguments("--json"), "--json means nothing with --runner sequential; see");
    }

    @Test
    void a_start_with_a_driver_says_what_it_found_and_replaces_it_only_with_force() throws IOException {
        assertThat(start().code()).isZero();
        List<String> withDriver = List.of("start", "--dir", workplace.path("job"), "--inputs", workplace.path("in"));
        workplace.assertDriverRefused(
                withDriver,
                workplace.path("job")
                        + " holds the results of --runner sequential, which a new start would replace; say --force, or"
                        + " choose another --dir");
        workplace.file("job/out/out-9", "of the sequential run");

        ProgramRun replaced = WholeJobTest.withAWorker(folder.resolve("job"), () -> {
            List<String> forced = new ArrayList<>(withDriver);
            forced.addAll(List.of("--force", "--reduce-tasks=2"));
            return Workplace.driver(forced.toArray(String[]::new));
        });

        assertThat(replaced.code()).as(replaced.err()).isZero();
        assertThat(folder.resolve("job/out")).isDirectoryNotContaining("glob:**/out-9");
        assertThat(folder.resolve("job/out/out-1")).exists();
        assertThat(folder.resolve("job/.mr/sequential")).doesNotExist();
    }
}
