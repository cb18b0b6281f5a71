package dev.mr.store;

import static dev.mr.store.SampleJob.DRIVER;
import static dev.mr.store.SampleJob.NOW;
import static dev.mr.store.SampleJob.attempt;
import static dev.mr.store.SampleJob.job;
import static dev.mr.store.SampleJob.joined;
import static dev.mr.store.SampleJob.leased;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.job.Change;
import dev.mr.job.JobSnapshot;
import dev.mr.job.JobSnapshot.StoredTask;
import dev.mr.store.JobStore.SupersededException;
import dev.mr.task.AttemptId;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the contracts of a store have in common: a store with a new job in it. */
abstract class StoreContract {
    static final TaskId MAP = TaskId.map(0);
    static final AttemptId FIRST = attempt(MAP, 1);
    static final AttemptId SECOND = attempt(MAP, 2);

    JobStore store;
    long epoch;

    /** The store under test. */
    abstract Stores stores();

    /** Makes stores of one kind. */
    interface Stores {
        JobStore openNew();

        /** The same data, seen by a process that starts now. */
        JobStore reopen(JobStore store);
    }

    @BeforeEach
    void create_a_job() {
        store = stores().openNew();
        epoch = store.create(job("job-1", 3, 2), DRIVER, NOW);
    }

    @AfterEach
    void close() {
        store.close();
    }

    void commit(Change... changes) {
        commit(List.of(changes));
    }

    void commit(List<Change> changes) {
        try {
            store.commit(epoch, NOW, changes);
        } catch (SupersededException e) {
            throw new AssertionError(e);
        }
    }

    void givenWorkerAndLease() {
        commit(joined(1), joined(2));
        commit(leased(FIRST));
    }

    void refuses(Change... changes) {
        JobSnapshot before = store.load();
        List<Change> turn = new ArrayList<>();
        turn.add(new Change.CounterSet("words", 99));
        turn.add(joined(77));
        turn.add(new Change.JobMoved(JobState.RUNNING, JobState.FAILED, "half a turn"));
        turn.add(new Change.JobMoved(JobState.FAILED, JobState.RUNNING, "half a turn"));
        turn.addAll(Arrays.asList(changes));
        assertThatThrownBy(() -> store.commit(epoch, NOW, turn)).isInstanceOf(IllegalStateException.class);
        assertThat(store.load()).isEqualTo(before);
        store = stores().reopen(store);
        assertThat(store.load()).isEqualTo(before);
    }

    StoredTask task(TaskId id) {
        return store.load().tasks().stream()
                .filter(task -> task.task().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
