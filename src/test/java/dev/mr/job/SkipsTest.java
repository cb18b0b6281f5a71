package dev.mr.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.AttemptId;
import dev.mr.task.BadRecord;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import dev.mr.task.Work;
import dev.mr.task.WorkerMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of records the map function fails on. */
class SkipsTest {
    private static final TaskId MAP = TaskId.map(0);
    private static final BadRecord RECORD = new BadRecord(0, 17, 5, 99);

    private static Work.MapWork lastWork(TestWorker worker) {
        List<DriverMessage.Assign> assigns = worker.assigns();
        return (Work.MapWork) assigns.get(assigns.size() - 1).work();
    }

    private static void failsOn(TestWorker worker, BadRecord record) {
        worker.says(new WorkerMessage.Failed(worker.assigned(), FailureKind.USER, "bad line", "stack", record));
        worker.ready(1);
    }

    private static void diesOn(World world, BadRecord record) {
        TestWorker worker = world.readyWorker("mortal");
        AttemptId attempt = worker.assigned();
        assertThat(worker.streamCloses()).contains(new Effect.Examine(attempt));
        world.happens(new Event.LastRecord(attempt, record));
    }

    @Test
    void a_record_that_failed_twice_is_left_out_from_then_on_and_costs_its_task_nothing() {
        World world = World.of(SampleJob.of(1, 1).skipBadRecords(2));
        TestWorker worker = world.readyWorker("w");
        assertThat(lastWork(worker).careful()).isFalse();
        failsOn(worker, RECORD);
        assertThat(lastWork(worker).skips()).isEmpty();
        assertThat(lastWork(worker).careful()).as("the next attempt takes care").isTrue();
        failsOn(worker, RECORD);
        assertThat(lastWork(worker).skips()).containsExactly(RECORD);
        assertThat(world.all(Effect.Quarantine.class))
                .containsExactly(new Effect.Quarantine(MAP, RECORD, "bad line\nstack"));
        assertThat(world.task(MAP).userFailures()).isZero();
        assertThat(world.warnings())
                .satisfiesExactly(
                        first -> assertThat(first).contains("attempt 1 on", " failed: bad line; 1 of 4 attempts spent"),
                        second ->
                                assertThat(second).contains("attempt 2 on", " failed: bad line; 0 of 4 attempts spent"),
                        last -> assertThat(last).startsWith("map-0 leaves out the record of 5 bytes at offset 17"));
        worker.succeeds(worker.assigned());
        assertThat(world.task(MAP).state()).isEqualTo(TaskState.COMMITTED);
    }

    @Test
    void no_more_records_than_allowed_are_left_out_and_the_next_fails_the_job() {
        World world = World.of(SampleJob.of(1, 1).skipBadRecords(1).maxAttempts(2));
        TestWorker worker = world.readyWorker("w");
        failsOn(worker, RECORD);
        failsOn(worker, RECORD);
        BadRecord other = new BadRecord(0, 40, 5, 1);
        failsOn(worker, other);
        assertThat(world.state()).isEqualTo(JobState.RUNNING);
        failsOn(worker, other);
        assertThat(world.state()).isEqualTo(JobState.FAILED);
        assertThat(world.message())
                .contains(
                        "bad line; no more records may be left out: 1 of 1 used (--skip-bad-records is fixed at the start; to",
                        "2 of 2 attempts spent");
    }

    @Test
    void without_the_option_nothing_is_left_out() {
        World world = World.of(SampleJob.of(1, 1));
        TestWorker worker = world.readyWorker("w");
        failsOn(worker, RECORD);
        failsOn(worker, RECORD);
        assertThat(lastWork(worker).skips()).isEmpty();
        assertThat(lastWork(worker).careful()).isFalse();
        assertThat(worker.streamCloses()).noneMatch(Effect.Examine.class::isInstance);
        assertThat(world.task(MAP).userFailures()).isEqualTo(2);
        assertThat(world.all(Effect.Quarantine.class)).isEmpty();
    }

