package dev.mr.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import dev.mr.task.WorkerMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attempts that a worker holds in advance, and what becomes of those it never begins. */
class CreditsTest {
    private static final int MAPS = 200;

    private final World world = World.of(SampleJob.of(MAPS, 1));

    /** One slot, and it is free. */
    private TestWorker worker(String label) {
        TestWorker worker = world.worker(label);
        worker.hello(1);
        worker.ready(1);
        return worker;
    }

    /** It has reported its first task, a millisecond after it was assigned, and holds more in advance now. */
    private TestWorker quickWorker(String label) {
        TestWorker worker = worker(label);
        world.passes(Duration.ofMillis(1));
        finishes(worker);
        return worker;
    }

    private void finishes(TestWorker worker) {
        worker.succeeds(worker.assigned());
        worker.ready(1);
    }

    private List<AttemptId> newlyAssigned(TestWorker worker) {
        List<AttemptId> all = new ArrayList<>();
        for (AttemptId next = worker.newlyAssigned(); next != null; next = worker.newlyAssigned()) {
            all.add(next);
        }
        return all;
    }

    @Test
    void a_worker_of_unknown_or_slow_tasks_holds_no_more_than_it_has_slots() {
        TestWorker worker = worker("new");
        assertThat(newlyAssigned(worker)).hasSize(1);

        TestWorker slow = worker("slow");
        world.passes(Duration.ofSeconds(1));
        finishes(slow);
        assertThat(newlyAssigned(slow)).hasSize(1);
    }

    @Test
    void a_quick_worker_holds_eight_in_advance_while_many_are_left() {
        TestWorker worker = quickWorker("quick");
        assertThat(newlyAssigned(worker)).hasSize(9);
    }

    @Test
    void the_last_tasks_of_a_phase_are_held_by_nobody_in_advance() {
        TestWorker first = quickWorker("first");
        TestWorker second = quickWorker("second");
        int most = 0;
        while (world.progress().mapsCommitted() < MAPS) {
            finishes(first);
            finishes(second);
            int left = MAPS - world.progress().mapsCommitted();
            int ahead = Math.max(0, world.progress().mapsLeased() - 2);
            if (left <= 10) {
                most = Math.max(most, ahead);
            }
        }
        assertThat(most).as("held in advance among the last ten").isZero();
    }

    @Test
    void what_a_dead_worker_had_not_begun_costs_its_tasks_nothing() {
        TestWorker worker = quickWorker("dies");
        List<AttemptId> held = newlyAssigned(worker);
        worker.streamCloses();
        assertThat(world.task(held.get(0).task()).workerLosses()).isEqualTo(1);
        for (AttemptId unbegun : held.subList(1, held.size())) {
            assertThat(world.task(unbegun.task()).workerLosses()).isZero();
            assertThat(world.stateOf(unbegun.task())).isEqualTo(TaskState.PENDING);
        }
        assertThat(kinds()).containsOnlyOnce(FailureKind.WORKER_LOST).contains(FailureKind.GIVEN_BACK);
        world.runsToTheEnd();
        assertThat(world.state().isFinished()).isTrue();
    }

    @Test
    void what_a_silent_worker_had_not_begun_costs_its_tasks_nothing_and_is_revoked() {
        TestWorker worker = quickWorker("sleeps");
        List<AttemptId> held = newlyAssigned(worker);
        world.passesTicking(SampleJob.LEASE.plusSeconds(1));
        assertThat(world.task(held.get(0).task()).workerLosses()).isEqualTo(1);
        for (AttemptId unbegun : held.subList(1, held.size())) {
            assertThat(world.task(unbegun.task()).workerLosses()).isZero();
            assertThat(worker.heard()).anyMatch(revokes(unbegun));
        }
    }

    @Test
    void a_worker_that_reports_at_once_what_it_did_while_it_was_away_is_not_quick_for_that() {
        TestWorker before = world.lastingWorker("lasting", 1);
        AttemptId slow = before.assigned();
        before.streamCloses();
        TestWorker back = world.returning(before);
        back.holds(1, slow);
        back.succeeds(slow);
        back.ready(1);
        assertThat(newlyAssigned(back)).hasSize(1);
    }

