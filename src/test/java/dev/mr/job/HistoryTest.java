package dev.mr.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.AttemptId;
import dev.mr.task.AttemptState;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.TaskId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the history of a job says afterwards: each thing that happened has its line. */
class HistoryTest {
    private static final TaskId MAP = TaskId.map(0);

    private final World world = World.of(SampleJob.of(1, 1));
    private int asked;

    /** What was noted since the test asked last: what, about which attempt by which worker, text. */
    private List<String> noted(World of) {
        List<Effect> since = of.effects.subList(asked, of.effects.size());
        asked = of.effects.size();
        return since.stream()
                .filter(Effect.Persist.class::isInstance)
                .map(Effect.Persist.class::cast)
                .map(Effect.Persist::change)
                .filter(Change.Noted.class::isInstance)
                .map(change -> line((Change.Noted) change))
                .toList();
    }

    private static String line(Change.Noted note) {
        return (note.what()
                        + (note.task() == null ? "" : " " + note.task() + "." + note.attempt())
                        + (note.worker() == 0 ? "" : " worker " + note.worker())
                        + " " + note.text())
                .strip();
    }

    @Test
    void a_job_that_runs_well_has_its_steps_in_order() {
        world.runsToTheEnd();
        assertThat(world.all(Effect.Persist.class))
                .contains(new Effect.Persist(new Change.WorkerLeft(1, "the job ended")));
        assertThat(noted(world))
                .containsExactly(
                        "driver-started epoch 1",
                        "worker-joined worker 1 last",
                        "assigned map-0.1 worker 1",
                        "won map-0.1 worker 1",
                        "assigned reduce-0.1 worker 1",
                        "won reduce-0.1 worker 1",
                        "job-committing",
                        "job-succeeded " + world.message());
    }

    @Test
    void an_attempt_that_fails_or_is_lost_says_why_and_a_worker_that_leaves_too() {
        TestWorker worker = world.readyWorker("w");
        worker.fails(worker.assigned(), FailureKind.USER);
        worker.ready(1);
        noted(world);
        worker.streamCloses();
        assertThat(noted(world))
                .containsExactly(
                        "lost map-0.2 worker 1 WORKER_LOST: the stream of worker 1 (w) ended: the connection broke",
                        "worker-left worker 1 the connection broke");
        TestWorker next = world.readyWorker("next");
        noted(world);
        next.fails(next.assigned(), FailureKind.RESOURCE);
        assertThat(noted(world)).containsExactly("failed map-0.3 worker 2 RESOURCE: it went wrong\\nbadly");
    }

    @Test
    void whoever_is_turned_away_is_noted_whether_it_was_known_or_not() {
        TestWorker worker = world.readyWorker("w");
        AttemptId attempt = worker.assigned();
        AttemptId forged = new AttemptId(MAP, 9, 9);
        noted(world);
        worker.succeeds(forged);
        worker.fails(forged, FailureKind.USER);
        worker.complains(forged, attempt);
        assertThat(noted(world)).hasSize(3).allMatch("rejected map-0.9 worker 1 unknown or not this worker's"::equals);
        world.passesTicking(SampleJob.LEASE.plusSeconds(1));
        assertThat(noted(world))
                .containsExactly("lost map-0.1 worker 1 LEASE_EXPIRED: no word from worker 1 (w) for 10000 ms");
        worker.succeeds(attempt);
        assertThat(world.warnings())
                .last()
                .isEqualTo("map-0 attempt 1 on worker 1 (w) came back after it was lost; its report is rejected");
        assertThat(world.all(Effect.Persist.class))
                .contains(new Effect.Persist(new Change.AttemptEnded(
                        attempt,
                        AttemptState.LOST,
                        AttemptState.REJECTED,
                        FailureKind.LEASE_EXPIRED,
                        "it came back from worker 1 (w) and was turned away")));
        assertThat(noted(world))
                .containsExactly("rejected map-0.1 worker 1 it came back from worker 1 (w) and was turned away");
    }

    @Test
    void a_winner_that_is_damaged_and_one_that_turns_out_sound_are_noted() {
        TestWorker worker = world.readyWorker("w");
        AttemptId winner = worker.assigned();
        worker.succeeds(winner);
        world.fileWorkIsDone();
        worker.ready(1);
        AttemptId reduce = worker.assigned();
        noted(world);
        worker.complains(reduce, winner);
        world.fileWorkIsDone();
        assertThat(noted(world))
                .containsExactly(
                        "failed reduce-0.1 worker 1 INPUT_BAD: map-0 attempt 1 bucket 0: CRC32C differs",
                        "inspected map-0.1 bucket 0 is sound");
        world.damaged(winner);
        assertThat(world.all(Effect.Persist.class))
                .contains(new Effect.Persist(new Change.AttemptEnded(
                        winner,
                        AttemptState.WON,
                        AttemptState.LOST,
                        FailureKind.OUTPUT_DAMAGED,
                        "map-0's file is missing")));
        assertThat(noted(world)).containsExactly("winner-lost map-0.1 OUTPUT_DAMAGED: map-0's file is missing");
    }

    @Test
    void a_backup_and_the_attempt_that_it_beats_are_noted() {
        World other = World.of(SampleJob.of(2, 1));
        TestWorker quick = other.readyWorker("quick");
        TestWorker slow = other.readyWorker("slow");
        AttemptId slowOne = slow.assigned();
        quick.succeeds(quick.assigned());
        quick.ready(1);
        noted(other);
        for (int second = 0; second < 12; second++) {
            slow.heartbeat();
            quick.heartbeat();
            other.passesTicking(Duration.ofSeconds(1));
        }
        AttemptId backup = quick.assigned();
        assertThat(noted(other))
                .containsExactly("backup map-1.2 worker 1 backup of " + slowOne + ", which runs for 10 s on worker 2");
        quick.succeeds(backup);
        assertThat(noted(other))
                .containsExactly("won map-1.2 worker 1", "lost map-1.1 worker 2 SUPERSEDED: map-1 attempt 2 won");
    }

    @Test
    void a_worker_on_a_new_stream_keeps_its_attempt_and_leaves_the_old_stream() {
        TestWorker before = world.lastingWorker("lasting", 1);
        AttemptId attempt = before.assigned();
        TestWorker back = world.returning(before);
        back.holds(1, attempt);
        assertThat(back.heard()).noneMatch(DriverMessage.Revoke.class::isInstance);
        assertThat(noted(world)).contains("worker-left worker 1 its worker opened another");
    }
}
