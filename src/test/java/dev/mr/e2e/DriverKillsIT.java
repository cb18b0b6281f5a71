package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A driver that is killed, or paused, at any instant. */
@Tag("long")
class DriverKillsIT {
    private static final int KILLS = 20;

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    @Test
    void a_driver_killed_twenty_times_at_random_loses_and_repeats_nothing() throws Exception {
        long seed = Long.getLong("mr.seed", System.nanoTime());
        System.out.println("-Dmr.seed=" + seed);
        Random random = new Random(seed);
        TestJob job = new TestJob(processes, room, 200, 40).over(seed, 6 << 20);
        int[] instants = random.ints(KILLS, 0, 220).sorted().toArray();
        Set<String> noted = new LinkedHashSet<>();
        List<Program> crew = new ArrayList<>();

        for (int kill = 0; kill < KILLS; kill++) {
            Program driver = kill == 0 ? job.start() : job.resume();
            while (crew.size() < 2) {
                crew.add(job.worker());
            }
            driver.awaitSaying("listening on");
            job.awaitCommits(instants[kill]);
            Timing.pass(Duration.ofMillis(instants[kill] < 150 ? random.nextInt(150) : 0));
            noted.addAll(job.record().commits());
            assertThat(job.record().isFinished())
                    .as("finished before kill %s", kill)
                    .isFalse();
            driver.kill();
            assertThat(job.record().isFinished())
                    .as("finished before kill %s", kill)
                    .isFalse();
            crew.removeIf(DriverKillsIT::wasLeftByItsDriver);
        }
        job.resume("--local-workers", "2").endsWith(0);
        crew.forEach(worker -> worker.endsWith(0));

        assertThatJob(job).endedAsIfNothingHadHappened().kept(noted).neverRanACommittedTaskAgain();
        assertThat(job.record().rows("SELECT epoch FROM driver")).containsExactly("" + (KILLS + 1));
        assertThat(job.record().count("task WHERE user_failures > 0 OR worker_losses > 0"))
                .as("tasks that paid for the driver's deaths")
                .isZero();
    }

    /** A worker that has joined a driver ends with it; one that has not waits for the next. */
    private static boolean wasLeftByItsDriver(Program worker) {
        Timing.await("a worker ends or waits")
                .until(() ->
                        !worker.isAlive() || worker.err().endsWith(" which is gone (mr-driver resume or serve)\n"));
        if (worker.isAlive()) {
            return false;
        }
        worker.endsWith(9);
        return true;
    }

    @ParameterizedTest(name = "killed {0} ms after its start")
    @ValueSource(ints = {0, 200, 300, 350, 400, 450, 500, 600, 800})
    void a_driver_killed_while_it_starts_leaves_a_job_or_nothing(int millis) throws Exception {
        TestJob job = new TestJob(processes, room, 2, 2).over(7, 10_000);
        Program driver = job.start();
        Timing.pass(Duration.ofMillis(millis));
        driver.kill();

        Program resumed = job.resume("--local-workers", "1");
        if (resumed.exitCode() != 0) {
            resumed.endsWith(2);
            assertThat(resumed.errorLines("mr-driver"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("never happened");
            job.start("--local-workers", "1").endsWith(0);
        }

        assertThatJob(job)
                .succeeded()
                .producesTheNaiveCount()
                .hasOneWinnerATask()
                .leavesOnlyItsResults();
    }

    @Test
    void a_driver_that_slept_longer_than_a_lease_shoots_no_worker() throws Exception {
        TestJob job = new TestJob(processes, room, 24, 2, "--lease", "1s", "--heartbeat", "100ms").over(3, 3 << 20);
        Program driver = job.startSlowly("--local-workers", "2");
        job.awaitCommits(2);

        driver.signal("STOP");
        Timing.pass(Duration.ofMillis(2500));
        driver.signal("CONT");

        driver.endsWith(0);
        assertThatJob(job).endedAsIfNothingHadHappened().neverRanACommittedTaskAgain();
        assertThat(job.record().rows("SELECT task, attempt, kind FROM attempt WHERE state <> 'WON'"))
                .isEmpty();
    }

    @Test
    void killed_again_and_again_with_workers_of_its_own_it_leaves_none_of_them_behind() throws Exception {
        TestJob job = new TestJob(processes, room, 40, 4).over(5, 4 << 20);
        List<String> noted = new ArrayList<>();
        for (int commits = 5; commits <= 35; commits += 10) {
            Program driver = commits == 5 ? job.start("--local-workers", "2") : job.resume("--local-workers", "2");
            job.awaitCommits(commits);
            noted.addAll(job.record().commits());
            driver.kill();
        }
        job.resumeToTheEnd();

        assertThatJob(job).endedAsIfNothingHadHappened().kept(noted).neverRanACommittedTaskAgain();
    }
}
