package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.driver.ManualDriver.Claim;
import dev.mr.files.JobDirectory;
import dev.mr.job.Change;
import dev.mr.job.JobSnapshot;
import dev.mr.store.JobStore;
import dev.mr.store.SqliteStore;
import dev.mr.task.AttemptId;
import dev.mr.task.AttemptState;
import dev.mr.task.CheckedText;
import dev.mr.task.DriverMessage;
import dev.mr.task.ExitCode;
import dev.mr.task.FailureKind;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a driver makes of what an earlier one, the disk or a person left behind. */
class TakeoverTest {
    @TempDir(factory = MemoryDirectories.class)
    Path root;

    private JobSite job;

    @BeforeEach
    void given_a_job() throws IOException {
        job = new JobSite(root);
    }

    private ManualDriver driver(Claim claim) throws IOException {
        return ManualDriver.of(job, Steps.withoutCrash(), claim);
    }

    /** A driver that is killed when so many attempts have won, their files published. */
    private void givenKilledAfterWins(int wins) throws Exception {
        try (ManualDriver driver = driver(Claim.FIRST)) {
            driver.takesOver();
            while (job.winners().size() < wins) {
                driver.turns();
                driver.worksAndReports();
                driver.turns();
                driver.doesAllFileWork();
            }
            driver.turns();
            driver.doesAllFileWork();
        }
    }

    /** A driver that is killed while its worker, which does not notice, finishes what it was assigned first. */
    private AttemptId givenKilledWhileWorking() throws Exception {
        try (ManualDriver driver = driver(Claim.FIRST)) {
            driver.takesOver();
            driver.turns();
            AttemptId attempt = driver.assigned.element().attempt();
            driver.worksUnheard();
            return attempt;
        }
    }

    private void givenKilledWhileCommitting() throws Exception {
        Change committing = new Change.JobMoved(JobState.RUNNING, JobState.COMMITTING, "");
        try (ManualDriver driver = driver(Claim.FIRST)) {
            driver.takesOver();
            while (!job.committed.contains(committing)) {
                if (!driver.turns() && !driver.worksAndReports()) {
                    driver.doesFileWork();
                }
            }
        }
    }

    private void resumes(Claim claim) throws Exception {
        try (ManualDriver driver = driver(claim)) {
            driver.runsToItsEnd(7);
            assertThat(driver.drive.finished()).isEqualTo(JobState.SUCCEEDED);
        }
        job.assertDone();
    }

    private static void flipLastByte(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[content.length - 2] ^= 1;
        Files.write(file, content);
    }

    @Test
    void an_attempt_whose_file_was_altered_is_not_harvested_and_costs_nothing() throws Exception {
        AttemptId attempt = givenKilledWhileWorking();
        flipLastByte(job.directory.attempt(attempt).resolve("mr-0-1"));
        resumes(Claim.RESUME);
        assertThat(job.winners()).doesNotContain(attempt);
        assertThat(job.committed)
                .filteredOn(Change.AttemptEnded.class::isInstance)
                .singleElement()
                .satisfies(change -> {
                    Change.AttemptEnded ended = (Change.AttemptEnded) change;
                    assertThat(ended.attempt()).isEqualTo(attempt);
                    assertThat(ended.to()).isEqualTo(AttemptState.LOST);
                    assertThat(ended.kind()).isEqualTo(FailureKind.DRIVER_LOST);
                    assertThat(ended.message()).contains("its driver ended, and", "mr-0-1 has", "expected");
                });
    }

    @Test
    void an_attempt_whose_receipt_was_altered_is_not_harvested() throws Exception {
        AttemptId attempt = givenKilledWhileWorking();
        flipLastByte(job.directory.receipt(attempt));
        resumes(Claim.RESUME);
        assertThat(job.winners()).doesNotContain(attempt);
    }

    @Test
    void a_receipt_copied_from_another_attempt_is_not_harvested() throws Exception {
        AttemptId attempt = givenKilledWhileWorking();
        AttemptId other = new AttemptId(attempt.task(), 1, 99);
        Path receipt = job.directory.receipt(attempt);
        String copied = Files.readString(receipt).replace(attempt.nonceText(), other.nonceText());
        List<String> lines = copied.lines().toList();
        Files.write(receipt, CheckedText.format(lines.subList(0, lines.size() - 1)));
        resumes(Claim.RESUME);
        assertThat(job.winners()).doesNotContain(attempt, other);
        assertThat(job.committed)
                .filteredOn(Change.AttemptEnded.class::isInstance)
                .singleElement()
                .asString()
                .contains("its RECEIPT is about m-0.1-0000000000000063");
    }

