package dev.mr.store;

import static dev.mr.store.SampleJob.DRIVER;
import static dev.mr.store.SampleJob.NOW;
import static dev.mr.store.SampleJob.OTHER_DRIVER;
import static dev.mr.store.SampleJob.attempt;
import static dev.mr.store.SampleJob.fallen;
import static dev.mr.store.SampleJob.joined;
import static dev.mr.store.SampleJob.leased;
import static dev.mr.store.SampleJob.lost;
import static dev.mr.store.SampleJob.moved;
import static dev.mr.store.SampleJob.receipt;
import static dev.mr.store.SampleJob.started;
import static dev.mr.store.SampleJob.won;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.job.Change;
import dev.mr.job.JobSnapshot;
import dev.mr.job.JobSnapshot.StoredAttempt;
import dev.mr.job.JobSnapshot.StoredTask;
import dev.mr.store.JobStore.SupersededException;
import dev.mr.task.AttemptId;
import dev.mr.task.AttemptState;
import dev.mr.task.BadRecord;
import dev.mr.task.FailureKind;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store does with tasks and their attempts, and refuses. */
abstract class AttemptContract extends StoreContract {
    @Test
    void an_attempt_starts_and_is_found_again_with_its_worker_and_nonce() {
        givenWorkerAndLease();
        AttemptId reduce = attempt(TaskId.reduce(1), 1);
        commit(leased(reduce));
        commit(started(SECOND, 2));
        store = stores().reopen(store);
        JobSnapshot found = store.load();
        assertThat(found.live())
                .containsExactly(
                        new StoredAttempt(FIRST, 1, 120_000),
                        new StoredAttempt(SECOND, 2, 120_000),
                        new StoredAttempt(reduce, 1, 120_000));
        assertThat(found.tasks())
                .containsExactly(
                        new StoredTask(MAP, TaskState.LEASED, 2, Optional.empty(), 0, false, 0, 0, 0),
                        new StoredTask(TaskId.reduce(1), TaskState.LEASED, 1, Optional.empty(), 0, false, 0, 0, 0));
        assertThat(found.workers()).isEqualTo(2);
    }

    @Test
    void a_live_attempt_may_be_adopted_by_another_worker_that_is_known() {
        givenWorkerAndLease();
        commit(new Change.AttemptAdopted(FIRST, 2));
        store = stores().reopen(store);
        assertThat(store.load().live()).containsExactly(new StoredAttempt(FIRST, 2, 120_000));
        refuses(new Change.AttemptAdopted(new AttemptId(MAP, 1, FIRST.nonce() + 1), 1));
        refuses(new Change.AttemptAdopted(SECOND, 1));
        commit(won(FIRST));
        refuses(new Change.AttemptAdopted(FIRST, 1));
    }

    private static Change move(TaskId task, TaskState from, TaskState to, int winner) {
        return new Change.TaskMoved(task, from, to, winner, 1, 2, 3);
    }

    @Test
    void a_task_is_leased_with_its_attempt_in_one_step_only_while_it_is_pending() {
        commit(joined(1));
        Change lease = move(MAP, TaskState.PENDING, TaskState.LEASED, 0);
        refuses(started(SECOND, 1), lease);
        refuses(started(FIRST, 1), move(MAP, TaskState.PENDING, TaskState.LEASED, 1));
        refuses(started(attempt(TaskId.map(3), 1), 1), move(TaskId.map(3), TaskState.PENDING, TaskState.LEASED, 0));
        commit(started(FIRST, 1), lease);
        refuses(started(SECOND, 1), lease);
        refuses(started(FIRST, 1), lease);
        store = stores().reopen(store);
        assertThat(store.load().live()).containsExactly(new StoredAttempt(FIRST, 1, 120_000));
        assertThat(task(MAP)).isEqualTo(new StoredTask(MAP, TaskState.LEASED, 1, Optional.empty(), 0, false, 1, 2, 3));
    }

    @Test
    void an_attempt_that_starts_before_another_move_is_no_lease() {
        commit(joined(1));
        TaskId other = TaskId.map(1);
        commit(started(FIRST, 1), move(other, TaskState.PENDING, TaskState.LEASED, 0));
        assertThat(task(MAP)).isEqualTo(new StoredTask(MAP, TaskState.PENDING, 1, Optional.empty(), 0, false, 0, 0, 0));
        assertThat(task(other).attempts()).isZero();
        assertThat(task(other).state()).isEqualTo(TaskState.LEASED);
        commit(started(SECOND, 1), move(MAP, TaskState.PENDING, TaskState.FAILED, 0));
        assertThat(task(MAP).state()).isEqualTo(TaskState.FAILED);
        commit(started(attempt(other, 1), 1), move(other, TaskState.LEASED, TaskState.LEASED, 0));
        assertThat(task(other).attempts()).isEqualTo(1);
    }

