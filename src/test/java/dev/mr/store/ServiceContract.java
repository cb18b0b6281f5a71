package dev.mr.store;

import static dev.mr.store.SampleJob.DRIVER;
import static dev.mr.store.SampleJob.NOW;
import static dev.mr.store.SampleJob.OTHER_DRIVER;
import static dev.mr.store.SampleJob.job;
import static dev.mr.store.SampleJob.joined;
import static dev.mr.store.SampleJob.leased;
import static dev.mr.store.SampleJob.won;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.job.Change;
import dev.mr.job.JobChange;
import dev.mr.job.JobSnapshot;
import dev.mr.job.NewJob;
import dev.mr.store.JobStore.Acceptance;
import dev.mr.store.JobStore.JobEntry;
import dev.mr.store.JobStore.SupersededException;
import dev.mr.task.BadRecord;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does with the many jobs of a service, and refuses. */
abstract class ServiceContract extends StoreContract {
    private long first;
    private long second;

    @Override
    @BeforeEach
    void create_a_job() {
        store = stores().openNew();
        epoch = store.claim(DRIVER, NOW);
        first = accept("job-1", "request-1");
        second = accept("job-2", "request-2");
    }

    private long accept(String uuid, String request) {
        try {
            return store.accept(epoch, job(uuid, 3, 2), new Acceptance(request, "jobs/" + uuid), NOW);
        } catch (SupersededException e) {
            throw new AssertionError(e);
        }
    }

    private void commitAll(JobChange... changes) {
        try {
            store.commitAll(epoch, NOW, List.of(changes));
        } catch (SupersededException e) {
            throw new AssertionError(e);
        }
    }

    private boolean prune(long job) {
        try {
            return store.prune(epoch, job);
        } catch (SupersededException e) {
            throw new AssertionError(e);
        }
    }

    private void move(long job, JobState from, JobState to) {
        commitAll(moved(job, from, to));
    }

    private static JobChange moved(long job, JobState from, JobState to) {
        return new JobChange(job, new Change.JobMoved(from, to, "now " + to));
    }

    private static JobEntry entry(long job, JobState state) {
        return new JobEntry(
                job, "job-" + job, "jobs/job-" + job, state, state == JobState.PENDING ? "" : "now " + state, 3, 2);
    }

    /** The turn is refused with all that stands before the change in it, in both jobs. */
    private void refusesAmongOthers(JobChange... changes) {
        List<JobSnapshot> before = List.of(store.load(first), store.load(second));
        List<JobChange> turn = new ArrayList<>();
        turn.add(new JobChange(first, joined(77)));
        turn.add(new JobChange(second, joined(77)));
        turn.add(new JobChange(first, new Change.CounterSet("words", 99)));
        turn.add(new JobChange(second, new Change.Noted("noted", null, 0, 0, "half a turn")));
        turn.addAll(Arrays.asList(changes));
        assertThatThrownBy(() -> store.commitAll(epoch, NOW, turn)).isInstanceOf(IllegalStateException.class);
        assertThat(List.of(store.load(first), store.load(second))).isEqualTo(before);
        store = stores().reopen(store);
        assertThat(List.of(store.load(first), store.load(second))).isEqualTo(before);
    }

    @Test
    void accepted_jobs_wait_in_line_and_are_listed_and_loaded_as_they_were_given() {
        assertThat(List.of(first, second)).containsExactly(1L, 2L);
        for (int look = 0; look < 2; look++) {
            assertThat(store.jobs()).containsExactly(entry(1, JobState.PENDING), entry(2, JobState.PENDING));
            assertThat(store.unfinished()).isEqualTo(store.jobs());
            JobSnapshot loaded = store.load(first);
            assertThat(loaded.state()).isEqualTo(JobState.PENDING);
            assertThat(loaded).isEqualTo(inState(JobSnapshot.ofNew(job("job-1", 3, 2), 1), JobState.PENDING));
            assertThat(store.load(second).uuid()).isEqualTo("job-2");
            store = stores().reopen(store);
        }
        assertThatThrownBy(() -> store.load(3)).isInstanceOf(IllegalStateException.class);
    }

    private static JobSnapshot inState(JobSnapshot job, JobState state) {
        return new JobSnapshot(
                job.uuid(),
                state,
                job.message(),
                job.spec(),
                job.inputs(),
                job.splits(),
                job.tasks(),
                job.live(),
                job.skips(),
                job.counters(),
                job.workers(),
                job.epoch());
    }

