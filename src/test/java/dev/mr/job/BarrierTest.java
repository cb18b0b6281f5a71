package dev.mr.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.AttemptId;
import dev.mr.task.BucketSource;
import dev.mr.task.ExitCode;
import dev.mr.task.FailureKind;
import dev.mr.task.FileStats;
import dev.mr.task.Receipt;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import dev.mr.task.Work;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gets which task, and when. */
class BarrierTest {
    @Test
    void reducers_that_wait_are_released_in_the_order_they_came_when_the_last_map_commits() {
        World world = World.of(SampleJob.of(1, 3));
        TestWorker mapper = world.readyWorker("mapper");
        List<TestWorker> waiting = List.of(world.readyWorker("a"), world.readyWorker("b"), world.readyWorker("c"));
        assertThat(waiting).allSatisfy(worker -> assertThat(worker.assigns()).isEmpty());
        AttemptId map = mapper.assigned();
        mapper.succeeds(map);
        for (int r = 0; r < 3; r++) {
            assertThat(waiting.get(r).assigned().task()).isEqualTo(TaskId.reduce(r));
        }
    }

    @Test
    void a_reduce_is_told_every_winner_with_the_length_and_checksum_of_its_bucket() {
        World world = World.of(SampleJob.of(2, 2));
        TestWorker worker = world.worker("w");
        worker.hello();
        worker.ready(2);
        AttemptId first = worker.assigned();
        AttemptId second = worker.assigned();
        worker.succeeds(second);
        worker.succeeds(first);
        worker.ready(2);
        assertThat(worker.assigns().get(3).work())
                .isEqualTo(
                        new Work.ReduceWork(List.of(new BucketSource(first, 10, 0), new BucketSource(second, 20, 1))));
    }

    @Test
    void the_reduce_with_the_most_records_comes_first_and_the_end_says_how_many_it_has() {
        World world = World.of(SampleJob.of(1, 3));
        TestWorker worker = world.worker("w");
        worker.hello();
        worker.ready(1);
        AttemptId map = worker.assigned();
        Receipt even = world.job.receipt(map);
        List<FileStats> files = List.of(new FileStats(9, 2, 0), new FileStats(9, 2, 0), new FileStats(9, 8, 0));
        worker.reports(map, new Receipt(map, even.extents(), files, 0, List.of(), even.counters()));
        for (int reduce : new int[] {2, 0, 1}) {
            worker.ready(1);
            AttemptId assigned = worker.assigned();
            assertThat(assigned.task()).isEqualTo(TaskId.reduce(reduce));
            Receipt of = world.job.receipt(assigned);
            long read = files.get(reduce).records();
            worker.reports(assigned, new Receipt(assigned, List.of(), of.files(), read, List.of(), of.counters()));
        }
        world.fileWorkIsDone();
        assertThat(world.message()).endsWith("; bucket 2 has 8 of them, 2.0 times its share of 4");
    }

    @Test
    void no_reduce_is_assigned_while_a_map_runs() {
        World world = World.of(SampleJob.of(2, 1));
        TestWorker first = world.readyWorker("first");
        TestWorker second = world.readyWorker("second");
        first.succeeds(first.assigned());
        first.ready(1);
        assertThat(first.newlyAssigned()).isNull();
        second.succeeds(second.assigned());
        assertThat(first.assigned().task()).isEqualTo(TaskId.reduce(0));
    }

    @Test
    void what_was_begun_and_failed_comes_next() {
        World world = World.of(SampleJob.of(3, 1));
        TestWorker worker = world.readyWorker("w");
        worker.fails(worker.assigned(), FailureKind.GIVEN_BACK);
        worker.ready(1);
        assertThat(worker.assigned().task()).isEqualTo(TaskId.map(0));
    }

    @Test
    void a_disk_that_is_low_lets_nothing_begin_and_what_runs_end() {
        World world = World.of(SampleJob.of(2, 1));
        TestWorker worker = world.readyWorker("w");
        world.happens(new Event.DiskChecked(10, 20));
        assertThat(world.stop()).isNull();
        world.readyWorker("idle");
        assertThat(world.stateOf(TaskId.map(1))).isEqualTo(TaskState.PENDING);
        world.happens(new Event.DiskChecked(20, 20));
        assertThat(world.stateOf(TaskId.map(1))).isEqualTo(TaskState.LEASED);
        world.happens(new Event.DiskChecked(19, 20));
        worker.succeeds(worker.assigned());
        assertThat(world.stateOf(TaskId.map(0))).isEqualTo(TaskState.COMMITTED);
        assertThat(world.stop()).isNull();
    }

    @Test
    void a_disk_that_is_low_while_nothing_runs_stops_the_driver_and_the_job_can_be_resumed() {
        World world = World.of(SampleJob.of(1, 1));
        world.happens(new Event.DiskChecked(10, 20));
        assertThat(world.stop())
                .isEqualTo(new Effect.Stop(
                        ExitCode.ENVIRONMENT,
                        "the disk of the job directory has 10 bytes free, at least 20 are wanted (--min-free);"
                                + " free some space, then: mr-driver resume --dir /jobs/a"));
        World next = world.resumed();
        next.runsToTheEnd();
        assertThat(next.stop()).extracting(Effect.Stop::exitCode).isEqualTo(ExitCode.DONE);
    }

    @Test
    void a_disk_that_is_low_does_not_stop_a_job_that_has_only_to_be_published() {
        World world = World.of(SampleJob.of(1, 1));
        TestWorker worker = world.readyWorker("w");
        worker.succeeds(worker.assigned());
        worker.ready(1);
        worker.succeeds(worker.assigned());
        world.happens(new Event.DiskChecked(0, 20));
        assertThat(world.stop()).isNull();
        world.fileWorkIsDone();
        assertThat(world.stop()).extracting(Effect.Stop::exitCode).isEqualTo(ExitCode.DONE);
    }
}