    @Test
    void a_record_is_left_out_once() {
        Change.RecordSkipped skipped = new Change.RecordSkipped(MAP, new BadRecord(0, 20, 5, 7), "it was bad");
        commit(skipped);
        refuses(skipped);
        commit(new Change.RecordSkipped(MAP, new BadRecord(0, 25, 5, 7), "so was this"));
        store = stores().reopen(store);
        assertThat(store.load().skips())
                .containsExactly(
                        new JobSnapshot.StoredSkip(MAP, skipped.record(), "it was bad"),
                        new JobSnapshot.StoredSkip(MAP, new BadRecord(0, 25, 5, 7), "so was this"));
    }

    @Test
    void an_attempt_does_not_start_out_of_turn() {
        commit(joined(1));
        refuses(started(SECOND, 1));
        refuses(started(FIRST, 3));
        refuses(started(attempt(TaskId.map(3), 1), 1));
        refuses(started(attempt(TaskId.reduce(2), 1), 1));
        commit(leased(FIRST));
        refuses(started(FIRST, 1));
        commit(won(FIRST));
        refuses(started(SECOND, 1));
    }

    @Test
    void a_win_commits_the_task_and_keeps_receipt_and_epoch() throws SupersededException {
        givenWorkerAndLease();
        store = stores().reopen(store);
        epoch = store.claim(OTHER_DRIVER, NOW);
        commit(won(FIRST));
        store = stores().reopen(store);
        assertThat(store.load().live()).isEmpty();
        assertThat(task(MAP))
                .isEqualTo(new StoredTask(MAP, TaskState.COMMITTED, 1, Optional.of(receipt(FIRST)), 2, false, 0, 0, 0));
    }

    @Test
    void a_win_is_refused_unless_attempt_and_nonce_are_live_and_the_task_leased() {
        givenWorkerAndLease();
        refuses(won(SECOND));
        refuses(won(new AttemptId(MAP, 1, FIRST.nonce() + 1)));
        refuses(won(attempt(TaskId.map(1), 1)));
        refuses(lost(FIRST), won(FIRST));
        refuses(moved(MAP, TaskState.LEASED, TaskState.PENDING), won(FIRST));
        refuses(won(FIRST), won(FIRST));
    }

    @Test
    void a_task_has_one_winner() {
        givenWorkerAndLease();
        commit(started(SECOND, 2));
        commit(won(SECOND));
        refuses(won(FIRST));
        refuses(new Change.TaskMoved(MAP, TaskState.COMMITTED, TaskState.COMMITTED, 1, 0, 0, 0));
        refuses(new Change.TaskMoved(MAP, TaskState.COMMITTED, TaskState.COMMITTED, 0, 0, 0, 0));
        commit(new Change.AttemptEnded(
                FIRST, AttemptState.LIVE, AttemptState.REJECTED, FailureKind.SUPERSEDED, "attempt 2 won"));
        assertThat(task(MAP).winner()).contains(receipt(SECOND));
        assertThat(store.load().live()).isEmpty();
    }

    @Test
    void a_task_is_committed_by_a_win_alone() {
        givenWorkerAndLease();
        refuses(new Change.TaskMoved(MAP, TaskState.LEASED, TaskState.COMMITTED, 1, 0, 0, 0));
        refuses(new Change.TaskMoved(MAP, TaskState.LEASED, TaskState.COMMITTED, 0, 0, 0, 0));
        refuses(new Change.TaskMoved(MAP, TaskState.LEASED, TaskState.PENDING, 1, 0, 0, 0));
    }

    @Test
    void a_task_moves_only_from_the_state_it_is_in_and_keeps_its_budgets() {
        givenWorkerAndLease();
        commit(lost(FIRST), new Change.TaskMoved(MAP, TaskState.LEASED, TaskState.PENDING, 0, 1, 2, 3));
        assertThat(task(MAP)).isEqualTo(new StoredTask(MAP, TaskState.PENDING, 1, Optional.empty(), 0, false, 1, 2, 3));
        refuses(moved(MAP, TaskState.LEASED, TaskState.PENDING));
        refuses(moved(TaskId.map(3), TaskState.PENDING, TaskState.LEASED));
        commit(new Change.TaskMoved(MAP, TaskState.PENDING, TaskState.FAILED, 0, 4, 2, 3));
        commit(moved(TaskId.reduce(0), TaskState.PENDING, TaskState.FAILED));
        store = stores().reopen(store);
        assertThat(store.load().tasks())
                .containsExactly(
                        new StoredTask(MAP, TaskState.FAILED, 1, Optional.empty(), 0, false, 4, 2, 3),
                        new StoredTask(TaskId.reduce(0), TaskState.FAILED, 0, Optional.empty(), 0, false, 0, 0, 0));
    }

