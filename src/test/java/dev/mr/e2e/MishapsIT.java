package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens in the middle of a task, at a record that is known: its files are half written then. */
@Tag("long")
class MishapsIT {
    private static final int MAPS = 3;
    private static final int LINES = 1000;

    /** In the middle of a map task, and, since lines are sorted by their bytes, of a reduce task. */
    private static final String MIDDLE = "1-1500";

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    private Path jar = Path.of("lab.jar");
    private Path folder = Path.of("folder");

    @BeforeEach
    void a_jar_and_a_folder() throws Exception {
        jar = LabJar.write(room.resolve("lab.jar"));
        folder = Files.createDirectory(room.resolve("folder"));
    }

    private TestJob job(String dir, List<String> leftOut, String... options) {
        List<String> all = new ArrayList<>(List.of("--jar", jar.toString(), "--job", "mishap"));
        all.addAll(List.of(options));
        TestJob job = new TestJob(processes, room, room.resolve(dir), MAPS, 2, all.toArray(String[]::new));
        for (int map = 0; map < MAPS; map++) {
            String document = map + "-";
            job.over(IntStream.range(LINES, 2 * LINES)
                    .mapToObj(number -> document + number)
                    .filter(line -> !leftOut.contains(line))
                    .collect(Collectors.joining("\n", "", "\n"))
                    .getBytes(StandardCharsets.UTF_8));
        }
        return job;
    }

    private TestJob job(String in, String what, String... options) {
        List<String> all = new ArrayList<>(List.of("--set", "in=" + in, "--set", "what=" + what));
        all.addAll(List.of("--set", "line=" + MIDDLE, "--set", "folder=" + folder));
        all.addAll(List.of(options));
        return job("job", List.of(), all.toArray(String[]::new));
    }

    /** The job without a mishap, in one thread. */
    private void assertOutputIsThatOfALuckyRun(TestJob job) throws IOException {
        assertThat(Reference.output(job.dir())).isEqualTo(Reference.sequential(job("lucky", List.of())));
    }

    /** Waits until a first attempt waits in the middle of its records; answers its directory. */
    private Path awaitTornFiles(TestJob job, String in) throws IOException {
        Timing.await("a worker in the middle of a " + in)
                .until(() -> !Reference.names(folder).isEmpty());
        String task = Reference.names(folder).get(0).replace("map", "m").replace("reduce", "r");
        Path attempts = job.dir().resolve(".mr/attempts");
        Path attempt = Reference.names(attempts).stream()
                .filter(name -> name.startsWith(task + ".1-"))
                .map(attempts::resolve)
                .findFirst()
                .orElseThrow();
        assertThat(Reference.names(attempt)).doesNotContain("RECEIPT");
        assertThat(sizes(attempt)).as("bytes of the torn files").isPositive();
        return attempt;
    }

