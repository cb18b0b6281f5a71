package dev.mr.store;

import static dev.mr.store.SampleJob.DRIVER;
import static dev.mr.store.SampleJob.NOW;
import static dev.mr.store.SampleJob.OTHER_DRIVER;
import static dev.mr.store.SampleJob.attempt;
import static dev.mr.store.SampleJob.fallen;
import static dev.mr.store.SampleJob.job;
import static dev.mr.store.SampleJob.joined;
import static dev.mr.store.SampleJob.leased;
import static dev.mr.store.SampleJob.lost;
import static dev.mr.store.SampleJob.moved;
import static dev.mr.store.SampleJob.receipt;
import static dev.mr.store.SampleJob.started;
import static dev.mr.store.SampleJob.won;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.job.Change;
import dev.mr.job.JobSnapshot;
import dev.mr.job.JobSnapshot.StoredAttempt;
import dev.mr.job.JobSnapshot.StoredTask;
import dev.mr.job.NewJob;
import dev.mr.store.JobStore.JobHeader;
import dev.mr.store.JobStore.JobOutline;
import dev.mr.store.JobStore.SupersededException;
import dev.mr.task.AttemptId;
import dev.mr.task.AttemptState;
import dev.mr.task.FailureKind;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of a job does and refuses. */
abstract class JobStoreContract {
    private static final TaskId MAP = TaskId.map(0);
    private static final AttemptId FIRST = attempt(MAP, 1);
    private static final AttemptId SECOND = attempt(MAP, 2);

    private JobStore store;
    private long epoch;

    abstract JobStore openNew();

    /** The same data, seen by a process that starts now. */
    abstract JobStore reopen(JobStore store);

