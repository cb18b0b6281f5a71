package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.job.Event;
import dev.mr.job.JobSnapshot;
import dev.mr.store.ForwardingStore;
import dev.mr.store.JobStore;
import dev.mr.store.SqliteStore;
import dev.mr.task.AttemptId;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.TaskState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the first turn of a driver begins with, and what it refuses to begin with. */
class FirstTurnTest extends JobSiteTest {
    private JobSnapshot stored() {
        try (JobStore store = SqliteStore.open(job.directory.database())) {
            return store.load();
        }
    }

    private List<Event> events(JobSnapshot snapshot, Opening opening) throws IOException {
        AttemptFiles attempts = new AttemptFiles(job.directory.root());
        return new Takeover(snapshot, opening, attempts.receipts, attempts.housekeeping(attempts.files)).events();
    }

    private static JobSnapshot with(
            JobSnapshot job, List<JobSnapshot.StoredTask> tasks, List<JobSnapshot.StoredAttempt> live) {
        return new JobSnapshot(
                job.uuid(),
                job.state(),
                job.message(),
                job.spec(),
                job.inputs(),
                job.splits(),
                tasks,
                live,
                job.skips(),
                job.counters(),
                job.workers(),
                job.epoch());
    }

    @Test
    void an_attempt_is_abandoned_with_the_reason_why_nobody_speaks_for_it() throws Exception {
        try (ManualDriver driver = story.driver(ManualDriver.Claim.FIRST)) {
            driver.takesOver();
            driver.turns();
        }
        JobSnapshot stored = stored();
        AttemptId attempt = stored.live().get(0).attempt();
        assertThat(events(stored, Opening.AFTER_REBOOT))
                .containsExactly(
                        new Event.Started(), new Event.Abandoned(attempt, "its driver ended, and it left no RECEIPT"));
        List<JobSnapshot.StoredAttempt> lasting = List.of(new JobSnapshot.StoredAttempt(attempt, 1, 120_000));
        assertThat(events(with(stored, stored.tasks(), lasting), Opening.AFTER_REBOOT))
                .containsExactly(new Event.Started());
        assertThat(events(with(stored, stored.tasks(), lasting), Opening.AGAIN))
                .containsExactly(
                        new Event.Started(), new Event.Abandoned(attempt, "its job paused, and it left no RECEIPT"));
        assertThat(events(with(stored, List.of(), stored.live()), Opening.AFTER_REBOOT))
                .containsExactly(
                        new Event.Started(),
                        new Event.Abandoned(attempt, "its driver ended, and its task has no use for it"));
    }

    @Test
    void a_task_that_is_leased_and_at_work_nowhere_is_damage() throws Exception {
        story.killedWhileWorking();
        JobSnapshot stored = stored();
        assertThat(stored.tasks().get(0).state()).isEqualTo(TaskState.LEASED);
        assertThatThrownBy(() -> events(with(stored, stored.tasks(), List.of()), Opening.AFTER_REBOOT))
                .isInstanceOfSatisfying(
                        MrException.class,
                        refusal -> assertThat(refusal.exitCode()).isEqualTo(ExitCode.STATE_UNUSABLE))
                .hasMessageStartingWith(
                        "job.db is damaged: map-0 is LEASED, expected a LIVE attempt of it, found none; restore");
        assertThatCode(() -> events(stored, Opening.AFTER_REBOOT)).doesNotThrowAnyException();
    }

    @Test
    void a_database_that_another_driver_wrote_is_looked_at_and_one_that_is_new_is_not() {
        try (JobStore store = SqliteStore.open(job.directory.database())) {
            JobStore damaged = new ForwardingStore(store) {
                @Override
                public Optional<String> findDamage() {
                    return Optional.of("page 7 is torn");
                }
            };
            assertThatCode(() -> Takeover.checkDatabase(damaged, 1)).doesNotThrowAnyException();
            assertThatCode(() -> Takeover.checkDatabase(store, 2)).doesNotThrowAnyException();
            assertThatThrownBy(() -> Takeover.checkDatabase(damaged, 2))
                    .isInstanceOf(MrException.class)
                    .hasMessageStartingWith("job.db is damaged: page 7 is torn; restore it from a backup");
        }
    }
}
