package dev.mr.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.AttemptId;
import dev.mr.task.AttemptState;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import dev.mr.task.WorkerMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workers whose streams end while they work on, and who come back in time, too late, or to another driver. */
class ReturnsTest {
    private static final TaskId MAP = TaskId.map(0);
    private static final Duration PAST_LEASE = SampleJob.LEASE.plusSeconds(1);

    private World world = World.of(SampleJob.of(2, 1));
    private final TestWorker before = world.lastingWorker("lasting", 1);
    private final AttemptId attempt = before.assigned();

    private static DriverMessage.Revoke revoke(AttemptId attempt) {
        return new DriverMessage.Revoke(attempt, "it is not this worker's any more");
    }

    /** It is back, holds its attempt, and has been told nothing bad. */
    private TestWorker comesBack() {
        TestWorker back = world.returning(before);
        back.holds(1, attempt);
        assertThat(back.heard()).hasSize(1).first().isInstanceOf(DriverMessage.Welcome.class);
        return back;
    }

    private void isRunOnce() {
        assertThat(world.task(MAP).attempts()).isEqualTo(1);
        assertThat(world.task(MAP).workerLosses()).isZero();
        assertThat(world.task(MAP).userFailures()).isZero();
    }

    @Test
    void a_worker_that_is_back_within_a_lease_goes_on_with_its_attempt() {
        before.streamCloses();
        world.passesTicking(SampleJob.LEASE);
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.LEASED);