    @BeforeEach
    void create_a_job() {
        store = openNew();
        epoch = store.create(job("job-1", 3, 2), DRIVER, NOW);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void commit(Change... changes) {
        commit(List.of(changes));
    }

    private void commit(List<Change> changes) {
        try {
            store.commit(epoch, NOW, changes);
        } catch (SupersededException e) {
            throw new AssertionError(e);
        }
    }

    private void givenWorkerAndLease() {
        commit(joined(1), joined(2));
        commit(leased(FIRST));
    }

    private void refuses(Change... changes) {
        JobSnapshot before = store.load();
        List<Change> turn = new ArrayList<>();
        turn.add(new Change.CounterSet("words", 99));
        turn.add(joined(77));
        turn.add(new Change.JobMoved(JobState.RUNNING, JobState.FAILED, "half a turn"));
        turn.add(new Change.JobMoved(JobState.FAILED, JobState.RUNNING, "half a turn"));
        turn.addAll(Arrays.asList(changes));
        assertThatThrownBy(() -> store.commit(epoch, NOW, turn)).isInstanceOf(IllegalStateException.class);
        assertThat(store.load()).isEqualTo(before);
        store = reopen(store);
        assertThat(store.load()).isEqualTo(before);
    }

    private StoredTask task(TaskId id) {
        return store.load().tasks().stream()
                .filter(task -> task.task().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_new_store_holds_no_job_and_keeps_its_uuid() {
        try (JobStore fresh = openNew()) {
            assertThat(fresh.current()).isEmpty();
            assertThat(fresh.replaced()).isEmpty();
            assertThatThrownBy(fresh::outline).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(fresh::load).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> fresh.commit(0, NOW, List.of())).isInstanceOf(IllegalStateException.class);
            assertThat(fresh.findDamage()).isEmpty();
            assertThat(fresh.databaseUuid()).isNotEmpty();
        }
        String uuid = store.databaseUuid();
        store = reopen(store);
        assertThat(store.databaseUuid()).isEqualTo(uuid);
    }

    @Test
    void a_created_job_is_loaded_as_it_was_given() {
        NewJob given = job("job-1", 3, 2);
        JobSnapshot expected = JobSnapshot.ofNew(given, 1);
        assertThat(store.load()).isEqualTo(expected);
        store = reopen(store);
        assertThat(store.load()).isEqualTo(expected);
        assertThat(store.load().spec().options()).isEqualTo(given.spec().options());
        assertThat(store.current()).contains(new JobHeader("job-1", JobState.RUNNING, ""));
    }

    @Test
    void the_outline_is_the_job_without_its_tasks() {
        NewJob given = job("job-1", 3, 2);
        assertThat(store.outline()).isEqualTo(new JobOutline(given.spec(), given.inputs(), 0, 1));
        givenWorkerAndLease();
        commit(won(FIRST));
        AttemptId reduce = attempt(TaskId.reduce(0), 1);
        commit(leased(reduce));
        commit(won(reduce));
        store = reopen(store);
        assertThat(store.claim(DRIVER, NOW)).isEqualTo(2);
        assertThat(store.outline()).isEqualTo(new JobOutline(given.spec(), given.inputs(), 1, 2));
    }

    @Test
    void a_job_needs_a_list_of_splits_for_each_map() {
        NewJob given = job("job-2", 3, 2);
        commit(new Change.JobMoved(JobState.RUNNING, JobState.CANCELLED, ""));
        store.replace("job-1", NOW);
        NewJob wrong =
                new NewJob("job-2", given.spec(), given.inputs(), given.splits().subList(0, 2));
        assertThatThrownBy(() -> store.create(wrong, DRIVER, NOW)).isInstanceOf(IllegalArgumentException.class);
        assertThat(store.replaced()).isPresent();
    }

    @Test
    void each_claim_raises_the_epoch_and_ends_the_one_before() throws SupersededException {
        assertThat(epoch).isEqualTo(1);
        store = reopen(store);
        assertThat(store.claim(OTHER_DRIVER, NOW)).isEqualTo(2);
        assertThat(store.claim(DRIVER, NOW)).isEqualTo(3);
        JobSnapshot before = store.load();
        assertThat(before.epoch()).isEqualTo(3);
        for (long stale : new long[] {0, 1, 2, 4}) {
            assertThatThrownBy(() -> store.commit(stale, NOW, List.of(joined(1), joined(2))))
                    .isInstanceOf(SupersededException.class);
            assertThatThrownBy(() -> store.requireEpoch(stale)).isInstanceOf(SupersededException.class);
        }
        store.requireEpoch(3);
        assertThat(store.load()).isEqualTo(before);
        store.commit(3, NOW, List.of(joined(1)));
        assertThat(store.load().workers()).isEqualTo(1);
    }

    @Test
    void a_finished_job_is_replaced_by_a_new_one_that_shares_nothing_with_it() {
        givenWorkerAndLease();
        commit(won(FIRST), new Change.CounterSet("words", 5));
        assertThatThrownBy(() -> store.replace("job-1", NOW)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.create(job("job-2", 3, 2), DRIVER, NOW))
                .isInstanceOf(IllegalStateException.class);
        commit(new Change.JobMoved(JobState.RUNNING, JobState.FAILED, "no luck"));
        assertThat(store.current()).contains(new JobHeader("job-1", JobState.FAILED, "no luck"));
        assertThatThrownBy(() -> store.create(job("job-2", 3, 2), DRIVER, NOW))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.replace("job-0", NOW)).isInstanceOf(IllegalStateException.class);

        store.replace("job-1", NOW);
        store = reopen(store);
        assertThat(store.current()).isEmpty();
        assertThat(store.replaced()).contains(new JobHeader("job-1", JobState.REPLACED, "no luck"));
        assertThatThrownBy(() -> store.replace("job-1", NOW)).isInstanceOf(IllegalStateException.class);

        epoch = store.create(job("job-2", 5, 1), DRIVER, NOW);
        assertThat(epoch).isEqualTo(2);
        assertThat(store.replaced()).isEmpty();
        JobSnapshot second = store.load();
        assertThat(second.uuid()).isEqualTo("job-2");
        assertThat(second.splits()).hasSize(5);
        assertThat(second.tasks()).isEmpty();
        assertThat(second.counters()).isEmpty();
        assertThat(second.workers()).isZero();
        givenWorkerAndLease();
        assertThat(task(MAP).attempts()).isEqualTo(1);
    }

    @Test
    void a_job_moves_only_from_the_state_it_is_in() {
        commit(new Change.JobMoved(JobState.RUNNING, JobState.COMMITTING, "nearly"));
        refusesInState(new Change.JobMoved(JobState.RUNNING, JobState.FAILED, ""));
        commit(new Change.JobMoved(JobState.COMMITTING, JobState.SUCCEEDED, "done"));
        assertThat(store.current()).contains(new JobHeader("job-1", JobState.SUCCEEDED, "done"));
        assertThat(store.load().message()).isEqualTo("done");
    }

    private void refusesInState(Change change) {
        JobSnapshot before = store.load();
        assertThatThrownBy(() -> store.commit(epoch, NOW, List.of(joined(78), change)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(store.load()).isEqualTo(before);
    }

    @Test
    void an_attempt_starts_and_is_found_again_with_its_worker_and_nonce() {
        givenWorkerAndLease();
        AttemptId reduce = attempt(TaskId.reduce(1), 1);
        commit(leased(reduce));
        commit(started(SECOND, 2));
        store = reopen(store);
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
        store = reopen(store);
        epoch = store.claim(OTHER_DRIVER, NOW);
        commit(won(FIRST));
        store = reopen(store);
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
        store = reopen(store);
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
        store = reopen(store);
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
        store = reopen(store);
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

    @Test
    void workers_join_once_and_only_those_who_joined_leave() {
        commit(joined(1));
        refuses(joined(1));
        refuses(new Change.WorkerLeft(2, "gone"));
        commit(new Change.WorkerLeft(1, "stream closed"));
        commit(joined(2));
        assertThat(store.load().workers()).isEqualTo(2);
    }

    @Test
    void counters_keep_their_last_value() {
        commit(new Change.CounterSet("words", 5), new Change.CounterSet("lines", 1));
        commit(new Change.CounterSet("words", Long.MAX_VALUE));
        store = reopen(store);
        assertThat(store.load().counters()).containsOnly(Map.entry("words", Long.MAX_VALUE), Map.entry("lines", 1L));
    }

    @Test
    void notes_of_any_kind_are_accepted() {
        commit(
                new Change.Noted("started", null, 0, 0, "by hand"),
                new Change.Noted("assigned", MAP, 1, 7, "quote ' and\nnewline"));
        assertThat(store.load().tasks()).isEmpty();
    }

    @Test
    void an_empty_turn_is_a_turn() {
        JobSnapshot before = store.load();
        commit();
        assertThat(store.load()).isEqualTo(before);
    }
}
