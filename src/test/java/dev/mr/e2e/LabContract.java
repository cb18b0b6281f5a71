package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The seven acceptance tests of the lab (docs/lab-suite.md), whatever its applications are written in: eight books in eight map
 * tasks, ten reduce tasks, workers that are processes of their own.
 */
abstract class LabContract {
    private static final Path BOOKS = Path.of("inputs").toAbsolutePath();
    private static final int MAPS = 8;
    private static final int REDUCES = 10;

    /** Of all lines of {@code wc}, sorted by their bytes; as GNU tools count the books. */
    private static final String WORDS_SHA256 = "08d25f8329d8b7054a8330033736775249ffd98ca861f12e24e0cda079322c19";

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    /** Where applications leave their traces. */
    private Path folder = Path.of("folder");

    private final List<Program> crew = new ArrayList<>();

    /** The options of {@code mr-driver start} that name an application, which leaves its traces in {@code folder}. */
    abstract List<String> application(String name, Path folder) throws Exception;

    /** The same for a run that only has to have the same output. */
    abstract List<String> oracle(String name, Path folder) throws Exception;

    @BeforeEach
    void a_folder() throws IOException {
        folder = Files.createDirectory(room.resolve("folder"));
    }

    @Test
    void wc_is_that_of_one_thread_when_the_driver_exits_and_its_workers_exit() throws Exception {
        TestJob job = lab(application("wc", folder));
        Program oracle = startOracle("wc");
        Program driver = job.start();
        workers(job, 3);

        driver.endsWith(0);

        Map<String, String> output = Reference.output(job.dir());
        crew.forEach(worker -> worker.endsWith(0));
        assertThat(output)
                .containsOnlyKeys(IntStream.range(0, REDUCES)
                        .mapToObj(reduce -> "mr-out-" + reduce)
                        .toList());
        assertThat(output).isEqualTo(outputOf(oracle));
        assertThat(sha256(sorted(output))).isEqualTo(WORDS_SHA256);
        assertUndisturbed(job);
    }

    @Test
    void the_index_is_that_of_one_thread_when_the_first_worker_exits() throws Exception {
        TestJob job = lab(application("indexer", folder));
        Program oracle = startOracle("indexer");
        Program driver = job.start();
        workers(job, 2);

        awaitTheFirstExit(crew);

        Map<String, String> output = Reference.output(job.dir());
        assertThat(output).isEqualTo(outputOf(oracle));
        assertThat(sorted(output))
                .contains("Frankenstein 1 pg-frankenstein.txt", "Huck 2 pg-huckleberry_finn.txt,pg-tom_sawyer.txt");
        end(driver);
        assertUndisturbed(job);
    }

    @Test
    void two_workers_map_and_both_at_once() throws Exception {
        TestJob job = lab(application("mtiming", folder));
        workers(job, 2);
        crew.forEach(worker -> worker.awaitSaying("waits for a driver"));

        end(job.start());

        List<String> output = sorted(Reference.output(job.dir()));
        assertThat(output).filteredOn(line -> line.startsWith("times-")).hasSize(2);
        assertThat(output).anyMatch(line -> line.matches("parallel-\\d+ .*\\b2\\b.*"));
        assertUndisturbed(job);
    }

    @Test
    void two_workers_reduce_at_once() throws Exception {
        TestJob job = lab(application("rtiming", folder));
        workers(job, 2);
        crew.forEach(worker -> worker.awaitSaying("waits for a driver"));

        end(job.start());

        List<String> output = sorted(Reference.output(job.dir()));
        assertThat(output).hasSize(10);
        assertThat(output).filteredOn(line -> line.matches("[a-j] 2")).hasSizeGreaterThanOrEqualTo(2);
        assertUndisturbed(job);
    }

    @Test
    void no_map_runs_twice_without_a_failure_though_workers_come_later() throws Exception {
        TestJob job = lab(application("jobcount", folder));
        Program driver = job.start();
        workers(job, 2);
        job.await(2, "attempt WHERE state = 'LIVE'");
        workers(job, 2);

        end(driver);

        assertThat(sorted(Reference.output(job.dir()))).containsExactly("a " + MAPS);
        assertUndisturbed(job);
    }

    @Test
    void the_output_is_final_when_the_first_process_exits() throws Exception {
        TestJob job = lab(application("early_exit", folder));
        Program oracle = startOracle("early_exit");
        Program driver = job.start();
        workers(job, 3);

        awaitTheFirstExit(Stream.concat(Stream.of(driver), crew.stream()).toList());

        Map<String, String> initial = Reference.output(job.dir());
        end(driver);
        assertThat(Reference.output(job.dir())).isEqualTo(initial).isEqualTo(outputOf(oracle));
        assertThatJob(job).succeeded().hasOneWinnerATask().leavesOnlyItsResults();
    }

    @Test
    void workers_that_crash_again_and_again_finish_the_job_within_two_minutes() throws Exception {
        TestJob job = lab(application("crash", folder));
        Program oracle = startOracle("nocrash");
        Program driver = job.start();
        Program mortal = job.worker();
        workers(job, 3);

        Timing.await("the job ends", 120).until(() -> {
            crew.replaceAll(worker -> worker.isAlive() || !driver.isAlive() ? worker : job.worker());
            return !driver.isAlive();
        });

        driver.endsWith(0);
        assertThat(Reference.output(job.dir())).isEqualTo(outputOf(oracle));
        assertThatJob(job).succeeded().hasOneWinnerATask().leavesOnlyItsResults();
        mortal.exitCode();
        crew.forEach(Program::exitCode);
    }

    private TestJob lab(List<String> options) throws IOException {
        return lab(room.resolve("job"), options);
    }

    private TestJob lab(Path dir, List<String> options) throws IOException {
        List<String> all = new ArrayList<>(List.of("--partitioner", "fnv1a", "--output-prefix", "mr-out-"));
        all.addAll(options);
        TestJob job = new TestJob(processes, room, dir, MAPS, REDUCES, all.toArray(String[]::new));
        Reference.names(BOOKS).forEach(book -> job.over(BOOKS.resolve(book)));
        return job;
    }

    private void workers(TestJob job, int count) {
        for (int i = 0; i < count; i++) {
            crew.add(job.worker());
        }
    }

    /** Everything in one thread, beside the job's own run. */
    private Program startOracle(String name) throws Exception {
        return lab(room.resolve("oracle"), oracle(name, folder)).start("--runner", "sequential");
    }

    private Map<String, String> outputOf(Program oracle) throws IOException {
        oracle.endsWith(0);
        return Reference.output(room.resolve("oracle"));
    }

    private static void awaitTheFirstExit(List<Program> programs) {
        Timing.await("the first process exits").until(() -> programs.stream().anyMatch(program -> !program.isAlive()));
    }

    private void end(Program driver) {
        driver.endsWith(0);
        crew.forEach(worker -> worker.endsWith(0));
    }

    private static void assertUndisturbed(TestJob job) throws IOException {
        assertThatJob(job).succeeded().hasOneWinnerATask().leavesOnlyItsResults();
        assertThat(job.record().count("attempt"))
                .as("attempts, one a task")
                .isEqualTo(job.mapTasks() + job.reduceTasks());
    }

    private static List<String> sorted(Map<String, String> output) {
        return output.values().stream().flatMap(String::lines).sorted().toList();
    }

    private static String sha256(List<String> lines) throws Exception {
        byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    }
}