    @Test
    void the_newest_job_is_the_one_that_is_not_named() {
        assertThat(store.load()).isEqualTo(store.load(second));
        assertThat(store.current().orElseThrow().state()).isEqualTo(JobState.PENDING);
        commit(joined(1));
        assertThat(store.load(second).workers()).isEqualTo(1);
        assertThat(store.load(first).workers()).isZero();
        assertThatThrownBy(() -> store.create(job("job-3", 3, 2), DRIVER, NOW))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_job_that_was_started_is_not_one_of_those_accepted() {
        try (JobStore other = stores().openNew()) {
            long started = other.create(job("job-1", 3, 2), DRIVER, NOW);
            assertThat(other.jobs()).isEmpty();
            assertThat(other.unfinished()).isEmpty();
            assertThat(other.load(1)).isEqualTo(other.load());
            assertThat(started).isEqualTo(1);
        }
    }

    @Test
    void a_request_is_accepted_once_whatever_became_of_its_job() {
        assertThat(accept("job-3", "request-1")).isEqualTo(first);
        move(first, JobState.PENDING, JobState.CANCELLED);
        store = stores().reopen(store);
        assertThat(accept("job-4", "request-1")).isEqualTo(first);
        assertThat(store.jobs()).containsExactly(entry(1, JobState.CANCELLED), entry(2, JobState.PENDING));
        assertThat(accept("job-3", "request-3")).isEqualTo(3);
    }

    @Test
    void a_job_that_cannot_be_stored_is_not_accepted() {
        NewJob given = job("job-3", 3, 2);
        NewJob wrong =
                new NewJob("job-3", given.spec(), given.inputs(), given.splits().subList(0, 2));
        assertThatThrownBy(() -> store.accept(epoch, wrong, new Acceptance("request-3", ""), NOW))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> accept("job-1", "request-3")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new Acceptance("", "jobs/job-3")).isInstanceOf(IllegalArgumentException.class);
        assertThat(store.jobs()).hasSize(2);
        assertThat(accept("job-3", "request-3")).isEqualTo(3);
    }

    @Test
    void a_driver_that_was_superseded_neither_accepts_nor_commits_nor_prunes() {
        move(first, JobState.PENDING, JobState.FAILED);
        store = stores().reopen(store);
        store.claim(OTHER_DRIVER, NOW);
        List<JobEntry> before = store.jobs();
        assertThatThrownBy(() -> store.accept(epoch, job("job-3", 3, 2), new Acceptance("request-3", ""), NOW))
                .isInstanceOf(SupersededException.class);
        assertThatThrownBy(() -> store.accept(epoch, job("job-3", 3, 2), new Acceptance("request-1", ""), NOW))
                .isInstanceOf(SupersededException.class);
        assertThatThrownBy(
                        () -> store.commitAll(epoch, NOW, List.of(moved(second, JobState.PENDING, JobState.RUNNING))))
                .isInstanceOf(SupersededException.class);
        assertThatThrownBy(() -> store.commitAll(epoch, NOW, List.of())).isInstanceOf(SupersededException.class);
        assertThatThrownBy(() -> store.prune(epoch, first)).isInstanceOf(SupersededException.class);
        assertThat(store.jobs()).isEqualTo(before);
    }

    @Test
    void a_turn_of_many_jobs_changes_each_as_a_turn_of_its_own_would() {
        move(first, JobState.PENDING, JobState.RUNNING);
        commitAll(
                new JobChange(first, joined(1)),
                new JobChange(second, joined(1)),
                new JobChange(second, new Change.CounterSet("words", 1)),
                new JobChange(first, new Change.CounterSet("words", 5)),
                new JobChange(first, new Change.CounterSet("words", 6)));
        commitAll(
                new JobChange(first, leased(FIRST).get(0)),
                new JobChange(second, leased(FIRST).get(0)),
                new JobChange(first, leased(FIRST).get(1)),
                new JobChange(second, leased(FIRST).get(1)));
        commitAll(new JobChange(first, won(FIRST)), moved(second, JobState.PENDING, JobState.RUNNING));
        store = stores().reopen(store);
        JobSnapshot one = store.load(first);
        JobSnapshot two = store.load(second);
        assertThat(one.counters()).containsOnly(Map.entry("words", 6L));
        assertThat(two.counters()).containsOnly(Map.entry("words", 1L));
        assertThat(one.tasks().get(0).winner()).isPresent();
        assertThat(two.tasks().get(0).winner()).isEmpty();
        assertThat(one.live()).isEmpty();
        assertThat(two.live()).hasSize(1);
        assertThat(store.jobs()).containsExactly(entry(1, JobState.RUNNING), entry(2, JobState.RUNNING));
    }

    @Test
    void the_first_step_of_a_task_is_that_of_its_own_job() {
        commitAll(new JobChange(first, joined(1)), new JobChange(second, joined(1)));
        commitAll(
                new JobChange(first, SampleJob.started(FIRST, 1)),
                new JobChange(second, SampleJob.started(FIRST, 1)),
                new JobChange(second, leased(FIRST).get(0)),
                new JobChange(first, leased(FIRST).get(0)));
        assertThat(store.load(first).tasks()).isEqualTo(store.load(second).tasks());
        refusesAmongOthers(
                new JobChange(first, SampleJob.started(SECOND, 1)),
                new JobChange(second, leased(FIRST).get(0)));
    }

