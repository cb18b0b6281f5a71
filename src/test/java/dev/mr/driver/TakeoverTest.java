package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.driver.ManualDriver.Claim;
import dev.mr.files.JobDirectory;
import dev.mr.job.Change;
import dev.mr.job.Event;
import dev.mr.job.JobSnapshot;
import dev.mr.store.JobStore;
import dev.mr.store.SqliteStore;
import dev.mr.task.AttemptId;
import dev.mr.task.AttemptState;
import dev.mr.task.CheckedText;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.JobState;
import dev.mr.task.RecordNote;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import dev.mr.task.WorkerMessage;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a driver makes of what an earlier one, or its workers, left behind; and what it does when another took over. */
class TakeoverTest extends JobSiteTest {
    @Test
    void an_attempt_whose_file_was_altered_is_not_harvested_and_costs_nothing() throws Exception {
        AttemptId attempt = story.killedWhileWorking();
        DriverStory.flipLastByte(job.directory.attempt(attempt).resolve("mr-0-1"));
        story.resumes(Claim.RESUME);
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
        AttemptId attempt = story.killedWhileWorking();
        DriverStory.flipLastByte(job.directory.receipt(attempt));
        story.resumes(Claim.RESUME);
        assertThat(job.winners()).doesNotContain(attempt);
    }

    @Test
    void a_receipt_copied_from_another_attempt_is_not_harvested() throws Exception {
        AttemptId attempt = story.killedWhileWorking();
        AttemptId other = new AttemptId(attempt.task(), 1, 99);
        Path receipt = job.directory.receipt(attempt);
        String copied = Files.readString(receipt).replace(attempt.nonceText(), other.nonceText());
        List<String> lines = copied.lines().toList();
        Files.write(receipt, CheckedText.format(lines.subList(0, lines.size() - 1)));
        story.resumes(Claim.RESUME);
        assertThat(job.winners()).doesNotContain(attempt, other);
        assertThat(job.committed)
                .filteredOn(Change.AttemptEnded.class::isInstance)
                .singleElement()
                .asString()
                .contains("its RECEIPT is about m-0.1-0000000000000063");
    }

    @Test
    void what_killed_runs_left_is_swept_away_and_what_is_needed_stays() throws Exception {
        story.killedAfterWins(3);
        JobDirectory directory = job.directory;
        for (String stray :
                List.of("publish-job-1-1", "trash-job-0", "sequential-run/out", "attempts/m-0.7-00000000000000ff")) {
            Files.writeString(
                    Files.createDirectories(directory.own().resolve(stray)).resolve("file"), "stray");
        }
        Files.writeString(directory.own().resolve("work-r-0.1-00000000000000aa"), "stray");
        try (ManualDriver driver = story.driver(Claim.RESUME)) {
            driver.takesOver();
            driver.doesAllFileWork();
            assertThat(job.own()).containsExactly("attempts", "driver.json", "driver.lock", "logs", "owner");
            AttemptId output = job.winners().get(2);
            assertThat(job.site(Steps.withoutCrash()).files().list(directory.attempts()))
                    .containsExactly(directory.attempt(output));
        }
        story.resumes(Claim.RESUME);
    }

    @Test
    void the_sweep_is_over_before_the_first_turn_lets_the_output_be_assembled() throws Exception {
        story.killedWhileCommitting();
        Steps steps = Steps.withoutCrash();
        Files.createDirectory(job.directory.publish("job-1", 1));
        try (ManualDriver driver = ManualDriver.of(job, steps, Claim.RESUME)) {
            driver.runsToItsEnd(7);
        }
        List<String> told = steps.taken().stream()
                .filter(step -> step.startsWith("delete publish-job-1-1") || step.startsWith("COMMIT Noted"))
                .map(step -> step.substring(0, 6))
                .limit(2)
                .toList();
        assertThat(told).containsExactly("delete", "COMMIT");
        job.assertDone();
    }

