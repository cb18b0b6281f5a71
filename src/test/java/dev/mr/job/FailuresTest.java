package dev.mr.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.AttemptId;
import dev.mr.task.ExitCode;
import dev.mr.task.FailureKind;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each kind of failure costs. */
class FailuresTest {
    private static final TaskId MAP = TaskId.map(0);

    private static AttemptId failsNext(TestWorker worker, FailureKind kind) {
        AttemptId attempt = worker.assigned();
        worker.fails(attempt, kind);
        worker.ready(1);
        return attempt;
    }

    @Test
    void failures_of_the_users_code_spend_the_attempts_and_fail_the_job_with_the_reason() {
        World world = World.of(SampleJob.of(2, 1).maxAttempts(2));
        TestWorker bystander = world.readyWorker("bystander");
        TestWorker worker = world.readyWorker("w");
        AttemptId running = bystander.assigned();
        failsNext(worker, FailureKind.USER);
        assertThat(world.state()).isEqualTo(JobState.RUNNING);
        worker.fails(worker.assigned(), FailureKind.USER);
        assertThat(world.state()).isEqualTo(JobState.FAILED);
        assertThat(world.message())
                .isEqualTo(
                        "map-1 attempt 2 failed: it went wrong\\nbadly (2 of 2 attempts spent; if the cause was outside the job, then: mr-driver"
                                + " resume --dir /jobs/a --retry-failed)");
        assertThat(world.stop()).isEqualTo(new Effect.Stop(ExitCode.JOB_FAILED, world.message()));
        assertThat(world.last(Effect.Finish.class))
                .containsExactly(new Effect.Finish(JobState.FAILED, world.message()));
        assertThat(world.stateOf(TaskId.map(1))).isEqualTo(TaskState.FAILED);
        assertThat(world.stateOf(running.task())).isEqualTo(TaskState.PENDING);
        assertThat(bystander.heardLast()).hasSize(2);
    }

    @Test
    void a_failed_job_runs_again_when_asked_to_and_keeps_what_is_committed() throws Exception {
        World world = World.of(SampleJob.of(2, 1).maxAttempts(1));
        TestWorker worker = world.readyWorker("w");
        worker.succeeds(worker.assigned());
        worker.ready(1);
        worker.fails(worker.assigned(), FailureKind.USER);
        AttemptId kept = world.winnerOf(MAP);
        world.store.commit(1, 0, Retry.changes(world.store.load()));
        World next = world.resumed();
        next.runsToTheEnd();
        assertThat(next.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(next.winnerOf(MAP)).isEqualTo(kept);
    }

    @Test
    void the_death_of_workers_spends_another_budget() {
        World world = World.of(SampleJob.of(1, 1).maxWorkerLosses(3));
        for (int death = 1; death <= 3; death++) {
            assertThat(world.state()).isEqualTo(JobState.RUNNING);
            TestWorker worker = world.readyWorker("w" + death);
            worker.assigned();
            worker.streamCloses();
            assertThat(world.task(MAP).workerLosses()).isEqualTo(death);
            assertThat(world.task(MAP).userFailures()).isZero();
        }
        assertThat(world.state()).isEqualTo(JobState.FAILED);
        assertThat(world.message())
                .isEqualTo(
                        "map-0 lost 3 workers, the last by: the stream of worker 3 (w3) ended: the connection"
                                + " broke (if the cause was outside the job, then: mr-driver resume --dir /jobs/a --retry-failed)");
    }

    @Test
    void what_a_worker_that_died_was_at_is_told_with_its_death() {
        World world = World.of(SampleJob.of(1, 1).maxWorkerLosses(1));
        TestWorker worker = world.readyWorker("w");
        AttemptId attempt = worker.assigned();
        assertThat(world.coordinator.held(worker.session)).containsOnlyKeys(attempt);
        world.happens(
                new Event.StreamClosed(worker.session, "it broke", Map.of(attempt, "input /a at offset 7 (3 bytes)")));
        assertThat(world.message())
                .startsWith("map-0 lost 1 worker, the last by: the stream of worker 1 (w) ended: it broke; it was last"
                        + " at input /a at offset 7 (3 bytes) (if the cause was outside the job, then: ");
        assertThat(world.coordinator.held(99)).isEmpty();
    }

    @Test
    void a_worker_that_dies_with_several_tasks_fails_only_the_one_whose_budget_is_spent() {
        World world = World.of(SampleJob.of(2, 1).maxWorkerLosses(2));
        TestWorker first = world.readyWorker("first");
        first.assigned();
        first.streamCloses();
        TestWorker both = world.worker("both");
        both.hello();
        both.ready(2);
        both.streamCloses();
        assertThat(world.state()).isEqualTo(JobState.FAILED);
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.FAILED);
        assertThat(world.stateOf(TaskId.map(1))).isEqualTo(TaskState.PENDING);
    }

