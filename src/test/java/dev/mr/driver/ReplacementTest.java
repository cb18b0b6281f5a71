package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.driver.ManualDriver.Claim;
import dev.mr.store.JobStore;
import dev.mr.store.JobStore.JobHeader;
import dev.mr.store.SqliteStore;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code start --force} over a finished job: killed before each of its steps, and taken up again by the next start. */
class ReplacementTest {
    private static final RunOptions OPTIONS =
            new RunOptions(new InetSocketAddress("localhost", 0), 0, List.of(), OptionalLong.empty());

    @TempDir(factory = MemoryDirectories.class)
    Path root;

    private int sites;

    private JobSite finishedJob() throws Exception {
        JobSite job = new JobSite(Files.createDirectories(root.resolve("site-" + ++sites)));
        new DriverStory(job).resumes(Claim.FIRST);
        // What a job leaves that did not succeed, or whose driver was killed before it cleared up.
        Files.writeString(
                Files.createDirectories(job.directory.attempts().resolve("m-0.1-00000000000000ff"))
                        .resolve("mr-0-0"),
                "left over");
        Files.writeString(job.directory.logs().resolve("m-0.1.log"), "the old job's");
        Files.writeString(Files.createDirectories(job.directory.quarantine()).resolve("0-0.txt"), "the old job's");
        return job;
    }

    /** A start whose driver takes over the new job and is told to stop; false when it was killed before that. */
    private static boolean starts(JobSite job, Steps steps, boolean force) throws IOException {
        Site site = job.site(steps);
        try (DriverRun run = new DriverRun(site, OPTIONS, job.voice())) {
            run.stop();
            DriverRun.Outcome outcome = new JobStart(site).run(job.spec, job.plan, force, run, () -> {});
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
            return true;
        } catch (Crash killed) {
            return false;
        }
    }

    private static Optional<JobHeader> current(JobSite job) {
        try (JobStore store = SqliteStore.open(job.directory.database())) {
            return store.current();
        }
    }

    @Test
    void a_replacement_commits_renames_stores_and_deletes_in_this_order() throws Exception {
        JobSite job = finishedJob();
        Steps steps = Steps.withoutCrash();
        assertThat(starts(job, steps, true)).isTrue();
        assertThat(steps.taken())
                .containsSubsequence(
                        "write driver.json",
                        "REPLACE",
                        "after REPLACE",
                        "rename out to out",
                        "rename intermediate to intermediate",
                        "rename attempts to attempts",
                        "rename quarantine to quarantine",
                        "rename logs to logs",
                        "delete trash-job-1",
                        "CREATE",
                        "after CREATE",
                        "ensure intermediate",
                        "write driver.json");
        assertThat(job.results()).isEmpty();
        new DriverStory(job).resumes(Claim.RESUME);
    }

    @Test
    void a_replacement_killed_at_any_step_has_kept_the_old_job_whole_or_is_finished_by_the_next_start()
            throws Exception {
        Steps all = Steps.withoutCrash();
        assertThat(starts(finishedJob(), all, true)).isTrue();
        int kept = 0;
        int replaced = 0;
        int stored = 0;
        for (int step = 1; step <= all.taken().size(); step++) {
            JobSite job = finishedJob();
            Steps steps = new Steps(step);
            try {
                assertThat(starts(job, steps, true)).isFalse();
                Optional<JobHeader> current = current(job);
                if (current.filter(header -> header.uuid().equals("job-1")).isPresent()) {
                    kept++;
                    assertThat(current.get().state()).isEqualTo(JobState.SUCCEEDED);
                    assertThat(job.results()).isEqualTo(JobSite.expectedResults());
                    assertThat(starts(job, Steps.withoutCrash(), true)).isTrue();
                } else if (current.isEmpty()) {
                    replaced++;
                    assertThat(starts(job, Steps.withoutCrash(), false)).isTrue();
                } else {
                    stored++;
                    assertThat(current.get().state()).isEqualTo(JobState.RUNNING);
                }
                assertThat(job.results()).as("of the old job").isEmpty();
                assertThat(job.directory.quarantine()).doesNotExist();
                assertThat(job.directory.logs().resolve("m-0.1.log")).doesNotExist();
                new DriverStory(job).resumes(Claim.RESUME);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("killed at step " + steps.taken().size() + ": " + steps.taken(), failure);
            }
        }
        assertThat(List.of(kept, replaced, stored)).allMatch(times -> times > 2);
    }

    @Test
    void replacements_killed_one_after_the_other_come_to_the_same_end() throws Exception {
        JobSite job = finishedJob();
        int lives = 0;
        for (boolean done = false; !done; ) {
            lives++;
            boolean stored = current(job)
                    .filter(header -> !header.uuid().equals("job-1"))
                    .isPresent();
            done = stored || starts(job, new Steps(lives), true);
        }
        assertThat(lives).isGreaterThan(5);
        new DriverStory(job).resumes(Claim.RESUME);
    }
}