        TestWorker back = comesBack();
        assertThat(world.last(Effect.Persist.class))
                .contains(
                        new Effect.Persist(new Change.AttemptAdopted(attempt, 2)),
                        new Effect.Persist(
                                new Change.Noted("adopted", MAP, 1, 2, "worker 1 came back as worker 2 (lasting)")));
        assertThat(world.store.load().live()).containsExactly(new JobSnapshot.StoredAttempt(attempt, 2, 120_000));
        back.succeeds(attempt);
        assertThat(back.heardLast()).containsExactly(new DriverMessage.Committed(attempt));
        isRunOnce();
    }

    @Test
    void the_lease_of_one_that_is_back_begins_anew() {
        before.streamCloses();
        world.passesTicking(SampleJob.LEASE);
        TestWorker back = comesBack();
        world.passesTicking(SampleJob.LEASE);
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.LEASED);
        world.passesTicking(Duration.ofSeconds(1));
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.PENDING);
        assertThat(back.heardLast()).isEmpty();
    }

    @Test
    void one_that_is_not_back_within_a_lease_counts_as_dead_and_is_turned_away_later() {
        before.heartbeat(attempt);
        before.streamCloses();
        world.passesTicking(PAST_LEASE);
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.PENDING);
        assertThat(world.task(MAP).workerLosses()).isEqualTo(1);
        assertThat(world.all(Effect.Discard.class)).containsExactly(new Effect.Discard(attempt));
        assertThat(world.warnings())
                .containsExactly(
                        "map-0 attempt 1 lost: the stream of worker 1 (lasting) ended: the connection broke, and it"
                                + " did not come back within 10000 ms; it was last at line 3; it runs again");

        TestWorker late = world.returning(before);
        late.holds(1, attempt);
        assertThat(late.heardLast()).contains(revoke(attempt));
        assertThat(world.last(Effect.Persist.class))
                .contains(new Effect.Persist(new Change.AttemptEnded(
                        attempt,
                        AttemptState.LOST,
                        AttemptState.REJECTED,
                        FailureKind.WORKER_LOST,
                        "it came back from worker 2 (lasting) and was turned away")));
        late.succeeds(attempt);
        assertThat(late.heardLast())
                .containsExactly(new DriverMessage.Rejected(attempt, "it is no longer the driver's"));
        late.ready(1);
        assertThat(late.assigned().number()).isEqualTo(2);
    }

    @Test
    void one_that_is_not_back_within_a_lease_after_a_resume_costs_nothing() {
        world = world.resumed();
        world.passesTicking(SampleJob.LEASE);
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.LEASED);
        world.passesTicking(Duration.ofSeconds(1));
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.PENDING);
        isRunOnce();
        assertThat(world.all(Effect.Persist.class))
                .contains(new Effect.Persist(new Change.AttemptEnded(
                        attempt,
                        AttemptState.LIVE,
                        AttemptState.LOST,
                        FailureKind.DRIVER_LOST,
                        "its driver ended, and worker 1 did not come back within 10000 ms")));
    }

    @Test
    void the_next_driver_goes_on_with_what_its_worker_holds() {
        world = world.resumed();
        TestWorker back = comesBack();
        back.succeeds(attempt);
        assertThat(back.heardLast()).containsExactly(new DriverMessage.Committed(attempt));
        assertThat(world.winnerOf(MAP)).isEqualTo(attempt);
        isRunOnce();
    }

    @Test
    void a_driver_that_was_away_itself_gives_workers_another_lease_to_come_back() {
        world.passesTicking(Duration.ofSeconds(1));
        before.streamCloses();
        world.passes(PAST_LEASE);
        world.happens(new Event.Tick());
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.LEASED);
        comesBack();
    }

    @Test
    void a_worker_that_holds_an_attempt_in_its_only_slot_gets_no_other_before_it_is_ready() {
        before.streamCloses();
        TestWorker back = comesBack();
        back.heartbeat(attempt);
        assertThat(back.newlyAssigned()).isNull();
        back.succeeds(attempt);
        back.ready(1);
        assertThat(back.assigned().task()).isEqualTo(TaskId.map(1));
        assertThat(back.newlyAssigned()).isNull();
    }

    @Test
    void what_the_worker_was_assigned_and_never_got_is_free_as_soon_as_it_is_back() {
        before.streamCloses();
        TestWorker back = world.returning(before);
        back.holds(1);
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.PENDING);
        isRunOnce();
        back.ready(1);
        assertThat(back.assigned().number()).isEqualTo(2);
    }

    @Test
    void what_finished_while_no_driver_lived_is_acknowledged_when_its_worker_says_it_again() {
        world = world.successor();
        world.happens(new Event.Started());
        world.happens(new Event.Harvested(attempt, world.job.receipt(attempt)));
        TestWorker back = comesBack();
        back.reports(attempt, null);
        assertThat(back.heardLast()).containsExactly(new DriverMessage.Committed(attempt));
        isRunOnce();
    }

    @Test
    void of_two_workers_that_claim_an_attempt_the_first_has_it() {
        before.streamCloses();
        TestWorker first = comesBack();
        TestWorker second = world.worker("other");
        second.lasts();
        second.holds(1, attempt, attempt);
        assertThat(second.heardLast()).contains(revoke(attempt));
        first.succeeds(attempt);
        assertThat(first.heardLast()).containsExactly(new DriverMessage.Committed(attempt));
        isRunOnce();
    }

    @Test
    void a_worker_that_is_back_before_its_driver_noticed_anything_keeps_its_attempt() {
        TestWorker back = comesBack();
        assertThat(world.last(Effect.Refuse.class))
                .containsExactly(new Effect.Refuse(before.session, "its worker is back on another stream"));
        before.streamCloses();
        assertThat(world.lastEffects()).isEmpty();
        back.succeeds(attempt);
        assertThat(world.winnerOf(MAP)).isEqualTo(attempt);
        isRunOnce();
    }

    @Test
    void of_streams_that_a_worker_opened_one_after_the_other_the_last_has_its_attempt() {
        TestWorker unheard = comesBack();
        TestWorker back = world.returning(before);
        back.holds(1, attempt);
        assertThat(back.heard()).hasSize(1);
        assertThat(world.last(Effect.Refuse.class))
                .extracting(Effect.Refuse::session)
                .containsExactly(unheard.session);
        back.succeeds(attempt);
        assertThat(world.winnerOf(MAP)).isEqualTo(attempt);
        isRunOnce();
    }

    @Test
    void a_stranger_of_the_same_number_does_not_end_a_stream() {
        TestWorker stranger = world.worker("stranger");
        stranger.says(new WorkerMessage.Hello("stranger", "beta", 1, 1, World.BUILD, 1, "", List.of(attempt), 1));
        assertThat(world.last(Effect.Refuse.class)).isEmpty();
        assertThat(stranger.heardLast()).contains(revoke(attempt));
        before.succeeds(attempt);
        assertThat(world.winnerOf(MAP)).isEqualTo(attempt);
    }

    @Test
    void a_worker_that_has_said_goodbye_is_not_waited_for() {
        before.saysGoodbye();
        before.streamCloses();
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.PENDING);
        isRunOnce();
    }

    @Test
    void nothing_is_tried_elsewhere_while_its_worker_is_away_and_a_backup_that_wins_ends_what_it_backs() {
        TestWorker other = world.lastingWorker("other", 1);
        AttemptId second = other.assigned();
        world.passes(Duration.ofMillis(100));
        other.succeeds(second);
        world.fileWorkIsDone();
        other.ready(1);
        for (int i = 0; i < 15; i++) {
            world.passesTicking(Duration.ofSeconds(1));
            before.heartbeat(attempt);
            other.heartbeat();
        }
        AttemptId backup = other.assigned();
        assertThat(backup.task()).isEqualTo(MAP);
        before.streamCloses();
        other.succeeds(backup);
        assertThat(world.winnerOf(MAP)).isEqualTo(backup);

        TestWorker back = world.returning(before);
        back.holds(1, attempt);
        assertThat(back.heardLast()).contains(revoke(attempt));
        world.runsToTheEnd();
        assertThat(world.state().isFinished()).isTrue();
    }
}
