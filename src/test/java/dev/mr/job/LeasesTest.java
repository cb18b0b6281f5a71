package dev.mr.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.AttemptId;
import dev.mr.task.AttemptState;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Silence, zombies, and a driver that was itself away. */
class LeasesTest {
    private static final TaskId MAP = TaskId.map(0);
    private static final Duration PAST_LEASE = SampleJob.LEASE.plusSeconds(1);

    private final World world = World.of(SampleJob.of(1, 1));
    private final TestWorker sleeper = world.readyWorker("sleeper");
    private final AttemptId attempt = sleeper.assigned();

    @Test
    void silence_frees_the_task_when_the_lease_is_over_and_not_before() {
        world.passesTicking(SampleJob.LEASE);
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.LEASED);
        world.passesTicking(Duration.ofSeconds(1));
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.PENDING);
        assertThat(world.task(MAP).workerLosses()).isEqualTo(1);
        assertThat(world.all(Effect.Discard.class)).containsExactly(new Effect.Discard(attempt));
        assertThat(world.warnings())
                .containsExactly("map-0 attempt 1 on worker 1 (sleeper) lost: no word from worker 1 (sleeper)"
                        + " for 10000 ms; it runs again");
    }

    @Test
    void a_takeover_that_took_long_leaves_workers_that_come_back_a_full_lease() {
        World old = World.of(SampleJob.of(1, 1));
        old.lastingWorker("lasting", 1);
        World next = old.resumed();
        next.passes(SampleJob.LEASE.multipliedBy(2));
        next.happens(new Event.Tick());
        assertThat(next.stateOf(MAP)).isEqualTo(TaskState.LEASED);
        next.passesTicking(SampleJob.LEASE);
        assertThat(next.stateOf(MAP)).isEqualTo(TaskState.LEASED);
        next.passesTicking(Duration.ofSeconds(1));
        assertThat(next.stateOf(MAP)).isEqualTo(TaskState.PENDING);
    }

    @Test
    void the_driver_looks_four_times_a_lease_and_twice_a_second_at_least_but_not_more_than_each_millisecond() {
        for (long[] example : new long[][] {{10_000, 500_000_000}, {1_000, 250_000_000}, {1, 1_000_000}}) {
            Leases leases = new Leases(Duration.ofMillis(example[0]), new Crew(0), new Orphans());
            assertThat(leases.tickNanos()).isEqualTo(example[1]);
            assertThat(leases.leaseMillis()).isEqualTo(example[0]);
        }
    }

    @Test
    void a_heartbeat_renews_the_lease_whatever_it_lists() {
        for (int second = 0; second < 30; second++) {
            world.passesTicking(Duration.ofSeconds(1));
            sleeper.heartbeat();
            assertThat(sleeper.heardLast()).containsExactly(new DriverMessage.HeartbeatAck(second + 1));
        }
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.LEASED);
    }

    @Test
    void a_report_that_comes_after_the_lease_is_rejected_and_a_person_hears_of_it() {
        world.passesTicking(PAST_LEASE);
        sleeper.succeeds(attempt);
        assertThat(sleeper.heardLast())
                .containsExactly(new DriverMessage.Rejected(attempt, "it is no longer the driver's"));
        assertThat(world.last(Effect.Persist.class))
                .contains(new Effect.Persist(new Change.AttemptEnded(
                        attempt,
                        AttemptState.LOST,
                        AttemptState.REJECTED,
                        FailureKind.LEASE_EXPIRED,
                        "it came back from worker 1 (sleeper) and was turned away")));
        assertThat(world.last(Effect.Warn.class))
                .containsExactly(new Effect.Warn(
                        "map-0 attempt 1 on worker 1 (sleeper) came back after it was lost; its report is rejected"));
        sleeper.succeeds(attempt);
        assertThat(world.last(Effect.Warn.class)).isEmpty();
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.PENDING);
    }

    @Test
    void a_zombie_that_still_works_is_told_to_stop_once() {
        world.passesTicking(PAST_LEASE);
        sleeper.heartbeat(attempt);
        assertThat(sleeper.heardLast())
                .containsExactly(
                        new DriverMessage.Revoke(attempt, "its lease ended"), new DriverMessage.HeartbeatAck(1));
        assertThat(world.last(Effect.Warn.class)).hasSize(1);
        sleeper.heartbeat(attempt);
        assertThat(sleeper.heardLast()).containsExactly(new DriverMessage.HeartbeatAck(2));
    }

    @Test
    void a_zombie_reports_while_the_task_has_another_winner() {
        world.passesTicking(PAST_LEASE);
        TestWorker other = world.readyWorker("other");
        AttemptId second = other.assigned();
        assertThat(second.number()).isEqualTo(2);
        other.succeeds(second);
        sleeper.succeeds(attempt);
        assertThat(world.winnerOf(MAP)).isEqualTo(second);
        assertThat(sleeper.heardLast()).singleElement().isInstanceOf(DriverMessage.Rejected.class);
    }

    @Test
    void a_silent_worker_gets_nothing_until_it_speaks() {
        TestWorker silent = world.readyWorker("silent");
        assertThat(silent.newlyAssigned()).isNull();
        world.passesTicking(PAST_LEASE);
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.PENDING);
        assertThat(silent.newlyAssigned()).isNull();
        silent.heartbeat();
        assertThat(silent.assigned().task()).isEqualTo(MAP);
    }

    @Test
    void a_driver_that_was_paused_gives_everyone_a_new_lease_first() {
        world.passesTicking(Duration.ofSeconds(2));
        world.passes(Duration.ofMinutes(5));
        world.happens(new Event.Tick());
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.LEASED);
        world.passesTicking(SampleJob.LEASE);
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.LEASED);
        world.passesTicking(Duration.ofSeconds(1));
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.PENDING);
    }

    @Test
    void a_driver_that_was_a_little_late_renews_nothing() {
        world.passesTicking(Duration.ofSeconds(7));
        world.passes(Duration.ofSeconds(5));
        world.happens(new Event.Tick());
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.PENDING);
    }

    @Test
    void a_message_received_before_the_tick_counts() {
        world.passesTicking(Duration.ofSeconds(9));
        world.passes(Duration.ofSeconds(2));
        sleeper.heartbeat(attempt);
        world.happens(new Event.Tick());
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.LEASED);
    }
}