    @ParameterizedTest
    @EnumSource(names = {"RESOURCE", "EXTERNAL"})
    void four_failures_of_the_machine_in_a_row_stop_the_driver_and_spend_nothing(FailureKind kind) {
        World world = World.of(SampleJob.of(3, 1));
        TestWorker worker = world.readyWorker("w");
        for (int failure = 1; failure <= 3; failure++) {
            failsNext(worker, kind);
            assertThat(world.stop()).isNull();
        }
        worker.fails(worker.assigned(), kind);
        assertThat(world.stop())
                .isEqualTo(new Effect.Stop(
                        ExitCode.ENVIRONMENT,
                        "map-0 attempt 4 failed: it went wrong\\nbadly; 4 such failures in a row, so the driver stops;"
                                + " free the resource, then: mr-driver resume --dir /jobs/a"));
        assertThat(world.state()).isEqualTo(JobState.RUNNING);
        assertThat(world.task(MAP).userFailures()).isZero();
        World next = world.resumed();
        next.runsToTheEnd();
        assertThat(next.state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void a_success_between_resets_the_count_of_machine_failures() {
        World world = World.of(SampleJob.of(3, 1));
        TestWorker worker = world.readyWorker("w");
        for (int round = 0; round < 3; round++) {
            for (int failure = 1; failure <= 3; failure++) {
                failsNext(worker, FailureKind.RESOURCE);
            }
            worker.succeeds(worker.assigned());
            worker.ready(1);
        }
        assertThat(world.stop()).isNull();
        assertThat(world.progress().mapsCommitted()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"GIVEN_BACK", "DRIVER_LOST", "SUPERSEDED", "INPUT_BAD"})
    void what_is_nobodys_fault_costs_nothing_however_often(FailureKind kind) {
        World world = World.of(SampleJob.of(1, 1));
        TestWorker worker = world.readyWorker("w");
        for (int i = 0; i < 30; i++) {
            failsNext(worker, kind);
        }
        assertThat(world.stop()).isNull();
        assertThat(world.task(MAP).userFailures()).isZero();
        assertThat(world.task(MAP).workerLosses()).isZero();
        assertThat(world.task(MAP).attempts()).isEqualTo(31);
    }

    @Test
    void thirty_lost_drivers_cost_nothing() {
        World world = World.of(SampleJob.of(1, 1));
        for (int i = 0; i < 30; i++) {
            world.readyWorker("w" + i).assigned();
            world = world.resumed();
        }
        assertThat(world.task(MAP).workerLosses()).isZero();
        world.runsToTheEnd();
        assertThat(world.state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void an_input_that_changed_stops_the_driver_and_says_how_to_go_on() {
        World world = World.of(SampleJob.of(1, 1));
        TestWorker worker = world.readyWorker("w");
        worker.fails(worker.assigned(), FailureKind.INPUT_CHANGED);
        assertThat(world.stop()).extracting(Effect.Stop::exitCode).isEqualTo(ExitCode.INPUT_CHANGED);
        assertThat(world.stop())
                .extracting(Effect.Stop::line)
                .asString()
                .contains("restore the file, then: mr-driver resume --dir /jobs/a");
        assertThat(world.task(MAP).userFailures()).isZero();
    }

    @Test
    void an_attempt_harvested_with_a_receipt_that_cannot_be_its_own_costs_nothing_either() {
        World world = World.of(SampleJob.of(1, 1));
        AttemptId left = world.readyWorker("w").assigned();
        for (int drivers = 0; drivers < 5; drivers++) {
            World next = world.successor();
            next.happens(new Event.Started());
            next.happens(new Event.Harvested(left, next.job.receipt(new AttemptId(MAP, 9, 9))));
            assertThat(next.stop()).isNull();
            assertThat(next.all(Effect.Send.class)).isEmpty();
            assertThat(next.stateOf(MAP)).isEqualTo(TaskState.PENDING);
            left = next.readyWorker("w").assigned();
            world = next;
        }
        assertThat(world.task(MAP).userFailures()).isZero();
    }
}