    @Test
    void after_a_reboot_winners_are_verified_and_exactly_the_damaged_run_again() throws Exception {
        givenKilledAfterWins(3);
        flipLastByte(job.directory.intermediate().resolve("mr-1-0"));
        resumes(Claim.AFTER_REBOOT);
        assertThat(job.wins(TaskId.map(1))).isEqualTo(2);
        assertThat(job.wins(TaskId.map(0))).isEqualTo(1);
        assertThat(job.wins(TaskId.reduce(0))).as("made from the same bytes").isEqualTo(1);
        assertThat(job.said).anyMatch(line -> line.contains("map-1 attempt 1's output is damaged"));
    }

    @Test
    void without_a_reboot_a_damaged_map_is_found_by_the_reduce_that_reads_it() throws Exception {
        givenKilledAfterWins(2);
        flipLastByte(job.directory.intermediate().resolve("mr-1-0"));
        resumes(Claim.RESUME);
        assertThat(job.wins(TaskId.map(1))).isEqualTo(2);
        assertThat(job.wins(TaskId.map(0))).isEqualTo(1);
    }

    @Test
    void after_a_reboot_while_committing_nothing_is_published_before_the_damage_is_mended() throws Exception {
        givenKilledWhileCommitting();
        flipLastByte(job.directory.intermediate().resolve("mr-0-0"));
        try (ManualDriver driver = driver(Claim.AFTER_REBOOT)) {
            driver.takesOver();
            driver.doesAllFileWork();
            assertThat(job.directory.output()).doesNotExist();
            assertThat(driver.store.load().state()).isEqualTo(JobState.RUNNING);
        }
        resumes(Claim.AFTER_REBOOT);
        assertThat(job.wins(TaskId.map(0))).isEqualTo(2);
    }

    @Test
    void an_output_that_vanished_before_it_was_published_is_made_again() throws Exception {
        try (ManualDriver driver = driver(Claim.FIRST)) {
            driver.takesOver();
            while (job.wins(TaskId.reduce(1)) == 0) {
                driver.turns();
                driver.worksAndReports();
            }
            AttemptId output = job.winners().get(3);
            Files.delete(job.directory.attempt(output).resolve("out-1"));
            while (driver.drive.stop() == null) {
                driver.doesAllFileWork();
                driver.turns();
                driver.worksAndReports();
            }
            driver.doesAllFileWork();
            driver.drive.clear();
        }
        assertThat(job.wins(TaskId.reduce(1))).isEqualTo(2);
        job.assertDone();
    }

    @Test
    void an_intermediate_folder_that_vanished_is_made_again_with_what_was_in_it() throws Exception {
        givenKilledAfterWins(1);
        Path folder = job.directory.intermediate();
        try (ManualDriver driver = driver(Claim.RESUME)) {
            driver.takesOver();
            for (Path file : job.site(Steps.withoutCrash()).files().list(folder)) {
                Files.delete(file);
            }
            Files.delete(folder);
            while (driver.drive.stop() == null) {
                driver.turns();
                driver.worksAndReports();
                driver.doesAllFileWork();
            }
            driver.drive.clear();
        }
        job.assertDone();
    }

