package dev.mr.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Idle workers try again what takes very long elsewhere. */
class BackupsTest {
    private static final Duration MAP_TIME = Duration.ofSeconds(2);

    private final World world = World.of(SampleJob.of(3, 1));
    private final TestWorker quick = world.readyWorker("quick");
    private final TestWorker slow = world.worker("slow");

    /** The quick worker does two maps, while the slow one is still at the third. */
    private AttemptId slowIsLeft() {
        slow.hello();
        slow.ready(1);
        for (int i = 0; i < 2; i++) {
            AttemptId map = quick.assigned();
            passes(MAP_TIME);
            quick.succeeds(map);
            quick.ready(1);
        }
        return slow.assigned();
    }

    private void passes(Duration time) {
        for (Duration left = time; left.compareTo(Duration.ZERO) > 0; left = left.minusMillis(500)) {
            slow.heartbeat();
            quick.heartbeat();
            world.passesTicking(Duration.ofMillis(500));
        }
    }

    @Test
    void the_slowest_attempt_is_tried_again_by_an_idle_worker_after_ten_seconds_and_the_first_commit_wins() {
        AttemptId slowOne = slowIsLeft();
        passes(Duration.ofMillis(5_500));
        assertThat(quick.newlyAssigned()).as("after 9.5 seconds").isNull();
        passes(Duration.ofSeconds(1));
        AttemptId backup = quick.assigned();
        assertThat(backup.task()).isEqualTo(slowOne.task());
        assertThat(backup.number()).isEqualTo(2);
        quick.succeeds(backup);
        assertThat(world.winnerOf(backup.task())).isEqualTo(backup);
        assertThat(slow.heardLast()).contains(new DriverMessage.Revoke(slowOne, backup + " won"));
        slow.succeeds(slowOne);
        assertThat(slow.heardLast())
                .containsExactly(new DriverMessage.Rejected(slowOne, "it is no longer the driver's"));
        assertThat(world.task(backup.task()).userFailures()).isZero();
        assertThat(world.task(backup.task()).workerLosses()).isZero();
        world.fileWorkIsDone();
        world.runsToTheEnd();
        assertThat(world.state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void an_attempt_whose_worker_is_away_has_no_backup_until_it_counts_as_lost() {
        slow.lasts();
        AttemptId slowOne = slowIsLeft();
        passes(Duration.ofMillis(5_500));
        slow.streamCloses();
        for (int second = 0; second < 5; second++) {
            quick.heartbeat();
            world.passesTicking(Duration.ofSeconds(1));
        }
        assertThat(quick.newlyAssigned()).isNull();
        TestWorker back = world.returning(slow);
        back.holds(1, slowOne);
        back.succeeds(slowOne);
        assertThat(world.winnerOf(slowOne.task())).isEqualTo(slowOne);
    }

    @Test
    void the_slow_attempt_wins_if_it_is_first_after_all() {
        AttemptId slowOne = slowIsLeft();
        passes(Duration.ofSeconds(7));
        AttemptId backup = quick.assigned();
        slow.succeeds(slowOne);
        assertThat(world.winnerOf(slowOne.task())).isEqualTo(slowOne);
        assertThat(quick.heardLast()).contains(new DriverMessage.Revoke(backup, slowOne + " won"));
    }

    @Test
    void a_backup_that_fails_costs_nothing_and_is_not_tried_again() {
        AttemptId slowOne = slowIsLeft();
        passes(Duration.ofSeconds(7));
        AttemptId backup = quick.assigned();
        quick.fails(backup, FailureKind.USER);
        quick.ready(1);
        passes(Duration.ofSeconds(20));
        assertThat(quick.newlyAssigned()).isNull();
        assertThat(world.stateOf(slowOne.task())).isEqualTo(TaskState.LEASED);
        assertThat(world.task(slowOne.task()).userFailures()).isZero();
        slow.succeeds(slowOne);
        assertThat(world.winnerOf(slowOne.task())).isEqualTo(slowOne);
    }

    @Test
    void backups_that_want_memory_stop_no_driver() {
        AttemptId slowOne = slowIsLeft();
        passes(Duration.ofSeconds(7));
        for (int i = 0; i < 6; i++) {
            AttemptId backup = quick.newlyAssigned();
            if (backup != null) {
                quick.fails(backup, FailureKind.RESOURCE);
                quick.ready(1);
            }
            passes(Duration.ofSeconds(1));
        }
        assertThat(world.stop()).isNull();
        slow.succeeds(slowOne);
        assertThat(world.winnerOf(slowOne.task())).isEqualTo(slowOne);
    }

    @Test
    void the_first_attempt_may_fail_while_its_backup_goes_on() {
        World strict = World.of(SampleJob.of(3, 1).maxAttempts(1));
        TestWorker fast = strict.readyWorker("fast");
        TestWorker stuck = strict.readyWorker("stuck");
        for (int i = 0; i < 2; i++) {
            fast.succeeds(fast.assigned());
            fast.ready(1);
        }
        for (int i = 0; i < 12; i++) {
            stuck.heartbeat();
            fast.heartbeat();
            strict.passesTicking(Duration.ofSeconds(1));
        }
        AttemptId first = stuck.assigned();
        AttemptId backup = fast.assigned();
        stuck.fails(first, FailureKind.USER);
        assertThat(strict.state()).isEqualTo(JobState.RUNNING);
        fast.succeeds(backup);
        assertThat(strict.winnerOf(first.task())).isEqualTo(backup);
    }

    @Test
    void no_reduce_has_a_backup_while_a_map_runs_again() {
        World world = World.of(SampleJob.of(1, 2));
        TestWorker one = world.readyWorker("one");
        AttemptId map = one.assigned();
        one.succeeds(map);
        world.fileWorkIsDone();
        one.ready(2);
        AttemptId done = one.assigned();
        AttemptId slowReduce = one.assigned();
        one.succeeds(done);
        for (int i = 0; i < 8; i++) {
            one.heartbeat();
            world.passesTicking(Duration.ofSeconds(1));
        }
        world.damaged(map);
        TestWorker two = world.readyWorker("two");
        AttemptId again = two.assigned();
        assertThat(again.task()).isEqualTo(map.task());
        TestWorker three = world.readyWorker("three");
        for (int i = 0; i < 8; i++) {
            one.heartbeat();
            two.heartbeat();
            three.heartbeat();
            world.passesTicking(Duration.ofSeconds(1));
        }
        assertThat(three.newlyAssigned())
                .as("the input of %s is not there", slowReduce)
                .isNull();
    }

    @Test
    void a_task_whose_attempts_are_all_lost_runs_again() {
        AttemptId slowOne = slowIsLeft();
        passes(Duration.ofSeconds(7));
        quick.assigned();
        slow.streamCloses();
        assertThat(world.stateOf(slowOne.task())).isEqualTo(TaskState.LEASED);
        quick.streamCloses();
        assertThat(world.stateOf(slowOne.task())).isEqualTo(TaskState.PENDING);
        world.runsToTheEnd();
        assertThat(world.state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void nothing_is_tried_again_before_it_takes_three_times_what_half_of_the_phase_took() {
        AttemptId map = quick.assigned();
        slow.hello();
        slow.ready(1);
        passes(Duration.ofSeconds(20));
        quick.succeeds(map);
        quick.ready(1);
        AttemptId other = quick.assigned();
        passes(Duration.ofSeconds(20));
        quick.succeeds(other);
        quick.ready(1);
        passes(Duration.ofSeconds(18));
        assertThat(quick.newlyAssigned()).as("58 seconds against 20").isNull();
        passes(Duration.ofSeconds(6));
        assertThat(quick.assigned().task()).isEqualTo(slow.assigned().task());
    }

    @Test
    void nothing_is_tried_again_in_the_worker_that_is_slow() {
        slow.hello();
        slow.ready(2);
        AttemptId first = quick.assigned();
        passes(MAP_TIME);
        quick.succeeds(first);
        slow.assigned();
        slow.assigned();
        slow.ready(1);
        passes(Duration.ofSeconds(30));
        assertThat(slow.newlyAssigned()).isNull();
    }

    @Test
    void of_few_attempts_one_at_a_time_has_a_backup() {
        World many = World.of(SampleJob.of(5, 1));
        TestWorker fast = many.readyWorker("fast");
        TestWorker stuck = many.worker("stuck");
        stuck.hello();
        stuck.ready(4);
        many.passesTicking(MAP_TIME);
        fast.succeeds(fast.assigned());
        fast.ready(3);
        for (int i = 0; i < 30; i++) {
            stuck.heartbeat();
            fast.heartbeat();
            many.passesTicking(Duration.ofSeconds(1));
        }
        assertThat(fast.newlyAssigned()).isNotNull();
        assertThat(fast.newlyAssigned()).isNull();
    }

    @Test
    void a_job_may_do_without() {
        World without = World.of(SampleJob.of(2, 1).withoutBackup());
        TestWorker one = without.readyWorker("one");
        TestWorker two = without.readyWorker("two");
        one.succeeds(one.assigned());
        one.ready(1);
        for (int i = 0; i < 100; i++) {
            one.heartbeat();
            two.heartbeat();
            without.passesTicking(Duration.ofSeconds(1));
        }
        assertThat(one.newlyAssigned()).isNull();
        assertThat(without.stateOf(TaskId.map(1))).isEqualTo(TaskState.LEASED);
    }

    @Test
    void the_median_of_durations_is_right_to_a_sixteenth() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            Durations durations = new Durations();
            long[] nanos = random.longs(1 + random.nextInt(99), 1_000, 1L << (11 + random.nextInt(40)))
                    .sorted()
                    .toArray();
            for (long each : nanos) {
                durations.add(each);
            }
            long exact = nanos[(nanos.length - 1) / 2];
            assertThat(durations.median()).isBetween(exact, exact + exact / 16 + 1);
        }
    }
}