    @Test
    void a_driver_that_was_superseded_says_and_does_nothing() throws Exception {
        try (ManualDriver old = story.driver(Claim.FIRST)) {
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
        story.resumes(Claim.RESUME);
    }

    @Test
    void a_driver_that_was_superseded_while_it_had_nothing_to_do_notices_within_a_second() throws Exception {
        Steps steps = Steps.withoutCrash();
        try (ManualDriver old = ManualDriver.of(job, steps, Claim.FIRST)) {
            old.drive.takeOver();
            try (JobStore newer = SqliteStore.open(job.directory.database())) {
                newer.claim(JobSite.DRIVER, 0);
            }
            int taken = steps.taken().size();
            job.passes(Duration.ofSeconds(1));
            assertThatThrownBy(() -> old.drive.loop().turn(List.of()))
                    .isInstanceOf(JobStore.SupersededException.class)
                    .hasMessageContaining("is over: epoch 2 began");
            assertThat(steps.taken()).hasSize(taken);
        }
    }

    @Test
    void an_idle_driver_looks_at_the_epoch_once_a_second_and_writes_nothing() throws Exception {
        Steps steps = Steps.withoutCrash();
        try (ManualDriver driver = ManualDriver.of(job, steps, Claim.FIRST)) {
            driver.drive.takeOver();
            int taken = steps.taken().size();
            for (int tick = 0; tick < 10; tick++) {
                job.passes(Duration.ofMillis(500));
                driver.drive.loop().turn(List.of());
            }
            assertThat(job.epochChecks).isEqualTo(5);
            assertThat(steps.taken()).hasSize(taken);
        }
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
        story.resumes(Claim.RESUME);
        assertThat(job.wins(TaskId.map(0))).isEqualTo(1);
    }

    @Test
    void a_job_that_ends_in_the_first_turn_is_said_to_have_ended() throws Exception {
        story.killedAfterWins(2);
        try (SqliteStore store = SqliteStore.open(job.directory.database())) {
            JobSnapshot.StoredTask map = store.load().tasks().get(0);
            store.commit(
                    store.load().epoch(),
                    0,
                    List.of(new Change.TaskMoved(map.task(), TaskState.COMMITTED, TaskState.COMMITTED, 1, 0, 0, 4)));
        }
        DriverStory.flipLastByte(job.directory.intermediate().resolve("mr-0-0"));
        try (ManualDriver driver = story.driver(Claim.AFTER_REBOOT)) {
            driver.drive.takeOver();
            assertThat(driver.drive.finished()).isEqualTo(JobState.FAILED);
            assertThat(driver.drive.message()).contains("that was the 5th time, check the disk");
        }
        assertThat(job.directory.driverJson()).content().contains("FAILED");
    }

    /** What a worker says first that comes back when it has lost its driver. */
    private static WorkerMessage.Hello lasting(List<AttemptId> held, int former) {
        return new WorkerMessage.Hello("w", "alpha", 4711, 1, "1.2.3", 120_000, "job-1", held, former);
    }

    @Test
    void an_attempt_whose_worker_comes_back_stays_its_own_directory_and_all_and_wins() throws Exception {
        DriverMessage.Assign held;
        try (ManualDriver driver = story.driver(Claim.FIRST)) {
            driver.drive.takeOver();
            driver.says(lasting(List.of(), 0));
            driver.says(new WorkerMessage.Ready(1));
            driver.turns();
            held = driver.assigned.element();
        }
        Path own = Files.createDirectory(job.directory.attempt(held.attempt()));
        try (ManualDriver driver = story.driver(Claim.RESUME)) {
            driver.drive.takeOver();
            driver.says(lasting(List.of(held.attempt()), 1));
            driver.turns();
            driver.doesAllFileWork();
            assertThat(own).exists();
            assertThat(job.committed).contains(new Change.AttemptAdopted(held.attempt(), 2));

            Files.delete(own);
            driver.says(new ManualWorker(job.directory).work(held));
            driver.turns();
            assertThat(driver.sent).last().isEqualTo(new DriverMessage.Committed(held.attempt()));
        }
        assertThat(job.committed).noneMatch(Change.AttemptEnded.class::isInstance);
        story.resumes(Claim.RESUME);
        assertThat(job.winners()).contains(held.attempt());
    }

    @Test
    void an_attempt_whose_worker_would_come_back_is_harvested_when_it_has_finished() throws Exception {
        DriverMessage.Assign held;
        WorkerMessage report;
        try (ManualDriver driver = story.driver(Claim.FIRST)) {
            driver.drive.takeOver();
            driver.says(lasting(List.of(), 0));
            driver.says(new WorkerMessage.Ready(1));
            driver.turns();
            held = driver.assigned.element();
            report = new ManualWorker(job.directory).work(held);
        }
        try (ManualDriver driver = story.driver(Claim.RESUME)) {
            driver.drive.takeOver();
            assertThat(job.winners()).containsExactly(held.attempt());
            driver.says(lasting(List.of(held.attempt()), 1));
            driver.says(report);
            driver.turns();
            assertThat(driver.sent).last().isEqualTo(new DriverMessage.Committed(held.attempt()));
        }
        story.resumes(Claim.RESUME);
    }

    @Test
    void an_attempt_whose_worker_does_not_come_back_runs_again_after_a_lease() throws Exception {
        AttemptId attempt;
        try (ManualDriver driver = story.driver(Claim.FIRST)) {
            driver.drive.takeOver();
            driver.says(lasting(List.of(), 0));
            driver.says(new WorkerMessage.Ready(1));
            driver.turns();
            attempt = driver.assigned.element().attempt();
        }
        try (ManualDriver driver = story.driver(Claim.RESUME)) {
            driver.takesOver();
            driver.turns();
            assertThat(job.committed).noneMatch(Change.AttemptEnded.class::isInstance);
            for (int tick = 0; tick < 21; tick++) {
                job.passes(Duration.ofMillis(500));
                driver.says(new WorkerMessage.Heartbeat(tick, List.of()));
                driver.turns();
            }
            assertThat(job.committed)
                    .contains(new Change.AttemptEnded(
                            attempt,
                            AttemptState.LIVE,
                            AttemptState.LOST,
                            FailureKind.DRIVER_LOST,
                            "its driver ended, and worker 1 did not come back within 10000 ms"));
        }
        story.resumes(Claim.RESUME);
    }

    @Test
    void a_stream_that_ends_takes_its_attempt_along_and_says_where_that_was() throws Exception {
        try (ManualDriver driver = story.driver(Claim.FIRST)) {
            driver.takesOver();
            driver.turns();
            AttemptId attempt = driver.assigned.element().attempt();
            ByteBuffer note = ByteBuffer.allocate(RecordNote.BYTES);
            RecordNote.put(note, 0, 3, 2, 0);
            Files.createDirectory(job.directory.attempt(attempt));
            Files.write(job.directory.record(attempt), note.array());
            driver.drive.loop().turn(List.of(new Event.StreamClosed(ManualDriver.SESSION, "it is gone")));
            assertThat(job.committed)
                    .contains(new Change.AttemptEnded(
                            attempt,
                            AttemptState.LIVE,
                            AttemptState.LOST,
                            FailureKind.WORKER_LOST,
                            "the stream of worker 1 (w) ended: it is gone; it was last at input "
                                    + job.plan.inputs().get(0).path() + " at offset 3 (2 bytes)"));
        }
        story.resumes(Claim.RESUME);
    }

    @Test
    void a_zombie_of_the_driver_before_is_turned_away_and_what_it_writes_goes_with_the_job() throws Exception {
        DriverMessage.Assign held;
        try (ManualDriver driver = story.driver(Claim.FIRST)) {
            driver.takesOver();
            driver.turns();
            held = driver.assigned.element();
        }
        ManualWorker zombie = new ManualWorker(job.directory);
        try (ManualDriver driver = story.driver(Claim.RESUME)) {
            driver.takesOver();
            driver.turns();
            driver.doesAllFileWork();
            driver.says(zombie.work(held));
            driver.turns();
            assertThat(driver.sent.get(driver.sent.size() - 1))
                    .isEqualTo(new DriverMessage.Rejected(held.attempt(), "it is no longer the driver's"));
        }
        story.resumes(Claim.RESUME);
        assertThat(job.winners()).doesNotContain(held.attempt());
    }
}