    @Test
    void an_output_that_is_not_this_jobs_is_neither_replaced_nor_believed() throws Exception {
        givenKilledAfterWins(3);
        Files.writeString(Files.createDirectory(job.directory.output()).resolve("out-0"), "precious\n");
        try (ManualDriver driver = driver(Claim.RESUME)) {
            driver.runsToItsEnd(7);
            assertThat(driver.drive.stop()).satisfies(stop -> {
                assertThat(stop.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
                assertThat(stop.line())
                        .isEqualTo(job.directory.output() + " holds files that are not this job's output; move them"
                                + " away, then: mr-driver resume --dir " + job.directory.root());
            });
        }
        assertThat(job.directory.output().resolve("out-0")).hasContent("precious\n");
        Files.delete(job.directory.output().resolve("out-0"));
        resumes(Claim.RESUME);
    }

    @Test
    void what_killed_runs_left_is_swept_away_and_what_is_needed_stays() throws Exception {
        givenKilledAfterWins(3);
        JobDirectory directory = job.directory;
        for (String stray : List.of("publish-job-1-1", "trash-job-0", "attempts/m-0.7-00000000000000ff")) {
            Files.writeString(
                    Files.createDirectories(directory.own().resolve(stray)).resolve("file"), "stray");
        }
        Files.writeString(directory.own().resolve("work-r-0.1-00000000000000aa"), "stray");
        try (ManualDriver driver = driver(Claim.RESUME)) {
            driver.takesOver();
            assertThat(job.own()).containsExactly("attempts", "driver.json", "driver.lock", "logs");
            AttemptId output = job.winners().get(2);
            assertThat(job.site(Steps.withoutCrash()).files().list(directory.attempts()))
                    .containsExactly(directory.attempt(output));
        }
        resumes(Claim.RESUME);
    }

    @Test
    void a_driver_that_was_superseded_says_and_does_nothing() throws Exception {
        try (ManualDriver old = driver(Claim.FIRST)) {
            old.takesOver();
            old.turns();
            try (JobStore newer = SqliteStore.open(job.directory.database())) {
                newer.claim(JobSite.DRIVER, 0);
            }
            int said = old.sent.size();
            old.worksAndReports();
            assertThatThrownBy(old::turns)
                    .isInstanceOf(JobStore.SupersededException.class)
                    .hasMessageContaining("epoch 1 of")
                    .hasMessageContaining("is over: epoch 2 began");
            assertThat(old.sent).hasSize(said);
            assertThat(old.doesFileWork()).isFalse();
            assertThat(job.winners()).isEmpty();
        }
        resumes(Claim.RESUME);
    }

    @Test
    void when_a_commit_fails_nothing_of_its_turn_is_said_or_done() throws Exception {
        Steps counted = Steps.withoutCrash();
        try (ManualDriver driver = ManualDriver.of(job, counted, Claim.FIRST)) {
            driver.takesOver();
            driver.turns();
            driver.worksAndReports();
            int said = driver.sent.size();
            driver.store.close();
            assertThatThrownBy(driver::turns).isInstanceOf(RuntimeException.class);
            assertThat(driver.sent).hasSize(said);
            assertThat(driver.doesFileWork()).isFalse();
            assertThat(counted.taken().get(counted.taken().size() - 1)).startsWith("COMMIT");
        }
        resumes(Claim.RESUME);
        assertThat(job.wins(TaskId.map(0))).isEqualTo(1);
    }

    @Test
    void a_job_that_ends_in_the_first_turn_is_said_to_have_ended() throws Exception {
        givenKilledAfterWins(2);
        try (SqliteStore store = SqliteStore.open(job.directory.database())) {
            JobSnapshot.StoredTask map = store.load().tasks().get(0);
            store.commit(
                    store.load().epoch(),
                    0,
                    List.of(new Change.TaskMoved(map.task(), TaskState.COMMITTED, TaskState.COMMITTED, 1, 0, 0, 4)));
        }
        flipLastByte(job.directory.intermediate().resolve("mr-0-0"));
        try (ManualDriver driver = driver(Claim.AFTER_REBOOT)) {
            driver.drive.takeOver();
            assertThat(driver.drive.finished()).isEqualTo(JobState.FAILED);
            assertThat(driver.drive.message()).contains("that was the 5th time, check the disk");
        }
        assertThat(job.directory.driverJson()).content().contains("FAILED");
    }

    @Test
    void a_zombie_of_the_driver_before_is_turned_away_and_what_it_writes_goes_with_the_job() throws Exception {
        DriverMessage.Assign held;
        try (ManualDriver driver = driver(Claim.FIRST)) {
            driver.takesOver();
            driver.turns();
            held = driver.assigned.element();
        }
        ManualWorker zombie = new ManualWorker(job.directory);
        try (ManualDriver driver = driver(Claim.RESUME)) {
            driver.takesOver();
            driver.turns();
            driver.doesAllFileWork();
            driver.says(zombie.work(held));
            driver.turns();
            assertThat(driver.sent.get(driver.sent.size() - 1))
                    .isEqualTo(new DriverMessage.Rejected(held.attempt(), "it is no longer the driver's"));
        }
        resumes(Claim.RESUME);
        assertThat(job.winners()).doesNotContain(held.attempt());
    }
}
