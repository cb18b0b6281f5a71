package dev.mr.store;

import static dev.mr.store.SampleJob.DRIVER;
import static dev.mr.store.SampleJob.NOW;
import static dev.mr.store.SampleJob.OTHER_DRIVER;
import static dev.mr.store.SampleJob.attempt;
import static dev.mr.store.SampleJob.job;
import static dev.mr.store.SampleJob.joined;
import static dev.mr.store.SampleJob.leased;
import static dev.mr.store.SampleJob.won;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.job.Change;
import dev.mr.job.JobSnapshot;
import dev.mr.job.NewJob;
import dev.mr.store.JobStore.JobHeader;
import dev.mr.store.JobStore.JobOutline;
import dev.mr.store.JobStore.SupersededException;
import dev.mr.task.AttemptId;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every store does with a job as a whole, and refuses. */
abstract class JobContract extends StoreContract {
    @Test
    void a_new_store_holds_no_job_and_keeps_its_uuid() {
        try (JobStore fresh = stores().openNew()) {
            assertThat(fresh.current()).isEmpty();
            assertThat(fresh.replaced()).isEmpty();
            assertThatThrownBy(fresh::outline).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(fresh::load).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> fresh.commit(0, NOW, List.of())).isInstanceOf(IllegalStateException.class);
            assertThat(fresh.findDamage()).isEmpty();
            assertThat(fresh.databaseUuid()).isNotEmpty();
        }
        String uuid = store.databaseUuid();
        store = stores().reopen(store);
        assertThat(store.databaseUuid()).isEqualTo(uuid);
    }

    @Test
    void a_created_job_is_loaded_as_it_was_given() {
        NewJob given = job("job-1", 3, 2);
        JobSnapshot expected = JobSnapshot.ofNew(given, 1);
        assertThat(store.load()).isEqualTo(expected);
        store = stores().reopen(store);
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
        store = stores().reopen(store);
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
        store = stores().reopen(store);
        assertThat(store.claim(OTHER_DRIVER, NOW)).isEqualTo(2);
        assertThat(store.lastDriver()).isEqualTo(OTHER_DRIVER);
        assertThat(store.claim(DRIVER, NOW)).isEqualTo(3);
        assertThat(store.lastDriver()).isEqualTo(DRIVER);
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
        store = stores().reopen(store);
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
        store = stores().reopen(store);
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
