package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.driver.ManualDriver.Claim;
import dev.mr.job.JobSnapshot;
import dev.mr.task.AttemptId;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The driver is killed before every single step it takes: each COMMIT, after each COMMIT, each message, each rename, link,
 * deletion and sync. Then another resumes, and the results are those of a run without faults.
 */
class CrashTest {
    @TempDir(factory = MemoryDirectories.class)
    Path root;

    private int sites;

    private JobSite newSite() throws IOException {
        return new JobSite(Files.createDirectories(root.resolve("site-" + ++sites)));
    }

    /** One driver's life; false when it was killed before the job's end. */
    private static boolean lives(JobSite job, Steps steps, Claim claim, long seed, boolean workersGoOn)
            throws Exception {
        try (ManualDriver driver = ManualDriver.of(job, steps, claim)) {
            try {
                driver.runsToItsEnd(seed);
                return true;
            } catch (Crash killed) {
                if (workersGoOn) {
                    driver.worksUnheard();
                }
                return false;
            }
        }
    }

    /** What {@code mr-driver resume} does, by hand unless the job has ended. */
    private static boolean resumes(JobSite job, Steps steps, long seed, boolean workersGoOn) throws Exception {
        Site site = job.site(steps);
        RunOptions options = new RunOptions(new InetSocketAddress("localhost", 0), 0, List.of(), OptionalLong.empty());
        boolean ended;
        try (var store = site.stores().apply(job.directory.database())) {
            ended = store.current().orElseThrow().state().isFinished();
        }
        if (!ended) {
            return lives(job, steps, Claim.RESUME, seed, workersGoOn);
        }
        try (DriverRun run = new DriverRun(site, options, job.voice())) {
            DriverRun.Outcome outcome =
                    new JobResume(site, job.voice()).run(new JobResume.Request(Map.of(), List.of(), false), run);
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
            assertThat(outcome.ranNothing()).isTrue();
            return true;
        } catch (Crash killed) {
            return false;
        }
    }

    private static void assertOneWinnerEach(JobSite job) throws IOException {
        for (TaskId task : List.of(TaskId.map(0), TaskId.map(1), TaskId.reduce(0), TaskId.reduce(1))) {
            assertThat(job.wins(task)).as("winners of %s", task).isEqualTo(1);
        }
        job.assertDone();
    }

    private int stepsWithoutCrash(long seed) throws Exception {
        Steps steps = Steps.withoutCrash();
        JobSite job = newSite();
        assertThat(lives(job, steps, Claim.FIRST, seed, false)).isTrue();
        assertOneWinnerEach(job);
        assertThat(steps.taken())
                .anyMatch(step -> step.startsWith("COMMIT"))
                .contains("send Committed", "rename mr-0-1 to mr-0-1", "link out-0", "write driver.json", "fsync job");
        return steps.taken().size();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void a_driver_killed_at_any_step_is_resumed_to_the_same_results(long seed) throws Exception {
        int all = stepsWithoutCrash(seed);
        for (int step = 1; step <= all; step++) {
            Steps steps = new Steps(step);
            try {
                JobSite job = newSite();
                assertThat(lives(job, steps, Claim.FIRST, seed, false)).isFalse();
                assertThat(resumes(job, Steps.withoutCrash(), seed, false)).isTrue();
                assertOneWinnerEach(job);
            } catch (AssertionError | RuntimeException failure) {
                throw killedAt(seed, steps, failure);
            }
        }
    }

    @Test
    void what_workers_finish_while_no_driver_lives_is_harvested_and_not_done_again() throws Exception {
        long seed = 3;
        int all = stepsWithoutCrash(seed);
        int harvested = 0;
        for (int step = 1; step <= all; step++) {
            Steps steps = new Steps(step);
            try {
                JobSite job = newSite();
                assertThat(lives(job, steps, Claim.FIRST, seed, true)).isFalse();
                List<AttemptId> finished = finishedUnheard(job);
                assertThat(resumes(job, Steps.withoutCrash(), seed, false)).isTrue();
                assertOneWinnerEach(job);
                assertThat(job.winners()).containsAll(finished);
                harvested += finished.size();
            } catch (AssertionError | RuntimeException failure) {
                throw killedAt(seed, steps, failure);
            }
        }
        assertThat(harvested).isGreaterThan(3);
    }

    private static List<AttemptId> finishedUnheard(JobSite job) {
        try (var store = job.site(Steps.withoutCrash()).stores().apply(job.directory.database())) {
            return store.load().live().stream()
                    .map(JobSnapshot.StoredAttempt::attempt)
                    .filter(attempt -> Files.exists(job.directory.receipt(attempt)))
                    .toList();
        }
    }

    @Test
    void a_driver_whose_successors_are_killed_too_comes_to_the_same_results() throws Exception {
        long seed = 4;
        int all = stepsWithoutCrash(seed);
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            JobSite job = newSite();
            List<Steps> lives = new ArrayList<>(List.of(new Steps(1 + random.nextInt(all))));
            lives(job, lives.get(0), Claim.FIRST, seed, random.nextBoolean());
            try {
                for (boolean done = false; !done; ) {
                    Steps next = new Steps(lives.size() > 8 ? Steps.NEVER : 1 + random.nextInt(all / 2));
                    lives.add(next);
                    done = resumes(job, next, random.nextLong(), random.nextBoolean());
                }
                assertOneWinnerEach(job);
            } catch (AssertionError | RuntimeException failure) {
                throw killedAt(seed, lives.get(lives.size() - 1), failure);
            }
        }
    }

    private static AssertionError killedAt(long seed, Steps steps, Throwable failure) {
        int taken = steps.taken().size();
        return new AssertionError(
                "seed " + seed + ", killed at step " + taken + ": "
                        + steps.taken().subList(Math.max(0, taken - 5), taken) + ": " + failure.getMessage(),
                failure);
    }

    @Test
    void a_job_that_ended_is_only_tidied_up_and_its_owner_named_again_if_that_is_gone() throws Exception {
        JobSite job = newSite();
        assertThat(lives(job, Steps.withoutCrash(), Claim.FIRST, 1, false)).isTrue();
        Files.delete(job.directory.owner());
        assertThat(resumes(job, Steps.withoutCrash(), 1, false)).isTrue();
        assertThat(job.directory.owner()).content().contains("\"database\": \"database\"");
        Steps none = Steps.withoutCrash();
        assertThat(resumes(job, none, 1, false)).isTrue();
        assertThat(none.taken()).isEmpty();
        assertThat(job.committed).isNotEmpty();
        assertThat(job.said).noneMatch(line -> line.contains(JobState.FAILED.name()));
    }
}
