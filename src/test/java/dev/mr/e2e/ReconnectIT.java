package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.catalog.JobJar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Workers that outlive their drivers: nothing that ran when a driver died is run again. */
@Tag("long")
class ReconnectIT {
    /** A map waits for the file {@code map-<line>}, a reduce for the file {@code reduce}. */
    private static final String GATED = """
            public List<Option> options() {
                return List.of(Option.of("gates", "", "where gates are"));
            }
            public void define(Plan plan, Options options) {
                plan.map((line, out) -> {
                    await(options.get("gates") + "/map-" + line.text());
                    out.emit("line " + line.text(), "1");
                }).reduce((line, values, out) -> {
                    await(options.get("gates") + "/reduce");
                    long count = 0;
                    while (values.next()) {
                        count++;
                    }
                    out.emit(line, count);
                });
            }
            private static void await(String gate) throws Exception {
                while (!new java.io.File(gate).exists()) { Thread.sleep(20); }
            }
            """;

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    private TestJob job;

    @BeforeEach
    void a_job_of_four_maps_and_two_reduces() throws IOException {
        Path jar = JobJar.of("Gated", GATED).write(room.resolve("gated.jar"));
        job = new TestJob(processes, room, 4, 2, "--jar", jar.toString(), "--set", "gates=" + room);
        for (String line : List.of("a", "b", "c", "d")) {
            job.over((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private void open(String gate) throws IOException {
        Files.createFile(room.resolve(gate));
    }

    /** Waits until attempts of this kind of task have begun, so many that are there now. */
    private void awaitBegun(String kind, int count) {
        Path attempts = job.dir().resolve(".mr/attempts");
        Timing.await(count + " of " + kind + " have begun").until(() -> {
            if (!Files.isDirectory(attempts)) {
                return false;
            }
            try (Stream<Path> all = Files.list(attempts)) {
                return all.filter(attempt -> attempt.getFileName().toString().startsWith(kind + "-"))
                                .count()
                        == count;
            }
        });
    }

    private void isDoneOnce() {
        assertThat(job.record().rows("SELECT task, attempt, state FROM attempt ORDER BY task"))
                .containsExactly(
                        "map-0 1 WON", "map-1 1 WON", "map-2 1 WON", "map-3 1 WON", "reduce-0 1 WON", "reduce-1 1 WON");
        assertThat(job.record().count("task WHERE user_failures > 0 OR worker_losses > 0"))
                .isZero();
    }

    private void hasTheReferenceOutput() throws IOException {
        Map<String, String> output = Reference.output(job.dir());
        assertThat(output.keySet()).containsExactlyInAnyOrder("out-0", "out-1");
        assertThat(String.join("", output.values()).lines())
                .containsExactlyInAnyOrder("line a 1", "line b 1", "line c 1", "line d 1");
    }

    @Test
    void a_driver_killed_in_both_phases_and_resumed_in_time_has_nothing_run_again() throws Exception {
        Program driver = job.start();
        List<Program> crew = List.of(
                job.worker("--reconnect-for", "2m", "--id", "one"), job.worker("--reconnect-for", "2m", "--id", "two"));
        awaitBegun("m", 2);
        driver.kill();
        crew.forEach(worker -> worker.awaitSaying("; works on, and looks for it for 120 s"));
        open("map-a");
        Timing.await("map-0 is done without a driver")
                .until(() -> crew.stream().anyMatch(worker -> worker.err().contains("map-0 attempt 1 done: ")));

        Program explained = job.resume("--explain").endsWith(10);
        assertThat(explained.out().lines().map(line -> line.split(" because ", 2)[0]))
                .containsExactly(
                        "HARVEST  map-0",
                        "ADOPT    map-1",
                        "RUN      map-2",
                        "RUN      map-3",
                        "RUN      reduce-0",
                        "RUN      reduce-1");
        driver = job.resume();
        crew.forEach(worker -> worker.awaitSaying("epoch 2"));
        for (String map : List.of("map-b", "map-c", "map-d")) {
            open(map);
        }
        awaitBegun("r", 2);
        driver.kill();
        explained = job.resume("--explain").endsWith(0);
        assertThat(explained.err()).contains("6 tasks: 4 KEEP, 2 ADOPT; nothing was changed");
        driver = job.resume();
        crew.forEach(worker -> worker.awaitSaying("epoch 3"));
        assertThat(crew).allMatch(Program::isAlive);
        open("reduce");

        driver.endsWith(0);
        crew.forEach(worker -> worker.endsWith(0));
        isDoneOnce();
        hasTheReferenceOutput();
        assertThat(job.record().count("event WHERE what = 'adopted'"))
                .as("of map-1 and both reduces")
                .isEqualTo(3);
        assertThat(job.record().rows("SELECT DISTINCT pid FROM worker")).hasSize(2);
    }

    @Test
    void a_driver_killed_ten_times_at_random_has_nothing_run_again_that_had_begun() throws Exception {
        long seed = Long.getLong("mr.seed", System.nanoTime());
        System.out.println("-Dmr.seed=" + seed);
        Random random = new Random(seed);
        Path folder = Files.createDirectory(room.resolve("words"));
        TestJob words = new TestJob(processes, folder, 100, 20).over(seed, 6 << 20);
        int[] instants = random.ints(10, 0, 90).sorted().toArray();
        Program driver = words.start();
        List<Program> crew = List.of(
                words.worker("--reconnect-for", "2m", "--id", "one"),
                words.worker("--reconnect-for", "2m", "--id", "two", "--slots", "2"));
        for (int instant : instants) {
            driver.awaitSaying("listening on");
            words.awaitCommits(instant);
            Timing.pass(Duration.ofMillis(random.nextInt(150)));
            driver.kill();
            if (words.record().isFinished()) {
                break;
            }
            driver = words.resume();
        }
        driver.exitCode();
        if (!words.record().isFinished()) {
            words.resume().endsWith(0);
        }
        crew.forEach(worker -> worker.endsWith(0));

        assertThatJob(words).endedAsIfNothingHadHappened().neverRanACommittedTaskAgain();
        assertThat(words.record()
                        .rows("SELECT task, attempt, kind FROM attempt WHERE state <> 'WON' AND kind <> 'GIVEN_BACK'"))
                .as("attempts that had begun and did not win")
                .isEmpty();
    }

    @Test
    void a_driver_that_is_paused_until_its_workers_open_other_streams_has_nothing_run_again() throws Exception {
        Program driver = job.start();
        Program worker = job.worker("--reconnect-for", "2m", "--driver-silence", "2s", "--slots", "2");
        awaitBegun("m", 2);
        driver.signal("STOP");
        worker.awaitSaying("said nothing for 2 s; works on");
        Timing.pass(Duration.ofSeconds(5));
        driver.signal("CONT");
        for (String gate : List.of("map-a", "map-b", "map-c", "map-d", "reduce")) {
            open(gate);
        }

        driver.endsWith(0);
        worker.endsWith(0);
        isDoneOnce();
        hasTheReferenceOutput();
    }

    @Test
    void a_worker_whose_driver_does_not_come_back_ends_when_its_grace_is_over() throws Exception {
        Program driver = job.start();
        Program worker = job.worker("--reconnect-for", "1s");
        awaitBegun("m", 1);
        driver.kill();
        assertThat(worker.endsWith(9).err())
                .contains(", and found none for 1 s (--reconnect-for); its job goes on with mr-driver resume --dir "
                        + job.dir());
        for (String gate : List.of("map-a", "map-b", "map-c", "map-d", "reduce")) {
            open(gate);
        }
        job.resumeToTheEnd();
        hasTheReferenceOutput();
        assertThat(job.record().rows("SELECT task, kind FROM attempt WHERE state <> 'WON'"))
                .containsExactly("map-0 DRIVER_LOST");
    }
}
