package dev.mr.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.AttemptId;
import dev.mr.task.AttemptState;
import dev.mr.task.DriverMessage;
import dev.mr.task.DriverMessage.Committed;
import dev.mr.task.DriverMessage.Rejected;
import dev.mr.task.Extent;
import dev.mr.task.FailureKind;
import dev.mr.task.FileStats;
import dev.mr.task.JobState;
import dev.mr.task.Receipt;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Who is believed, and who is turned away. */
class ReportsTest {
    private static final TaskId MAP = TaskId.map(0);

    private final World world = World.of(SampleJob.of(2, 1));
    private final TestWorker first = world.readyWorker("first");
    private final AttemptId attempt = first.assigned();

    private static Rejected rejected(AttemptId attempt, String reason) {
        return new Rejected(attempt, reason);
    }

    @Test
    void a_worker_is_welcomed_with_all_it_needs_and_then_gets_the_first_task() {
        assertThat(first.heard().get(0))
                .isEqualTo(new DriverMessage.Welcome(1, first.session, 1, 10_000, 1_000, "job-1", "/jobs/a"));
        assertThat(attempt.task()).isEqualTo(MAP);
        assertThat(attempt.number()).isEqualTo(1);
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.LEASED);
    }

    @Test
    void a_report_of_its_own_attempt_wins_and_its_files_are_published() {
        first.succeeds(attempt);
        assertThat(world.winnerOf(MAP)).isEqualTo(attempt);
        assertThat(first.heardLast()).containsExactly(new Committed(attempt));
        assertThat(world.last(Effect.PublishMap.class)).containsExactly(new Effect.PublishMap(attempt, 1, false));
    }

    @Test
    void a_report_repeated_by_the_winner_is_acknowledged_again_even_when_its_receipt_is_gone() {
        first.succeeds(attempt);
        world.fileWorkIsDone();
        first.reports(attempt, null);
        assertThat(world.lastEffects()).containsExactly(new Effect.Send(first.session, new Committed(attempt)));
    }

    @Test
    void an_attempt_nobody_was_assigned_is_rejected() {
        AttemptId forged = new AttemptId(MAP, 1, 0xbad);
        first.succeeds(forged);
        assertThat(first.heardLast()).containsExactly(rejected(forged, "it is no longer the driver's"));
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.LEASED);
        AttemptId nowhere = new AttemptId(TaskId.map(99), 1, 1);
        first.succeeds(forged);
        first.reports(nowhere, null);
        assertThat(first.heardLast()).containsExactly(rejected(nowhere, "it is no longer the driver's"));
    }

    @Test
    void an_attempt_of_another_worker_is_rejected_whatever_is_said_of_it() {
        TestWorker thief = world.readyWorker("thief");
        thief.succeeds(attempt);
        assertThat(thief.heardLast()).containsExactly(rejected(attempt, "it is no longer the driver's"));
        thief.fails(attempt, FailureKind.USER);
        assertThat(thief.heardLast()).containsExactly(rejected(attempt, "it is no longer the driver's"));
        thief.complains(attempt, attempt);
        assertThat(thief.heardLast()).containsExactly(rejected(attempt, "it is no longer the driver's"));
        assertThat(world.task(MAP).userFailures()).isZero();
        first.succeeds(attempt);
        assertThat(world.winnerOf(MAP)).isEqualTo(attempt);
    }

    @Test
    void a_stale_attempt_of_the_same_worker_is_rejected_while_its_next_one_runs() {
        first.fails(attempt, FailureKind.USER);
        first.ready(1);
        AttemptId second = first.assigned();
        assertThat(second.task()).isEqualTo(MAP);
        assertThat(second.number()).isEqualTo(2);
        first.succeeds(attempt);
        assertThat(first.heardLast()).containsExactly(rejected(attempt, "it is no longer the driver's"));
        first.succeeds(second);
        assertThat(world.winnerOf(MAP)).isEqualTo(second);
    }

    @Test
    void of_several_live_attempts_the_first_commit_wins_and_the_others_are_called_off() throws Exception {
        AttemptId backup = new AttemptId(MAP, 2, 77);
        world.store.commit(1, 0, List.of(new Change.AttemptStarted(backup, 1, 0)));
        World next = world.successor();
        next.happens(new Event.Started());
        next.happens(new Event.Harvested(backup, next.job.receipt(backup)));
        assertThat(next.winnerOf(MAP)).isEqualTo(backup);
        assertThat(next.last(Effect.Persist.class))
                .contains(new Effect.Persist(new Change.AttemptEnded(
                        attempt, AttemptState.LIVE, AttemptState.LOST, FailureKind.SUPERSEDED, "map-0 attempt 2 won")));
        assertThat(next.last(Effect.Discard.class)).containsExactly(new Effect.Discard(attempt));
        assertThat(next.happens(new Event.Harvested(attempt, next.job.receipt(attempt))))
                .isEmpty();
        assertThat(next.happens(new Event.Abandoned(attempt, "it left no RECEIPT")))
                .isEmpty();
    }

    @Test
    void a_receipt_that_cannot_be_the_attempts_is_not_believed() {
        Receipt good = world.job.receipt(attempt);
        AttemptId other = new AttemptId(MAP, 1, 1);
        for (Receipt wrong : List.of(
                world.job.receipt(other),
                new Receipt(attempt, good.extents(), List.of(), 0, List.of(), new TreeMap<>()),
                new Receipt(attempt, List.of(), good.files(), 0, List.of(), new TreeMap<>()),
                new Receipt(attempt, List.of(new Extent(0, 0, 1000)), good.files(), 0, List.of(), new TreeMap<>()),
                new Receipt(attempt, List.of(new Extent(1, 0, 100)), good.files(), 0, List.of(), new TreeMap<>()),
                new Receipt(
                        attempt,
                        good.extents(),
                        List.of(FileStats.EMPTY, FileStats.EMPTY),
                        0,
                        List.of(),
                        new TreeMap<>()))) {
            World fresh = World.of(SampleJob.of(2, 1));
            TestWorker worker = fresh.readyWorker("w");
            AttemptId given = worker.assigned();
            assertThat(given).isEqualTo(attempt);
            worker.reports(given, wrong);
            assertThat(worker.heardLast()).as("%s", wrong).singleElement().isInstanceOf(Rejected.class);
            assertThat(fresh.stateOf(MAP)).as("%s", wrong).isEqualTo(TaskState.PENDING);
            assertThat(fresh.task(MAP).userFailures()).isZero();
        }
    }

    @Test
    void a_receipt_that_cannot_be_read_costs_the_task_no_attempt() {
        first.reports(attempt, null);
        assertThat(first.heardLast()).containsExactly(rejected(attempt, "its RECEIPT cannot be read"));
        assertThat(world.task(MAP).userFailures()).isZero();
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.PENDING);
    }

    @Test
    void whoever_speaks_before_hello_is_refused() {
        TestWorker rude = world.worker("rude");
        Effect refusal = new Effect.Refuse(rude.session, "the first message must be Hello");
        assertThat(rude.ready(1)).containsExactly(refusal);
        assertThat(rude.heartbeat()).containsExactly(refusal);
        assertThat(rude.saysGoodbye()).containsExactly(refusal);
        assertThat(rude.succeeds(attempt)).containsExactly(refusal);
        assertThat(rude.fails(attempt, FailureKind.USER)).containsExactly(refusal);
        assertThat(rude.complains(attempt, attempt)).containsExactly(refusal);
        assertThat(world.progress().workers()).isEqualTo(1);
    }

    @Test
    void a_worker_of_another_build_or_another_job_is_refused() {
        TestWorker old = world.worker("old");
        assertThat(old.hello("1.0", ""))
                .containsExactly(new Effect.Refuse(old.session, "this driver is mr 1.2.3, the worker mr 1.0"));
        assertThat(old.hello(World.BUILD, "job-0"))
                .containsExactly(new Effect.Refuse(old.session, "this driver drives job job-1, not job-0"));
        assertThat(world.progress().workers()).isEqualTo(1);
        assertThat(old.hello(World.BUILD, "job-1")).isNotEmpty();
        assertThat(world.progress().workers()).isEqualTo(2);
        assertThat(old.hello()).containsExactly(new Effect.Refuse(old.session, "Hello was said twice"));
    }

    @Test
    void a_closed_stream_frees_at_once_and_goodbye_gives_back_free_of_charge() {
        TestWorker second = world.readyWorker("second");
        AttemptId other = second.assigned();
        second.saysGoodbye();
        assertThat(world.stateOf(other.task())).isEqualTo(TaskState.PENDING);
        assertThat(world.task(other.task()).workerLosses()).isZero();
        assertThat(second.streamCloses()).isNotEmpty();
        assertThat(second.streamCloses()).isEmpty();
        first.streamCloses();
        assertThat(world.stateOf(MAP)).isEqualTo(TaskState.PENDING);
        assertThat(world.task(MAP).workerLosses()).isEqualTo(1);
        assertThat(world.warnings())
                .containsExactly("map-0 attempt 1 on worker 1 (first) lost: the stream of worker 1 (first) ended:"
                        + " the connection broke; it runs again");
    }

    @Test
    void a_ready_after_goodbye_is_ignored() {
        TestWorker leaving = world.worker("leaving");
        leaving.hello();
        leaving.saysGoodbye();
        leaving.ready(1);
        assertThat(leaving.assigns()).isEmpty();
        leaving.heartbeat();
        first.streamCloses();
        assertThat(leaving.assigns()).isEmpty();
        assertThat(world.readyWorker("next").assigned().task()).isEqualTo(MAP);
    }

    @Test
    void what_people_read_is_one_line_whatever_the_worker_said() {
        first.fails(attempt, FailureKind.USER);
        assertThat(world.warnings())
                .containsExactly("map-0 attempt 1 on worker 1 (first) failed: it went wrong\\nbadly;"
                        + " 1 of 4 attempts spent");
    }

    @Test
    void a_finished_job_ignores_everything() {
        world.runsToTheEnd();
        first.succeeds(attempt);
        World done = World.of(SampleJob.of(1, 1));
        done.runsToTheEnd();
        assertThat(done.state()).isEqualTo(JobState.SUCCEEDED);
        TestWorker late = done.worker("late");
        assertThat(late.hello()).isEmpty();
        assertThat(late.ready(1)).isEmpty();
        assertThat(late.succeeds(attempt)).isEmpty();
        assertThat(done.happens(new Event.Tick())).isEmpty();
        assertThat(done.happens(new Event.DiskChecked(0, 1))).isEmpty();
        assertThat(done.damaged(attempt)).isEmpty();
        assertThat(done.happens(new Event.Stuck("too late"))).isEmpty();
    }
}
