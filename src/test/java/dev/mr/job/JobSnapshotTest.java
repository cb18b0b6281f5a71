package dev.mr.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.task.AttemptState;
import dev.mr.task.JobState;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;
import org.junit.jupiter.api.Test;

/** A job as it is stored and loaded, tried again, and taken over after a reboot. */
class JobSnapshotTest {
    private final NewJob given = SampleJob.of(2, 1).stored();

    @Test
    void a_job_that_was_just_stored_runs_and_has_done_nothing() {
        JobSnapshot job = JobSnapshot.ofNew(given, 3);
        assertThat(job.uuid()).isEqualTo("job-1");
        assertThat(job.state()).isEqualTo(JobState.RUNNING);
        assertThat(job.epoch()).isEqualTo(3);
        assertThat(job.splits()).isEqualTo(given.splits());
        assertThat(job.tasks()).isEmpty();
        assertThat(job.live()).isEmpty();
    }

    @Test
    void a_job_with_splits_for_fewer_maps_than_it_has_is_refused() {
        given.requireSplits();
        NewJob wrong =
                new NewJob("job-1", given.spec(), given.inputs(), given.splits().subList(0, 1));
        assertThatThrownBy(wrong::requireSplits)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 lists of splits for 2 map tasks");
    }

    @Test
    void after_a_reboot_no_map_counts_as_published_and_all_else_is_as_it_was() {
        World world = World.of(SampleJob.of(1, 1));
        TestWorker worker = world.readyWorker("w");
        worker.succeeds(worker.assigned());
        world.fileWorkIsDone();
        JobSnapshot stored = world.store.load();
        assertThat(stored.tasks())
                .singleElement()
                .satisfies(map -> assertThat(map.published()).isTrue());
        JobSnapshot again = stored.afterReboot();
        assertThat(again.tasks()).singleElement().satisfies(map -> {
            assertThat(map.published()).isFalse();
            assertThat(map.state()).isEqualTo(TaskState.COMMITTED);
            assertThat(map.winner()).isEqualTo(stored.tasks().get(0).winner());
        });
        assertThat(again.uuid()).isEqualTo(stored.uuid());
    }

    @Test
    void only_a_job_that_failed_is_tried_again() {
        assertThatThrownBy(() -> Retry.changes(JobSnapshot.ofNew(given, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("job job-1 is RUNNING");
    }

    @Test
    void a_live_attempt_is_neither_published_nor_a_winner() {
        assertThat(Recovery.Stored.live(TaskKind.MAP, TaskState.LEASED, true))
                .isEqualTo(new Recovery.Stored(TaskKind.MAP, TaskState.LEASED, AttemptState.LIVE, false, true));
        assertThat(Recovery.Stored.winner(TaskKind.REDUCE, true))
                .isEqualTo(new Recovery.Stored(TaskKind.REDUCE, TaskState.COMMITTED, AttemptState.WON, true, false));
    }
}