    @Test
    void what_a_lasting_worker_had_not_begun_when_it_died_costs_its_tasks_nothing() {
        TestWorker worker = world.lastingWorker("dies", 1);
        world.passes(Duration.ofMillis(1));
        finishes(worker);
        List<AttemptId> held = newlyAssigned(worker);
        assertThat(held).hasSize(9);
        worker.streamCloses();
        world.passesTicking(SampleJob.LEASE.plusSeconds(1));
        assertThat(world.task(held.get(0).task()).workerLosses()).isEqualTo(1);
        for (AttemptId unbegun : held.subList(1, held.size())) {
            assertThat(world.task(unbegun.task()).workerLosses()).isZero();
            assertThat(world.stateOf(unbegun.task())).isEqualTo(TaskState.PENDING);
        }
    }

    @Test
    void a_goodbye_gives_everything_back_free_of_charge() {
        TestWorker worker = quickWorker("leaves");
        List<AttemptId> held = newlyAssigned(worker);
        worker.saysGoodbye();
        assertThat(held).allMatch(attempt -> world.stateOf(attempt.task()) == TaskState.PENDING);
        assertThat(kinds()).containsOnly(FailureKind.GIVEN_BACK);
    }

    @Test
    void what_waits_behind_a_long_task_is_taken_back_for_a_worker_that_is_idle() {
        TestWorker stuck = quickWorker("stuck");
        List<AttemptId> held = newlyAssigned(stuck);
        TestWorker idle = worker("idle");
        while (world.progress().mapsLeased() > held.size()) {
            world.passes(Duration.ofMillis(100));
            stuck.heartbeat(held.get(0));
            finishes(idle);
        }
        assertThat(idle.newlyAssigned()).isNull();

        world.passesTicking(Duration.ofSeconds(2));

        AttemptId taken = idle.assigned();
        assertThat(held.subList(1, held.size()).stream().map(AttemptId::task)).contains(taken.task());
        assertThat(stuck.heard())
                .anyMatch(message -> message instanceof DriverMessage.Revoke revoke
                        && revoke.attempt().task().equals(taken.task()));
        assertThat(world.task(taken.task()).userFailures()).isZero();
        assertThat(world.task(taken.task()).workerLosses()).isZero();
        assertThat(world.stateOf(held.get(0).task())).isEqualTo(TaskState.LEASED);
    }

    @Test
    void a_worker_that_reports_a_failure_gets_nothing_before_it_says_that_it_is_ready() {
        TestWorker worker = worker("exhausted");
        worker.fails(worker.assigned(), FailureKind.USER);
        worker.heartbeat();
        assertThat(worker.newlyAssigned()).isNull();
        worker.ready(1);
        assertThat(worker.newlyAssigned()).isNotNull();
    }

    @Test
    void a_report_of_what_was_taken_back_is_turned_away() {
        TestWorker worker = quickWorker("late");
        AttemptId unbegun = newlyAssigned(worker).get(1);
        world.passesTicking(SampleJob.LEASE.plusSeconds(1));
        worker.succeeds(unbegun);
        assertThat(worker.heardLast()).anyMatch(message -> message instanceof DriverMessage.Rejected);
        assertThat(world.stateOf(unbegun.task())).isNotEqualTo(TaskState.COMMITTED);
    }

    @Test
    void a_reduce_is_held_in_advance_only_behind_the_barrier() {
        TestWorker worker = quickWorker("quick");
        assertThat(newlyAssigned(worker)).noneMatch(attempt -> attempt.task().equals(TaskId.reduce(0)));
        worker.says(new WorkerMessage.Ready(100));
        assertThat(newlyAssigned(worker)).noneMatch(attempt -> attempt.task().equals(TaskId.reduce(0)));
    }

    private static java.util.function.Predicate<DriverMessage> revokes(AttemptId attempt) {
        return message -> message instanceof DriverMessage.Revoke revoke
                && revoke.attempt().equals(attempt);
    }

    /** The kinds of all ends that have been stored. */
    private List<FailureKind> kinds() {
        return world.all(Effect.Persist.class).stream()
                .map(Effect.Persist::change)
                .filter(Change.AttemptEnded.class::isInstance)
                .map(change -> ((Change.AttemptEnded) change).kind())
                .toList();
    }
}
