package dev.mr.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.ExitCode;
import dev.mr.task.Extent;
import dev.mr.task.FileStats;
import dev.mr.task.JobState;
import dev.mr.task.Receipt;
import dev.mr.task.SideFile;
import dev.mr.task.TaskId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How a job comes to its end, and that it ends well only when the books balance. */
class JobEndTest {
    private final World world = World.of(SampleJob.of(1, 1));
    private final TestWorker worker = world.readyWorker("w");

    private void givenMapReports(Receipt receipt) {
        worker.reports(worker.assigned(), receipt);
        worker.ready(1);
    }

    @Test
    void the_job_commits_when_all_is_committed_and_every_map_is_published() {
        worker.succeeds(worker.assigned());
        worker.ready(1);
        worker.succeeds(worker.assigned());
        assertThat(world.state()).isEqualTo(JobState.RUNNING);
        AttemptId map = world.winnerOf(TaskId.map(0));
        assertThat(world.nextFileWork()).isEqualTo(new Effect.PublishMap(map, 1, false));
        world.happens(new Event.MapPublished(map));
        assertThat(world.state()).isEqualTo(JobState.COMMITTING);
        AttemptId output = world.winnerOf(TaskId.reduce(0));
        assertThat(world.last(Effect.PublishOutput.class))
                .containsExactly(
                        new Effect.PublishOutput(List.of(new Effect.Winner(world.job.receipt(output), false))));
        world.happens(new Event.OutputPublished());
        assertThat(world.state()).isEqualTo(JobState.SUCCEEDED);
        String equation = "inputs 100 bytes = extents read; 1 record written by maps = records read by reduces";
        assertThat(world.message()).isEqualTo(equation);
        assertThat(world.last(Effect.Finish.class)).containsExactly(new Effect.Finish(JobState.SUCCEEDED, equation));
        assertThat(worker.heardLast()).containsExactly(new DriverMessage.JobDone(JobState.SUCCEEDED, equation));
        assertThat(world.stop()).isEqualTo(new Effect.Stop(ExitCode.DONE, equation));
        assertThat(world.store.load().counters()).isEqualTo(Map.of("map", 1L, "reduce", 1L));
    }

    @Test
    void the_output_is_of_all_reduces_and_of_maps_with_side_files_those_of_earlier_drivers_verified() {
        AttemptId map = worker.assigned();
        Receipt plain = world.job.receipt(map);
        List<SideFile> side = List.of(new SideFile("notes.txt", new FileStats(3, 0, 4)));
        Receipt receipt = new Receipt(map, plain.extents(), plain.files(), 0, side, plain.counters());
        worker.reports(map, receipt);
        assertThat(world.last(Effect.PublishMap.class)).containsExactly(new Effect.PublishMap(map, 1, true));
        World next = world.resumed();
        next.runsToTheEnd();
        Receipt reduce = next.job.receipt(next.winnerOf(TaskId.reduce(0)));
        assertThat(next.all(Effect.PublishOutput.class))
                .containsExactly(new Effect.PublishOutput(
                        List.of(new Effect.Winner(receipt, true), new Effect.Winner(reduce, false))));
    }

    @Test
    void a_reduce_that_read_fewer_records_than_were_written_fails_the_job_and_names_the_bucket() {
        worker.succeeds(worker.assigned());
        worker.ready(1);
        AttemptId reduce = worker.assigned();
        Receipt good = world.job.receipt(reduce);
        worker.reports(reduce, new Receipt(reduce, List.of(), good.files(), 0, List.of(), good.counters()));
        world.fileWorkIsDone();
        assertThat(world.state()).isEqualTo(JobState.FAILED);
        assertThat(world.message())
                .isEqualTo("the books do not balance: bucket 0 has 1 record written, 0 read; nothing was published");
        assertThat(world.all(Effect.PublishOutput.class)).isEmpty();
        assertThat(world.stop()).extracting(Effect.Stop::exitCode).isEqualTo(ExitCode.JOB_FAILED);
    }

    @Test
    void bytes_that_nobody_read_fail_the_job_and_name_the_input() {
        AttemptId map = Objects.requireNonNull(worker.assigns().get(0)).attempt();
        Receipt good = world.job.receipt(map);
        givenMapReports(new Receipt(map, List.of(new Extent(0, 0, 99)), good.files(), 0, List.of(), good.counters()));
        worker.succeeds(worker.assigned());
        world.fileWorkIsDone();
        assertThat(world.state()).isEqualTo(JobState.FAILED);
        assertThat(world.message()).contains("/data/book.txt was read up to byte 99 of 100");
    }

    @Test
    void counters_are_those_of_winners_alone() {
        AttemptId first = worker.assigned();
        worker.succeeds(first);
        world.damaged(first);
        assertThat(world.store.load().counters()).isEqualTo(Map.of("map", 0L));
        worker.ready(1);
        worker.succeeds(worker.assigned());
        assertThat(world.store.load().counters()).isEqualTo(Map.of("map", 1L));
        assertThat(world.progress().counters()).isEqualTo(Map.of("map", 1L));
    }

    @Test
    void the_next_driver_goes_on_with_the_publishing_of_the_last() {
        worker.succeeds(worker.assigned());
        worker.ready(1);
        worker.succeeds(worker.assigned());
        World next = world.resumed();
        assertThat(next.state()).isEqualTo(JobState.RUNNING);
        next.fileWorkIsDone();
        assertThat(next.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(next.all(Effect.PublishMap.class)).hasSize(1);
        assertThat(next.all(Effect.PublishOutput.class))
                .as("winners of an earlier driver are verified")
                .allSatisfy(publish -> assertThat(publish.winners()).allMatch(Effect.Winner::verify));
    }

    @Test
    void the_next_driver_publishes_the_output_of_a_job_that_was_committing() {
        worker.succeeds(worker.assigned());
        worker.ready(1);
        worker.succeeds(worker.assigned());
        world.happens(new Event.MapPublished(world.winnerOf(TaskId.map(0))));
        assertThat(world.state()).isEqualTo(JobState.COMMITTING);
        World next = world.resumed();
        assertThat(next.all(Effect.PublishOutput.class)).hasSize(1);
        next.fileWorkIsDone();
        assertThat(next.state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void a_driver_that_is_stuck_stops_and_says_so_once() {
        world.happens(new Event.Stuck("the disk is on fire"));
        assertThat(world.stop()).isEqualTo(new Effect.Stop(ExitCode.ENVIRONMENT, "the disk is on fire"));
        assertThat(world.happens(new Event.Stuck("and the floor"))).isEmpty();
        assertThat(world.store.load().state()).isEqualTo(JobState.RUNNING);
    }
}
