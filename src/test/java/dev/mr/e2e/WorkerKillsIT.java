package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Workers that are killed, stopped, or told to go, in the middle of a task. */
@Tag("long")
class WorkerKillsIT {
    private static final String[] SHORT_LEASE = {"--lease", "1s", "--heartbeat", "100ms"};

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    @Test
    void workers_killed_again_and_again_cost_nothing_but_time() throws Exception {
        long seed = Long.getLong("mr.seed", System.nanoTime());
        System.out.println("-Dmr.seed=" + seed);
        Random random = new Random(seed);
        TestJob job = new TestJob(processes, room, 16, 3).over(seed, 3 << 20);
        Program driver = job.start();
        List<Program> crew = new ArrayList<>(List.of(job.slowWorker(), job.slowWorker()));
        List<String> noted = new ArrayList<>();

        for (int kill = 0; kill < 6; kill++) {
            int victim = random.nextInt(2);
            job.await(
                    1,
                    "worker JOIN attempt USING (job, worker) WHERE attempt.state = 'LIVE' AND pid = "
                            + crew.get(victim).pid());
            Timing.pass(Duration.ofMillis(random.nextInt(200)));
            noted.addAll(job.record().commits());
            crew.get(victim).kill();
            crew.set(victim, kill < 4 ? job.slowWorker() : job.worker());
        }
        driver.endsWith(0);
        crew.forEach(worker -> worker.endsWith(0));

        assertThatJob(job).endedAsIfNothingHadHappened().kept(noted).neverRanACommittedTaskAgain();
        assertThat(job.record().count("attempt WHERE kind = 'WORKER_LOST'")).isBetween(1L, 6L);
    }

    @Test
    void workers_of_the_driver_that_are_killed_are_started_again() throws Exception {
        TestJob job = new TestJob(processes, room, 12, 3).over(17, 2 << 20);
        Program driver = job.startSlowly("--local-workers", "2");

        job.await(1, "attempt WHERE state = 'LIVE'");
        Set<String> killed = new HashSet<>();
        for (int kill = 1; kill <= 4; kill++) {
            Timing.await("worker " + kill + " at work").until(() -> job.record().isFinished() || killOne(job, killed));
        }
        driver.endsWith(0);

        assertThatJob(job).endedAsIfNothingHadHappened().neverRanACommittedTaskAgain();
        assertThat(killed).isNotEmpty();
        assertThat(job.record().count("attempt WHERE kind = 'WORKER_LOST'")).isBetween(1L, (long) killed.size());
        assertThat(driver.err()).contains("it runs again");
        assertThat(job.record().rows("SELECT DISTINCT label FROM worker ORDER BY label"))
                .containsExactly("local-1", "local-2");
    }

    /** Kills a worker that is at work and was not killed before; false when there is none at this moment. */
    private static boolean killOne(TestJob job, Set<String> killed) {
        String atWork = "SELECT pid FROM worker JOIN attempt USING (job, worker) WHERE state = 'LIVE'";
        for (String pid : job.record().rows(atWork)) {
            if (killed.add(pid)) {
                ProcessHandle.of(Long.parseLong(pid)).ifPresent(process -> {
                    process.destroyForcibly();
                    process.onExit().join();
                });
                return true;
            }
        }
        return false;
    }

    @Test
    void a_worker_that_slept_past_its_lease_is_turned_away_and_works_on() throws Exception {
        TestJob job = new TestJob(processes, room, 14, 2, SHORT_LEASE).over(19, 3 << 20);
        Program driver = job.start();
        Program sleeper = job.slowWorker("--id", "sleeper");
        job.await(1, "attempt WHERE state = 'LIVE'");
        sleeper.signal("STOP");
        List<String> late = job.record().rows("SELECT task FROM attempt WHERE state = 'LIVE'");
        assertThat(late).hasSize(1);

        Program other = job.slowWorker("--id", "other");
        job.await(1, "task WHERE state = 'COMMITTED' AND task = '" + late.get(0) + "'");
        assertThat(job.record().isFinished()).isFalse();
        sleeper.signal("CONT");

        driver.endsWith(0);
        other.endsWith(0);
        sleeper.endsWith(0);
        assertThatJob(job).endedAsIfNothingHadHappened();
        String sleepers = "attempt JOIN worker USING (job, worker) WHERE label = 'sleeper' AND ";
        assertThat(job.record().rows("SELECT task, attempt, kind FROM " + sleepers + "state = 'REJECTED'"))
                .containsExactly(late.get(0) + " 1 LEASE_EXPIRED");
        assertThat(job.record().rows("SELECT winner FROM task WHERE task = '" + late.get(0) + "'"))
                .containsExactly("2");
        assertThat(job.record().count(sleepers + "state = 'WON'"))
                .as("tasks the sleeper did later")
                .isPositive();
        assertThat(rejected(job)).isEqualTo(1);
        assertThat(driver.err()).contains("its report is rejected");
    }

    private static int rejected(TestJob job) {
        Program status = job.driver(
                        Map.of(), List.of("status", "--json", "--dir", job.dir().toString()))
                .endsWith(0);
        return JsonParser.parseString(status.out())
                .getAsJsonObject()
                .getAsJsonObject("attempts")
                .get("rejected")
                .getAsInt();
    }

    @Test
    void a_worker_told_to_go_gives_its_task_back_at_no_cost() throws Exception {
        TestJob job = new TestJob(processes, room, 2, 2).over(23, 2 << 20);
        Program driver = job.start();
        Program worker = job.slowWorker();
        job.await(1, "attempt WHERE state = 'LIVE'");

        worker.signal("TERM");
        worker.endsWith(143);
        job.await(1, "attempt WHERE state = 'LOST'");
        Program heir = job.worker();

        driver.endsWith(0);
        heir.endsWith(0);
        assertThatJob(job).endedAsIfNothingHadHappened().neverRanACommittedTaskAgain();
        assertThat(job.record().rows("SELECT attempt, state, kind FROM attempt WHERE state <> 'WON'"))
                .containsExactly("1 LOST GIVEN_BACK");
        assertThat(job.record().rows("SELECT DISTINCT worker_losses FROM task")).containsExactly("0");
    }
}
