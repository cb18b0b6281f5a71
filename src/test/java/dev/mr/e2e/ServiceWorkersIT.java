package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mr.shuffle.RandomText;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a service goes through with its workers and its disk. */
@Tag("long")
class ServiceWorkersIT {
    private static final int WORKERS = 50;
    private static final int ALIVE = 6;
    private static final int WORKERS_A_JOB = 4;

    private static final Map<String, String> SMALL = Map.of("MR_WORKER_OPTS", "-Xint -Xmx64m");

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    private Path disk = Path.of("disk");

    @BeforeEach
    void a_place_for_a_disk() throws Exception {
        disk = Files.createDirectory(room.resolve("disk"));
    }

    @AfterEach
    void unmount() throws Exception {
        SmallDisk.unmount(disk);
    }

    @Test
    void fifty_workers_come_and_go_and_all_jobs_end_right() throws Exception {
        long seed = Long.getLong("mr.seed", System.nanoTime());
        System.out.println("-Dmr.seed=" + seed);
        Random random = new Random(seed);
        TestService service = new TestService(processes, room);
        Path input = Files.write(service.inputs().resolve("text.txt"), RandomText.prose(random, 400_000));
        Program driver = service.serve("--lease", "2s", "--heartbeat", "200ms").awaitSaying("listening on");
        Map<String, SmallJob> jobs = new LinkedHashMap<>();
        Deque<Program> alive = new ArrayDeque<>();
        for (int i = 0; i < WORKERS; i++) {
            if (i % WORKERS_A_JOB == 0) {
                SmallJob job = i % (2 * WORKERS_A_JOB) == 0
                        ? SmallJob.wordCount("job-" + i, input)
                        : SmallJob.grep("job-" + i, input, (char) ('a' + i / WORKERS_A_JOB) + "b");
                jobs.put(service.submit(job.with("memory", "16MiB")), job);
            }
            String label = "worker-" + i;
            alive.add(service.worker(SMALL, "--id", label));
            Timing.await(label + " has joined, or has nothing to do")
                    .until(() -> service.record().count("worker WHERE label = '" + label + "'") > 0
                            || service.record().count("job WHERE finished_millis IS NULL") == 0);
            if (alive.size() == ALIVE) {
                leave(alive.remove(), random);
            }
        }
        assertThat(jobs).hasSizeGreaterThan(12);
        jobs.forEach((id, job) -> service.await(id, JobState.SUCCEEDED));

        for (Map.Entry<String, SmallJob> job : jobs.entrySet()) {
            service.assertSucceeded(job.getKey(), job.getValue());
        }
        service.assertNothingWasWonTwiceOrLivesOn();
        assertThat(service.record().count("task WHERE user_failures > 0")).isZero();
        TestService.end(driver);
        alive.forEach(worker -> worker.endsWith(9));
    }

    /** Dies, or leaves, or sleeps longer than its lease and then leaves. */
    private static void leave(Program worker, Random random) {
        switch (random.nextInt(3)) {
            case 0 -> worker.kill();
            case 1 -> {
                worker.signal("TERM");
                worker.endsWith(TestService.TERMINATED);
            }
            default -> {
                worker.signal("STOP");
                Timing.pass(Duration.ofMillis(random.nextInt(3000)));
                worker.signal("CONT");
                worker.signal("TERM");
                worker.exitCode();
            }
        }
    }

    private TestService onSmallDisk() throws Exception {
        String refusal = SmallDisk.mount(disk);
        if (!refusal.isEmpty()) {
            System.err.println("SKIPPED, a tmpfs cannot be mounted here: " + refusal);
        }
        assumeTrue(refusal.isEmpty(), refusal);
        return new TestService(processes, room, disk.resolve("service"));
    }

    @Test
    void on_a_disk_with_little_room_nothing_begins_and_nothing_fails_until_there_is_space() throws Exception {
        TestService service = onSmallDisk();
        Path input = Files.write(service.inputs().resolve("text.txt"), RandomText.prose(new Random(3), 100_000));
        Path ballast = Files.write(disk.resolve("ballast"), new byte[10 << 20]);
        Program driver = service.serve("--local-workers", "2", "--min-free", "8MiB")
                .awaitSaying("no task begins until there is space");
        SmallJob words = SmallJob.wordCount("words", input);
        SmallJob lines = SmallJob.grep("lines", input, "ab");
        List<String> ids = List.of(service.submit(words), service.submit(lines));
        ids.forEach(id -> service.await(id, JobState.RUNNING));
        Timing.await("workers have joined").until(() -> service.record().count("worker") == 4);
        assertThat(service.record().count("attempt")).isZero();

        Files.delete(ballast);
        ids.forEach(id -> service.await(id, JobState.SUCCEEDED));

        service.assertSucceeded(ids.get(0), words);
        service.assertSucceeded(ids.get(1), lines);
        assertThat(driver.err().lines().filter(line -> line.contains("no task begins until there is space")))
                .as(driver.describe())
                .hasSize(1);
        assertThat(service.record().count("attempt WHERE state <> 'WON'")).isZero();
        TestService.end(driver);
    }

    @Test
    void a_job_for_which_there_is_no_room_is_not_accepted_and_may_be_submitted_again() throws Exception {
        TestService service = onSmallDisk();
        Path input = Files.write(service.inputs().resolve("text.txt"), RandomText.prose(new Random(4), 5_000));
        Program driver = service.serve("--local-workers", "1").awaitSaying("listening on");
        Path ballast = disk.resolve("ballast");
        assertThat(SmallDisk.fill(ballast)).contains("No space left on device");
        SmallJob words = SmallJob.wordCount("words", input);

        assertThatThrownBy(() -> service.submit(words))
                .isInstanceOfSatisfying(
                        MrException.class, later -> assertThat(later.exitCode()).isEqualTo(ExitCode.ENVIRONMENT))
                .hasMessageContaining("submit it again");
        assertThat(driver.awaitSaying("no job is accepted: ").isAlive()).isTrue();
        Files.delete(ballast);
        String id = service.submit(words);
        service.await(id, JobState.SUCCEEDED);

        service.assertSucceeded(id, words);
        assertThat(service.record().count("job")).isEqualTo(1);
        TestService.end(driver);
    }

    @Test
    void on_a_disk_that_is_filled_to_the_last_byte_jobs_pause_and_go_on_when_there_is_space() throws Exception {
        TestService service = onSmallDisk();
        Path input = Files.write(service.inputs().resolve("text.txt"), RandomText.prose(new Random(3), 2 << 20));
        Program driver = service.serveSlowly("--local-workers", "1").awaitSaying("listening on");
        SmallJob words = SmallJob.wordCount("words", input);
        String id = service.submit(words);
        Timing.await("a map task has begun").until(() -> service.record().count("attempt") > 0);
        Path ballast = disk.resolve("ballast");
        assertThat(SmallDisk.fill(ballast)).contains("No space left on device");

        driver.awaitSaying("no task begins until there is space");
        Files.delete(ballast);
        service.await(id, JobState.SUCCEEDED);

        service.assertSucceeded(id, words);
        service.assertNothingWasWonTwiceOrLivesOn();
        TestService.end(driver);
    }
}
