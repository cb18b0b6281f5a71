package dev.mr.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Damage: what is done again, and what is not. */
class RecallTest {
    private static final TaskId MAP = TaskId.map(0);

    private final World world = World.of(SampleJob.of(1, 3));
    private final TestWorker worker = world.readyWorker("w");
    private final AttemptId winner = worker.assigned();

    /** The map is committed; the first reduces up to this one are too; the worker has {@code leased} more. */
    private void givenReduces(int committed, int leased) {
        worker.succeeds(winner);
        world.fileWorkIsDone();
        for (int r = 0; r < committed; r++) {
            worker.ready(1);
            worker.succeeds(worker.assigned());
        }
        for (int r = 0; r < leased; r++) {
            worker.ready(1);
        }
    }

    private AttemptId mapRunsAgain() {
        worker.ready(1);
        DriverMessage.Assign last = worker.assigns().get(worker.assigns().size() - 1);
        assertThat(last.attempt().task()).isEqualTo(MAP);
        return last.attempt();
    }

    @Test
    void a_complaint_ends_the_attempt_free_of_charge_and_the_driver_looks_for_itself() {
        givenReduces(0, 1);
        AttemptId reduce = worker.assigned();
        worker.complains(reduce, winner);
        assertThat(world.last(Effect.Inspect.class))
                .containsExactly(new Effect.Inspect(
                        winner, 0, world.job.receipt(winner).files().get(0)));
        assertThat(world.stateOf(reduce.task())).isEqualTo(TaskState.PENDING);
        assertThat(world.task(reduce.task()).userFailures()).isZero();
        worker.ready(1);
        assertThat(worker.newlyAssigned()).as("nothing while it looks").isNull();
    }

    @Test
    void a_bucket_that_is_sound_is_read_again() {
        givenReduces(0, 1);
        worker.complains(worker.assigned(), winner);
        worker.ready(1);
        world.fileWorkIsDone();
        assertThat(world.winnerOf(MAP)).isEqualTo(winner);
        assertThat(worker.assigned().task()).isEqualTo(TaskId.reduce(0));
    }

    @Test
    void a_reduce_that_cannot_read_what_is_sound_stops_the_driver_in_the_end() {
        givenReduces(0, 0);
        for (int complaint = 0; complaint < 4; complaint++) {
            assertThat(world.stop()).isNull();
            worker.ready(1);
            worker.complains(worker.assigned(), winner);
            world.fileWorkIsDone();
        }
        assertThat(world.stop()).extracting(Effect.Stop::exitCode).isEqualTo(ExitCode.ENVIRONMENT);
    }