    @Test
    void an_attempt_ends_only_from_the_state_it_is_in_and_never_as_the_winner() {
        givenWorkerAndLease();
        refuses(new Change.AttemptEnded(FIRST, AttemptState.WON, AttemptState.LOST, FailureKind.OUTPUT_DAMAGED, ""));
        refuses(new Change.AttemptEnded(FIRST, AttemptState.LIVE, AttemptState.WON, FailureKind.USER, ""));
        refuses(new Change.AttemptEnded(FIRST, AttemptState.LIVE, AttemptState.LIVE, FailureKind.USER, ""));
        refuses(lost(new AttemptId(MAP, 1, FIRST.nonce() + 1)));
        refuses(lost(SECOND));
        commit(lost(FIRST));
        refuses(lost(FIRST));
        commit(new Change.AttemptEnded(
                FIRST, AttemptState.LOST, AttemptState.REJECTED, FailureKind.LEASE_EXPIRED, "came back"));
        assertThat(store.load().live()).isEmpty();
    }

    @Test
    void a_published_map_is_remembered_until_its_winner_falls() {
        givenWorkerAndLease();
        refuses(new Change.MapPublished(FIRST));
        commit(won(FIRST));
        refuses(new Change.MapPublished(new AttemptId(MAP, 1, FIRST.nonce() + 1)));
        refuses(new Change.MapPublished(SECOND));
        commit(new Change.MapPublished(FIRST));
        commit(new Change.MapPublished(FIRST));
        assertThat(task(MAP).published()).isTrue();
        commit(new Change.TaskMoved(MAP, TaskState.COMMITTED, TaskState.COMMITTED, 1, 0, 0, 1));
        assertThat(task(MAP).published()).isTrue();
        commit(fallen(FIRST), new Change.TaskMoved(MAP, TaskState.COMMITTED, TaskState.PENDING, 0, 0, 0, 1));
        assertThat(task(MAP).published()).isFalse();
        refuses(new Change.MapPublished(FIRST));
    }

    @Test
    void a_reduce_is_not_published_on_its_own() {
        commit(joined(1));
        AttemptId reduce = attempt(TaskId.reduce(0), 1);
        commit(leased(reduce));
        commit(won(reduce));
        refuses(new Change.MapPublished(reduce));
    }

    @Test
    void the_receipt_of_a_fallen_map_is_known_until_the_next_one_wins() {
        givenWorkerAndLease();
        commit(won(FIRST));
        commit(fallen(FIRST), new Change.TaskMoved(MAP, TaskState.COMMITTED, TaskState.PENDING, 0, 0, 0, 1));
        store = stores().reopen(store);
        assertThat(task(MAP))
                .isEqualTo(new StoredTask(MAP, TaskState.PENDING, 1, Optional.of(receipt(FIRST)), 1, false, 0, 0, 1));
        epoch = store.claim(DRIVER, NOW);
        commit(new Change.TaskMoved(MAP, TaskState.PENDING, TaskState.LEASED, 0, 0, 0, 1), started(SECOND, 2));
        assertThat(task(MAP).winner()).contains(receipt(FIRST));
        commit(lost(SECOND), new Change.TaskMoved(MAP, TaskState.LEASED, TaskState.PENDING, 0, 0, 1, 1));
        AttemptId third = attempt(MAP, 3);
        commit(new Change.TaskMoved(MAP, TaskState.PENDING, TaskState.LEASED, 0, 0, 1, 1), started(third, 2));
        assertThat(task(MAP).winner()).contains(receipt(FIRST));
        commit(won(third));
        store = stores().reopen(store);
        assertThat(task(MAP))
                .isEqualTo(new StoredTask(MAP, TaskState.COMMITTED, 3, Optional.of(receipt(third)), 2, false, 0, 1, 1));
        commit(fallen(third), new Change.TaskMoved(MAP, TaskState.COMMITTED, TaskState.FAILED, 0, 0, 1, 4));
        assertThat(task(MAP).winner()).isEmpty();
    }

    @Test
    void a_reduce_that_was_reset_has_no_receipt() {
        commit(joined(1));
        AttemptId reduce = attempt(TaskId.reduce(0), 1);
        commit(leased(reduce));
        commit(won(reduce));
        assertThat(task(reduce.task()).winner()).contains(receipt(reduce));
        commit(
                new Change.AttemptEnded(
                        reduce, AttemptState.WON, AttemptState.LOST, FailureKind.SUPERSEDED, "map-0 changed"),
                moved(reduce.task(), TaskState.COMMITTED, TaskState.PENDING));
        assertThat(task(reduce.task()))
                .isEqualTo(new StoredTask(reduce.task(), TaskState.PENDING, 1, Optional.empty(), 0, false, 0, 0, 0));
    }
}