    private static long sizes(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"map", "reduce"})
    void files_that_a_kill_left_half_written_are_in_no_output(String in) throws Exception {
        TestJob job = job(in, "wait");
        Program driver = job.start();
        Program victim = job.worker();
        awaitTornFiles(job, in);

        victim.kill();
        Program heir = job.worker();

        driver.endsWith(0);
        heir.endsWith(0);
        assertThatJob(job)
                .succeeded()
                .hasOneWinnerATask()
                .leavesOnlyItsResults()
                .neverRanACommittedTaskAgain();
        assertThat(job.record().rows("SELECT attempt, kind FROM attempt WHERE state <> 'WON'"))
                .containsExactly("1 WORKER_LOST");
        assertOutputIsThatOfALuckyRun(job);
    }

    @ParameterizedTest
    @ValueSource(strings = {"map", "reduce"})
    void a_zombie_that_goes_on_writing_after_its_job_has_ended_changes_nothing(String in) throws Exception {
        TestJob job = job(in, "wait", "--lease", "1s", "--heartbeat", "100ms");
        Program driver = job.start();
        Program zombie = job.worker();
        awaitTornFiles(job, in);

        zombie.signal("STOP");
        Program heir = job.worker();
        driver.endsWith(0);
        heir.endsWith(0);
        Files.createFile(folder.resolve("go-on"));
        zombie.signal("CONT");

        zombie.endsWith(0);
        assertThatJob(job).succeeded().hasOneWinnerATask().leavesOnlyItsResults();
        assertThat(job.record().rows("SELECT attempt, kind FROM attempt WHERE state <> 'WON'"))
                .containsExactly("1 LEASE_EXPIRED");
        assertOutputIsThatOfALuckyRun(job);
    }

    @Test
    void who_has_nothing_to_do_waits_without_spinning() throws Exception {
        TestJob job = job("reduce", "wait");
        Program driver = job.start();
        List<Program> crew = List.of(job.worker(), job.worker());
        job.await(2, "worker");
        awaitTornFiles(job, "reduce");
        job.awaitCommits(MAPS + 1);

        Duration before = cpu(driver, crew);
        Timing.pass(Duration.ofSeconds(2));
        Duration spent = cpu(driver, crew).minus(before);
        Files.createFile(folder.resolve("go-on"));

        driver.endsWith(0);
        crew.forEach(worker -> worker.endsWith(0));
        assertThat(spent)
                .as("processor time of three that wait for two seconds")
                .isLessThan(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"worker", "driver"})
    void who_gets_a_twentieth_of_the_time_keeps_its_lease(String starved) throws Exception {
        TestJob job = job("map", "wait");
        Program driver = job.start();
        Program worker = job.worker();
        awaitTornFiles(job, "map");

        Program victim = starved.equals("worker") ? worker : driver;
        for (int stop = 0; stop < 6; stop++) {
            victim.signal("STOP");
            Timing.pass(Duration.ofSeconds(2));
            victim.signal("CONT");
            Timing.pass(Duration.ofMillis(100));
        }
        Files.createFile(folder.resolve("go-on"));

        driver.endsWith(0);
        worker.endsWith(0);
        assertThat(job.record().rows("SELECT task, attempt, kind FROM attempt WHERE state <> 'WON'"))
                .isEmpty();
        assertThat(job.record().count("worker")).as("sessions").isEqualTo(1);
        assertOutputIsThatOfALuckyRun(job);
    }

    private static Duration cpu(Program driver, List<Program> crew) {
        return Stream.concat(Stream.of(driver), crew.stream())
                .map(program -> ProcessHandle.of(program.pid()).orElseThrow())
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    @ParameterizedTest
    @ValueSource(strings = {"map", "reduce"})
    void code_that_always_ends_its_process_fails_the_job_and_not_the_driver(String in) throws Exception {
        TestJob job = job(in, "exit", "--max-worker-losses", "2");

        Program driver = job.start("--local-workers", "1").endsWith(1);

        assertThat(driver.errorLines("mr-driver")).as(driver.describe()).hasSize(1);
        assertThat(job.record().rows("SELECT DISTINCT kind FROM attempt WHERE state <> 'WON'"))
                .containsExactly("WORKER_LOST");
        assertThat(job.record().rows("SELECT worker_losses FROM task WHERE worker_losses > 0"))
                .containsExactly("2");
        assertThat(job.dir().resolve("out")).doesNotExist();
    }

    @Test
    void a_bad_record_fails_the_job_and_is_named() throws Exception {
        TestJob job = job("map", "throw");

        Program driver = job.start("--local-workers", "1").endsWith(1);

        assertThat(driver.errorLines("mr-driver"))
                .as(driver.describe())
                .hasSize(1)
                .first()
                .asString()
                .contains(
                        job.inputs().get(1).toString(),
                        "offset 3500",
                        "cannot stand " + MIDDLE,
                        " at dev.mr.lab.Mishap.");
        assertThat(job.dir().resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"throw, USER", "exit, WORKER_LOST"})
    void a_bad_record_that_may_be_skipped_is_kept_aside_and_all_others_count(String what, String kind)
            throws Exception {
        TestJob job = job("map", what, "--skip-bad-records", "1");

        job.start("--local-workers", "1").endsWith(0);

        assertThatJob(job).succeeded().hasOneWinnerATask();
        assertThat(job.record().rows("SELECT kind FROM attempt WHERE state <> 'WON'"))
                .containsExactly(kind, kind);
        assertThat(job.dir().resolve(".mr/quarantine/1-3500.record")).hasContent(MIDDLE);
        TestJob without = job("lucky", List.of(MIDDLE));
        assertThat(Reference.output(job.dir())).isEqualTo(Reference.sequential(without));
    }
}
