package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.catalog.JobJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that are brought in jars, and what may happen to a jar while its job is unfinished. */
@Tag("long")
class JarJobsIT {
    /** The mean length of the words that begin with a letter, from sums and counts that are combined. */
    private static final String MEAN_LENGTHS = """
            public List<Option> options() { return List.of(Option.of("least", "1", "the shortest word that counts")); }
            public void define(Plan plan, Options options) {
                long least = options.number("least", 1, 50);
                Reducer sums = (letter, values, out) -> out.emit(letter, sum(values));
                plan.map((line, out) -> {
                    for (String word : line.text().split("[^A-Za-z]+")) {
                        if (word.length() >= least) {
                            out.emit(word.substring(0, 1), word.length() + ",1");
                        } else {
                            out.task().counter("short.words").increment();
                        }
                    }
                }).combine(sums).reduce((letter, values, out) -> {
                    String[] sum = sum(values).split(",");
                    out.emit(letter, 100 * Long.parseLong(sum[0]) / Long.parseLong(sum[1]));
                });
            }
            private static String sum(Values values) {
                long letters = 0;
                long words = 0;
                while (values.next()) {
                    String[] parts = values.text().split(",");
                    letters += Long.parseLong(parts[0]);
                    words += Long.parseLong(parts[1]);
                }
                return letters + "," + words;
            }
            """;

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    private Path jar;

    @BeforeEach
    void a_jar() throws IOException {
        jar = JobJar.of("MeanLengths", MEAN_LENGTHS).write(room.resolve("mean.jar"));
    }

    private TestJob job(int bytes) {
        return new TestJob(processes, room, 8, 3, "--jar", jar.toString(), "--set", "least=2").over(23, bytes);
    }

    /** Another jar under the name of the first; answers what puts the first back. */
    private Restore swap() throws IOException {
        Path kept = Files.copy(jar, room.resolve("kept.jar"));
        Path other = JobJar.of("MeanLengths", MEAN_LENGTHS.replace("100 *", "1000 *"))
                .write(room.resolve("other.jar"));
        Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);
        return () -> Files.move(kept, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private interface Restore {
        void putBack() throws IOException;
    }

    private static void assertOneLine(Program program, String... phrases) {
        assertThat(program.errorLines("mr-driver"))
                .hasSize(1)
                .first()
                .asString()
                .contains(phrases);
    }

    private static void assertFinished(TestJob job) throws IOException {
        assertThatJob(job).succeeded().hasOneWinnerATask().leavesOnlyItsResults();
        assertThat(Reference.output(job.dir())).isEqualTo(Reference.sequential(job));
    }

    @Test
    void a_job_of_a_jar_with_options_is_what_it_is_in_one_thread_and_its_counters_are_counted_once() throws Exception {
        TestJob job = job(300_000);

        job.start("--local-workers", "2").endsWith(0);

        assertFinished(job);
        assertThat(Reference.output(job.dir()).values()).anyMatch(text -> text.matches("(?s)[A-Za-z] \\d+\n.*"));
        assertThat(job.record().count("counter WHERE name = 'short.words' AND value > 0"))
                .isPositive();
    }

    @Test
    void a_jar_swapped_between_start_and_resume_is_refused_and_its_job_goes_on_when_it_is_back() throws Exception {
        TestJob job = job(250_000);
        Program driver = job.startSlowly("--local-workers", "1");
        job.awaitCommits(1);
        driver.kill();
        var noted = job.record().commits();
        Restore restore = swap();

        Program resumed = job.resume("--local-workers", "1").endsWith(6);
        assertOneLine(
                resumed,
                "mr-driver: jar " + jar + " changed since the job started: its SHA-256 was ",
                ", now it is ",
                "; restore the jar it began with, then: mr-driver resume --dir " + job.dir());
        Program repeated = job.resume("--jar", jar.toString()).endsWith(2);
        assertOneLine(
                repeated,
                "the job has other options: --jar " + jar + " with SHA-256 ",
                " (stored: " + jar + " with SHA-256 ",
                "; leave them out to resume, and restore the jar it began with");
        Files.delete(jar);
        assertOneLine(job.resume().endsWith(6), "mr-driver: jar " + jar + " is gone since the job started");

        restore.putBack();
        assertOneLine(
                job.resume("--jar", jar.toString(), "--set", "least=3").endsWith(2),
                "the job has other options: --set least=3 (stored: 2); leave them out to resume");
        job.resume("--jar", jar.toString(), "--set", "least=2", "--local-workers", "1")
                .endsWith(0);
        assertFinished(job);
        assertThatJob(job).kept(noted).neverRanACommittedTaskAgain();
    }

    @Test
    void a_jar_swapped_while_its_job_runs_stops_the_driver_and_its_job_goes_on_when_it_is_back() throws Exception {
        TestJob job = job(250_000);
        Program driver = job.startSlowly("--local-workers", "1");
        job.awaitCommits(1);
        Restore restore = swap();

        driver.endsWith(6);
        assertOneLine(
                driver,
                "jar " + jar + " changed since the job started: its SHA-256 was ",
                "restore the file, then: mr-driver resume --dir " + job.dir());
        var noted = job.record().commits();

        restore.putBack();
        job.resumeToTheEnd();
        assertFinished(job);
        assertThatJob(job).kept(noted);
        assertThat(job.record().count("attempt WHERE state = 'FAILED' AND kind = 'USER'"))
                .isZero();
    }

    @Test
    void a_worker_that_comes_after_the_swap_refuses_the_jar() throws Exception {
        TestJob job = job(50_000);
        Program driver = job.start().awaitSaying("listening on");
        Restore restore = swap();

        Program worker = job.worker();

        driver.endsWith(6);
        assertOneLine(driver, "jar " + jar + " changed since the job started");
        assertThat(worker.exitCode()).isEqualTo(9);
        restore.putBack();
        job.resumeToTheEnd();
        assertFinished(job);
    }

    @Test
    void two_jars_that_offer_one_name_are_refused() throws Exception {
        Path other = JobJar.counting("Other", "public String name() { return \"meanlengths\"; }")
                .write(room.resolve("other.jar"));
        TestJob job = job(100);

        assertOneLine(
                job.start("--jar", other.toString()).endsWith(2),
                "the name meanlengths is offered by two jobs, MeanLengths in " + jar + " and Other in " + other);
        assertOneLine(
                job.driver(Map.of(), List.of("jobs", "--jar", jar.toString(), "--jar", other.toString()))
                        .endsWith(2),
                "the name meanlengths is offered by two jobs");
        assertThat(job.dir()).doesNotExist();
    }
}