    @Test
    void a_record_that_is_left_out_already_is_not_counted_once_more() {
        World world = World.of(SampleJob.of(1, 1).skipBadRecords(2).maxAttempts(9));
        TestWorker worker = world.readyWorker("w");
        for (int failure = 0; failure < 4; failure++) {
            failsOn(worker, RECORD);
        }
        assertThat(lastWork(worker).skips()).containsExactly(RECORD);
        assertThat(world.all(Effect.Quarantine.class)).hasSize(1);
    }

    @Test
    void a_reduce_leaves_nothing_out_and_takes_nobody_to_examine() {
        World world = World.of(SampleJob.of(1, 1).skipBadRecords(2));
        TestWorker worker = world.readyWorker("w");
        worker.succeeds(worker.assigned());
        world.fileWorkIsDone();
        worker.ready(1);
        failsOn(worker, RECORD);
        failsOn(worker, RECORD);
        assertThat(world.all(Effect.Quarantine.class)).isEmpty();
        assertThat(world.task(TaskId.reduce(0)).userFailures()).isEqualTo(2);
        assertThat(worker.streamCloses()).noneMatch(Effect.Examine.class::isInstance);
    }

    @Test
    void a_record_on_which_two_workers_died_is_left_out_too() {
        World world = World.of(SampleJob.of(1, 1).skipBadRecords(1));
        diesOn(world, RECORD);
        diesOn(world, RECORD);
        TestWorker worker = world.readyWorker("w");
        assertThat(lastWork(worker).skips()).containsExactly(RECORD);
        assertThat(world.all(Effect.Quarantine.class))
                .containsExactly(
                        new Effect.Quarantine(MAP, RECORD, "map-0 attempt 2: its worker process died on this record"));
        assertThat(world.warnings())
                .last()
                .asString()
                .startsWith("map-0 leaves out the record of 5 bytes at offset 17");
        assertThat(worker.streamCloses()).isNotEmpty();
        assertThat(world.task(MAP).workerLosses())
                .as("those that the record cost do not count")
                .isEqualTo(1);
    }

    @Test
    void the_record_of_a_worker_that_did_not_come_back_is_looked_for_too() {
        World world = World.of(SampleJob.of(1, 1).skipBadRecords(1));
        TestWorker worker = world.lastingWorker("lasting", 1);
        AttemptId attempt = worker.assigned();
        worker.streamCloses();
        assertThat(world.all(Effect.Examine.class)).isEmpty();
        world.passesTicking(SampleJob.LEASE.plusSeconds(1));
        assertThat(world.all(Effect.Examine.class)).containsExactly(new Effect.Examine(attempt));
    }

    @Test
    void a_command_that_died_says_on_which_record_and_where_no_more_may_be_left_out() {
        World world = World.of(SampleJob.of(1, 1).skipBadRecords(1));
        TestWorker worker = world.readyWorker("w");
        failsOn(worker, RECORD);
        failsOn(worker, RECORD);
        AttemptId attempt = worker.assigned();
        assertThat(worker.fails(attempt, FailureKind.WORKER_LOST)).contains(new Effect.Examine(attempt));
        assertThat(world.warnings()).last().asString().contains("no more records may be left out: 1 of 1 used");
    }

    @Test
    void the_next_driver_knows_what_is_left_out_and_keeps_a_copy_again() {
        World world = World.of(SampleJob.of(1, 1).skipBadRecords(1));
        TestWorker worker = world.readyWorker("w");
        failsOn(worker, RECORD);
        failsOn(worker, RECORD);
        World next = world.resumed();
        assertThat(next.all(Effect.Quarantine.class)).hasSize(1);
        assertThat(lastWork(next.readyWorker("w")).skips()).containsExactly(RECORD);
    }

    @Test
    void what_is_said_of_a_record_after_the_job_ended_changes_nothing() {
        World world = World.of(SampleJob.of(1, 1).skipBadRecords(9));
        diesOn(world, RECORD);
        world.runsToTheEnd();
        AttemptId late = new AttemptId(MAP, 1, 1);
        assertThat(world.happens(new Event.LastRecord(late, RECORD))).isEmpty();
        assertThat(world.happens(new Event.LastRecord(late, RECORD))).isEmpty();
    }
}