    @Test
    void a_turn_is_refused_for_all_jobs_when_one_refuses_it() {
        commitAll(new JobChange(first, joined(1)));
        refusesAmongOthers(moved(first, JobState.RUNNING, JobState.COMMITTING));
        refusesAmongOthers(new JobChange(first, joined(1)));
        refusesAmongOthers(new JobChange(second, new Change.WorkerLeft(1, "of another job")));
        refusesAmongOthers(
                moved(first, JobState.PENDING, JobState.RUNNING),
                new JobChange(second, leased(FIRST).get(1)));
        refusesAmongOthers(new JobChange(3, joined(1)));
        refusesAmongOthers(new JobChange(3, new Change.CounterSet("words", 1)));
        refusesAmongOthers(new JobChange(3, new Change.Noted("noted", null, 0, 0, "of no job")));
    }

    @Test
    void the_line_is_left_to_run_to_fail_or_to_be_cancelled_and_never_joined_again() {
        for (JobState never : List.of(JobState.PENDING, JobState.COMMITTING, JobState.SUCCEEDED, JobState.REPLACED)) {
            refusesAmongOthers(moved(first, JobState.PENDING, never));
        }
        move(first, JobState.PENDING, JobState.RUNNING);
        move(second, JobState.PENDING, JobState.FAILED);
        refusesAmongOthers(moved(first, JobState.PENDING, JobState.RUNNING));
        refusesAmongOthers(moved(first, JobState.RUNNING, JobState.PENDING));
        refusesAmongOthers(moved(second, JobState.FAILED, JobState.PENDING));
        store = stores().reopen(store);
        assertThat(store.jobs()).containsExactly(entry(1, JobState.RUNNING), entry(2, JobState.FAILED));
        assertThat(store.unfinished()).containsExactly(entry(1, JobState.RUNNING));
        move(second, JobState.FAILED, JobState.RUNNING);
        assertThat(store.load(second).state()).isEqualTo(JobState.RUNNING);
        move(first, JobState.RUNNING, JobState.COMMITTING);
        assertThat(store.unfinished()).containsExactly(entry(1, JobState.COMMITTING), entry(2, JobState.RUNNING));
    }

    @Test
    void a_finished_job_is_pruned_with_all_it_has_and_the_others_stay() {
        for (long job : List.of(first, second)) {
            move(job, JobState.PENDING, JobState.RUNNING);
            commitAll(new JobChange(job, joined(1)), new JobChange(job, new Change.CounterSet("words", 1)));
            commitAll(leased(FIRST).stream()
                    .map(change -> new JobChange(job, change))
                    .toArray(JobChange[]::new));
            commitAll(
                    new JobChange(job, won(FIRST)),
                    new JobChange(job, new Change.RecordSkipped(TaskId.map(1), new BadRecord(0, 5, 6, 7), "boom")),
                    new JobChange(job, new Change.Noted("noted", MAP, 1, 1, "done")));
        }
        move(first, JobState.RUNNING, JobState.FAILED);
        JobSnapshot kept = store.load(second);
        assertThat(prune(first)).isTrue();
        for (int look = 0; look < 2; look++) {
            assertThat(store.jobs()).containsExactly(entry(2, JobState.RUNNING));
            assertThatThrownBy(() -> store.load(first)).isInstanceOf(IllegalStateException.class);
            assertThat(store.load(second)).isEqualTo(kept);
            assertThat(store.findDamage()).isEmpty();
            store = stores().reopen(store);
        }
        assertThat(prune(first)).isFalse();
        assertThat(prune(99)).isFalse();
    }

    @Test
    void an_unfinished_job_is_not_pruned() {
        refusesToPrune(first);
        move(first, JobState.PENDING, JobState.RUNNING);
        refusesToPrune(first);
        move(first, JobState.RUNNING, JobState.COMMITTING);
        refusesToPrune(first);
        move(first, JobState.COMMITTING, JobState.SUCCEEDED);
        assertThat(prune(first)).isTrue();
    }

    private void refusesToPrune(long job) {
        JobSnapshot before = store.load(job);
        assertThatThrownBy(() -> store.prune(epoch, job)).isInstanceOf(IllegalStateException.class);
        assertThat(store.load(job)).isEqualTo(before);
    }

    @Test
    void the_number_of_a_job_that_was_pruned_is_not_given_again_but_its_request_may_be() {
        move(second, JobState.PENDING, JobState.CANCELLED);
        assertThat(prune(second)).isTrue();
        assertThat(accept("job-2", "request-2")).isEqualTo(3);
        move(first, JobState.PENDING, JobState.CANCELLED);
        move(3, JobState.PENDING, JobState.CANCELLED);
        assertThat(prune(first)).isTrue();
        assertThat(prune(3)).isTrue();
        assertThat(store.jobs()).isEmpty();
        assertThat(store.current()).isEmpty();
        store = stores().reopen(store);
        assertThat(accept("job-1", "request-1")).isEqualTo(4);
    }

    @Test
    void a_request_is_known_by_its_job_and_workers_by_the_highest_of_their_ids() {
        assertThat(store.accepted("request-2").orElseThrow().job()).isEqualTo(second);
        assertThat(store.accepted("request-3")).isEmpty();
        assertThat(store.workers()).isZero();
        move(first, JobState.PENDING, JobState.RUNNING);
        commitAll(new JobChange(first, joined(1)), new JobChange(first, joined(7)), new JobChange(second, joined(3)));
        assertThat(store.workers()).isEqualTo(7);
    }
}