    @Test
    void a_damaged_map_runs_again_alone_and_its_first_winner_is_lost() {
        givenReduces(1, 1);
        AttemptId running = worker.assigned();
        worker.complains(running, winner);
        world.damaged(winner);
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.PENDING);
        assertThat(world.stateOf(TaskId.reduce(0))).isEqualTo(TaskState.COMMITTED);
        AttemptId again = mapRunsAgain();
        worker.succeeds(again);
        assertThat(world.winnerOf(MAP)).isEqualTo(again);
        assertThat(world.task(MAP).repairs()).isEqualTo(1);
        assertThat(world.stateOf(TaskId.reduce(0)))
                .as("same bytes, so nothing of it is void")
                .isEqualTo(TaskState.COMMITTED);
        assertThat(world.warnings()).noneMatch(line -> line.contains("non-deterministic"));
    }

    @Test
    void a_complaint_about_a_former_winner_counts_for_nothing() {
        givenReduces(0, 2);
        AttemptId first = worker.assigned();
        AttemptId second = worker.assigned();
        worker.complains(first, winner);
        world.damaged(winner);
        worker.succeeds(mapRunsAgain());
        worker.complains(second, winner);
        assertThat(world.last(Effect.Inspect.class)).isEmpty();
        assertThat(world.damaged(winner)).isEmpty();
        assertThat(world.task(MAP).repairs()).isEqualTo(1);
        assertThat(world.task(TaskId.reduce(1)).state()).isNotEqualTo(TaskState.COMMITTED);
    }

    @Test
    void two_complaints_of_one_map_are_two_looks_and_one_repair() {
        givenReduces(0, 2);
        AttemptId first = worker.assigned();
        AttemptId second = worker.assigned();
        worker.complains(first, winner);
        worker.complains(second, winner);
        world.damaged(winner);
        world.damaged(winner);
        assertThat(world.task(MAP).repairs()).isEqualTo(1);
        worker.succeeds(mapRunsAgain());
        worker.ready(2);
        assertThat(world.progress().reducesLeased())
                .as("nothing is suspect any more")
                .isEqualTo(2);
    }

    @Test
    void a_map_may_be_repaired_four_times_and_not_five() {
        givenReduces(0, 0);
        AttemptId current = winner;
        for (int repair = 1; repair <= 4; repair++) {
            world.damaged(current);
            assertThat(world.state()).isEqualTo(JobState.RUNNING);
            current = mapRunsAgain();
            worker.succeeds(current);
        }
        world.damaged(current);
        assertThat(world.state()).isEqualTo(JobState.FAILED);
        assertThat(world.message()).contains("map-0's file is missing; that was the 5th time, check the disk");
    }

    @Test
    void a_map_that_writes_other_bytes_voids_the_reduces_that_read_them_and_only_those() {
        givenReduces(1, 2);
        AttemptId committed = world.winnerOf(TaskId.reduce(0));
        AttemptId leasedChanged = worker.assigned();
        AttemptId leasedSame = worker.assigned();
        world.damaged(winner);
        AttemptId again = mapRunsAgain();
        worker.reports(again, world.job.receipt(again, Map.of(0, 99, 1, 99)));
        assertThat(worker.heardLast())
                .contains(new DriverMessage.Revoke(leasedChanged, "map-0 attempt 2 wrote another bucket 1"));
        assertThat(world.warnings())
                .contains("non-deterministic map: map-0 attempt 2 wrote other bytes than map-0 attempt 1; the reduces"
                        + " that read them run again");
        assertThat(world.stateOf(TaskId.reduce(0))).isEqualTo(TaskState.PENDING);
        assertThat(world.stateOf(TaskId.reduce(1))).isEqualTo(TaskState.PENDING);
        assertThat(world.stateOf(TaskId.reduce(2))).isEqualTo(TaskState.LEASED);
        worker.succeeds(leasedChanged);
        assertThat(world.stateOf(TaskId.reduce(1))).isEqualTo(TaskState.PENDING);
        assertThat(world.warnings()).noneMatch(line -> line.contains("came back"));
        worker.succeeds(committed);
        assertThat(world.stateOf(TaskId.reduce(0))).isEqualTo(TaskState.PENDING);
        worker.succeeds(leasedSame);
        assertThat(world.winnerOf(TaskId.reduce(2))).isEqualTo(leasedSame);
    }

    @Test
    void other_bytes_are_noticed_though_the_driver_died_between_the_damage_and_the_repair() {
        givenReduces(3, 0);
        World before = world;
        World next = before.successor();
        next.damaged(winner);
        next.happens(new Event.Started());
        World last = next.resumed();
        TestWorker other = last.readyWorker("other");
        AttemptId again = other.assigned();
        assertThat(again.task()).isEqualTo(MAP);
        other.reports(again, last.job.receipt(again, Map.of(2, 99)));
        assertThat(last.stateOf(TaskId.reduce(1))).isEqualTo(TaskState.COMMITTED);
        assertThat(last.stateOf(TaskId.reduce(2))).isEqualTo(TaskState.PENDING);
    }

    @Test
    void an_output_found_damaged_while_the_job_commits_is_made_again_and_then_committed() {
        givenReduces(3, 0);
        assertThat(world.state()).isEqualTo(JobState.COMMITTING);
        assertThat(Objects.requireNonNull(world.nextFileWork())).isInstanceOf(Effect.PublishOutput.class);
        AttemptId output = world.winnerOf(TaskId.reduce(1));
        world.damaged(output);
        assertThat(world.state()).isEqualTo(JobState.RUNNING);
        assertThat(world.happens(new Event.OutputPublished())).isEmpty();
        worker.ready(1);
        AttemptId again = world.store.load().live().get(0).attempt();
        assertThat(again.task()).isEqualTo(TaskId.reduce(1));
        worker.succeeds(again);
        assertThat(world.state()).isEqualTo(JobState.COMMITTING);
        world.fileWorkIsDone();
        assertThat(world.state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void damage_known_before_the_driver_starts_keeps_it_from_publishing_an_output() {
        givenReduces(3, 0);
        assertThat(world.state()).isEqualTo(JobState.COMMITTING);
        World next = world.successor();
        next.damaged(winner);
        next.happens(new Event.Started());
        assertThat(next.state()).isEqualTo(JobState.RUNNING);
        assertThat(next.all(Effect.PublishOutput.class)).isEmpty();
    }
}
