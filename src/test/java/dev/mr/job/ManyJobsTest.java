package dev.mr.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.JobState;
import dev.mr.task.TaskKind;
import dev.mr.task.WorkerMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManyJobsTest {
    private final ManyJobs jobs = new ManyJobs();

    @Test
    void free_slots_go_to_the_job_that_has_the_fewest_and_to_the_first_of_equals() {
        long first = jobs.opens(SampleJob.of(10, 1));
        long second = jobs.opens(SampleJob.of(10, 1));
        long one = jobs.joins(1);
        assertThat(jobs.leased(first)).isEqualTo(1);
        jobs.joins(4);
        assertThat(jobs.leased(first)).isEqualTo(3);
        assertThat(jobs.leased(second)).isEqualTo(2);
        long third = jobs.opens(SampleJob.of(10, 1));
        AttemptId done = jobs.heldBy(one).keySet().iterator().next();
        jobs.succeeds(one, done, first);
        assertThat(jobs.leased(third)).as("the newcomer has none yet").isEqualTo(1);
        assertThat(jobs.leased(first)).isEqualTo(2);
    }

    @Test
    void a_job_with_nothing_to_do_just_now_leaves_its_share_to_the_others() {
        long waits = jobs.opens(SampleJob.of(1, 3));
        long other = jobs.opens(SampleJob.of(10, 1));
        jobs.joins(5);
        assertThat(jobs.leased(waits)).as("its reduces wait for its only map").isEqualTo(1);
        assertThat(jobs.leased(other)).isEqualTo(4);
    }

    @Test
    void jobs_side_by_side_all_end_well_and_the_workers_stay() {
        long first = jobs.opens(SampleJob.of(4, 2));
        long second = jobs.opens(SampleJob.of(2, 3));
        List<Long> workers = List.of(jobs.joins(2), jobs.joins(1));
        jobs.runToTheEnd(workers);
        assertThat(jobs.state(first)).isEqualTo(JobState.SUCCEEDED);
        assertThat(jobs.state(second)).isEqualTo(JobState.SUCCEEDED);
        assertThat(jobs.decisions.stream().map(Decision::effect).filter(ManyJobsTest::isJobDone))
                .isEmpty();
        long late = jobs.opens(SampleJob.of(3, 1));
        jobs.runToTheEnd(workers);
        assertThat(jobs.state(late)).isEqualTo(JobState.SUCCEEDED);
        assertThat(jobs.coordinator.workers()).isEqualTo(2);
    }

    private static boolean isJobDone(Effect effect) {
        return effect instanceof Effect.Send send && send.message() instanceof DriverMessage.JobDone;
    }

    @Test
    void a_job_that_fails_hurts_no_other_and_its_running_attempts_are_revoked() {
        long fails = jobs.opens(SampleJob.of(3, 1).maxAttempts(1));
        long other = jobs.opens(SampleJob.of(3, 1));
        long worker = jobs.joins(4);
        AttemptId bad = attemptOf(fails, worker);
        jobs.says(worker, new WorkerMessage.Failed(bad, FailureKind.USER, "it went wrong", ""));
        assertThat(jobs.state(fails)).isEqualTo(JobState.FAILED);
        assertThat(jobs.heldBy(worker)).doesNotContainValue(fails).containsValue(other);
        jobs.says(worker, new WorkerMessage.Ready(2));
        jobs.runToTheEnd(List.of(worker));
        assertThat(jobs.state(other)).isEqualTo(JobState.SUCCEEDED);
    }

    private AttemptId attemptOf(long job, long worker) {
        return jobs.heldBy(worker).entrySet().stream()
                .filter(held -> held.getValue() == job)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_worker_that_is_lost_gives_back_what_it_held_of_every_job() {
        long first = jobs.opens(SampleJob.of(2, 1));
        long second = jobs.opens(SampleJob.of(2, 1));
        long lost = jobs.joins(4);
        jobs.closes(lost);
        assertThat(jobs.leased(first) + jobs.leased(second)).isZero();
        assertThat(jobs.of(first, Effect.Persist.class).stream().map(Effect.Persist::change))
                .anyMatch(Change.WorkerLeft.class::isInstance);
        assertThat(jobs.of(second, Effect.Persist.class).stream().map(Effect.Persist::change))
                .anyMatch(Change.WorkerLeft.class::isInstance);
        jobs.runToTheEnd(List.of(jobs.joins(1)));
        assertThat(jobs.state(first)).isEqualTo(JobState.SUCCEEDED);
        assertThat(jobs.state(second)).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void a_late_report_of_a_job_that_is_gone_is_rejected_and_changes_no_other_job() {
        long fails = jobs.opens(SampleJob.of(2, 1).maxAttempts(1));
        long slow = jobs.joins(1);
        AttemptId late = attemptOf(fails, slow);
        long quick = jobs.joins(1);
        jobs.says(quick, new WorkerMessage.Failed(attemptOf(fails, quick), FailureKind.USER, "no", ""));
        long other = jobs.opens(SampleJob.of(2, 1));
        long another = jobs.opens(SampleJob.of(2, 1));
        List<Decision> answer =
                jobs.happens(new Event.Reported(slow, late, SampleJob.of(2, 1).receipt(late), ""));
        assertThat(answer)
                .extracting(Decision::effect)
                .containsExactly(
                        new Effect.Send(slow, new DriverMessage.Rejected(late, "it is no longer the driver's")));
        assertThat(jobs.committed(other, TaskKind.MAP) + jobs.committed(another, TaskKind.MAP))
                .isZero();
    }

    @Test
    void a_full_disk_stops_no_job_and_tasks_begin_again_when_there_is_space() {
        long job = jobs.opens(SampleJob.of(2, 1));
        jobs.happens(new Event.DiskChecked(10, 100));
        jobs.happens(new Event.DiskChecked(9, 100));
        long worker = jobs.joins(1);
        assertThat(jobs.leased(job)).isZero();
        jobs.happens(new Event.DiskChecked(1000, 100));
        assertThat(jobs.leased(job)).isEqualTo(1);
        jobs.runToTheEnd(List.of(worker));
        assertThat(jobs.state(job)).isEqualTo(JobState.SUCCEEDED);
        assertThat(jobs.of(0, Effect.Warn.class))
                .containsExactly(
                        new Effect.Warn("the disk of /service has 10 bytes free, at least 100 are wanted"
                                + " (--min-free); no task begins until there is space"),
                        new Effect.Warn("the disk of /service has 1000 bytes free again; tasks begin again"));
    }

    @Test
    void a_job_that_waited_in_line_runs_from_the_moment_it_is_opened() {
        long job = jobs.opensAccepted(SampleJob.of(2, 1));
        assertThat(jobs.state(job)).isEqualTo(JobState.RUNNING);
        jobs.runToTheEnd(List.of(jobs.joins(1)));
        assertThat(jobs.state(job)).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void a_job_that_is_cancelled_ends_without_output_and_nobody_holds_anything_of_it() {
        long cancelled = jobs.opens(SampleJob.of(3, 1));
        long other = jobs.opens(SampleJob.of(3, 1));
        long worker = jobs.joins(4);
        jobs.happens(new Event.OfJob(cancelled, new Event.Cancelled()));
        assertThat(jobs.state(cancelled)).isEqualTo(JobState.CANCELLED);
        assertThat(jobs.heldBy(worker)).doesNotContainValue(cancelled);
        assertThat(jobs.of(cancelled, Effect.PublishOutput.class)).isEmpty();
        assertThat(jobs.of(cancelled, Effect.Finish.class)).hasSize(1);
        jobs.says(worker, new WorkerMessage.Ready(2));
        jobs.runToTheEnd(List.of(worker));
        assertThat(jobs.state(other)).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void a_job_that_commits_is_not_cancelled_any_more() {
        long job = jobs.opens(SampleJob.of(1, 1));
        long worker = jobs.joins(1);
        jobs.succeeds(worker, attemptOf(job, worker), job);
        jobs.fileWorkIsDone();
        jobs.succeeds(worker, attemptOf(job, worker), job);
        assertThat(jobs.state(job)).isEqualTo(JobState.COMMITTING);
        jobs.happens(new Event.OfJob(job, new Event.Cancelled()));
        jobs.fileWorkIsDone();
        assertThat(jobs.state(job)).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void a_job_that_cannot_go_on_now_leaves_its_workers_to_the_others_until_it_is_opened_again() {
        long stuck = jobs.opens(SampleJob.of(3, 1));
        long other = jobs.opens(SampleJob.of(3, 1));
        long worker = jobs.joins(2);
        jobs.happens(new Event.OfJob(stuck, new Event.Stuck("the disk of the job is full")));
        assertThat(jobs.state(stuck)).isEqualTo(JobState.RUNNING);
        assertThat(jobs.heldBy(worker)).doesNotContainValue(stuck).containsValue(other);
        jobs.says(worker, new WorkerMessage.Ready(1));
        long gone = jobs.joins(1);
        jobs.reopens(stuck);
        jobs.closes(gone);
        jobs.runToTheEnd(List.of(worker));
        assertThat(jobs.state(stuck)).isEqualTo(JobState.SUCCEEDED);
        assertThat(jobs.state(other)).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void a_job_whose_input_has_changed_fails_since_nobody_could_go_on_with_it() {
        long job = jobs.opens(SampleJob.of(3, 1));
        long worker = jobs.joins(1);
        jobs.says(
                worker,
                new WorkerMessage.Failed(
                        attemptOf(job, worker), FailureKind.INPUT_CHANGED, "a.txt has 3 bytes, expected 4", ""));
        assertThat(jobs.state(job)).isEqualTo(JobState.FAILED);
        assertThat(jobs.of(job, Effect.Finish.class).get(0).message())
                .contains("a.txt has 3 bytes, expected 4; submit it again over what is there now");
    }

    @Test
    void nothing_begins_before_as_many_workers_have_come_as_are_wanted() {
        ManyJobs patient = new ManyJobs(2);
        long job = patient.opens(SampleJob.of(3, 1));
        long first = patient.joins(1);
        assertThat(patient.leased(job)).isZero();
        long second = patient.joins(1);
        assertThat(patient.leased(job)).isEqualTo(2);
        patient.closes(second);
        patient.runToTheEnd(List.of(first));
        assertThat(patient.state(job)).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void an_event_about_a_job_has_to_say_which() {
        assertThatThrownBy(() -> jobs.happens(new Event.OutputPublished()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not say which");
    }

    @Test
    void a_service_that_is_killed_goes_on_with_what_lasting_workers_have_of_all_its_jobs() {
        long first = jobs.opens(SampleJob.of(3, 2));
        long second = jobs.opens(SampleJob.of(2, 2));
        long two = jobs.lasts(2);
        long one = jobs.lasts(1);
        assertThat(jobs.leased(first)).isEqualTo(2);
        assertThat(jobs.leased(second)).isEqualTo(1);

        jobs.restarts();
        assertThat(jobs.leased(first)).isEqualTo(2);
        two = jobs.returns(two, 2);
        one = jobs.returns(one, 1);

        assertThat(jobs.leased(first) + jobs.leased(second))
                .as("no slot is free")
                .isEqualTo(3);
        jobs.runToTheEnd(List.of(two, one));
        assertThat(jobs.state(first)).isEqualTo(JobState.SUCCEEDED);
        assertThat(jobs.state(second)).isEqualTo(JobState.SUCCEEDED);
        assertThat(jobs.started(first)).isEqualTo(5);
        assertThat(jobs.started(second)).isEqualTo(4);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whatever_happens_to_workers_every_job_ends_well(long seed) {
        Random random = new Random(seed);
        List<Long> numbers = new ArrayList<>();
        List<Long> workers = new ArrayList<>();
        try {
            for (int i = 0; i < 1_500; i++) {
                step(random, numbers, workers);
            }
            workers.forEach(jobs::closes);
            jobs.waits(ManyJobs.LEASE.multipliedBy(2));
            jobs.runToTheEnd(List.of(jobs.joins(3)));
            assertThat(numbers).allMatch(job -> jobs.state(job) == JobState.SUCCEEDED);
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
        }
    }

    private void step(Random random, List<Long> numbers, List<Long> workers) {
        long worker = workers.isEmpty() ? 0 : workers.get(random.nextInt(workers.size()));
        List<AttemptId> held = List.copyOf(jobs.heldBy(worker).keySet());
        int what = random.nextInt(40);
        if (what == 0 && numbers.size() < 12) {
            numbers.add(jobs.opens(new SampleJob(1 + random.nextInt(6), 1 + random.nextInt(3), 1_000, 1_000, 0, true)));
        } else if (what <= 2 || worker == 0) {
            int slots = 1 + random.nextInt(3);
            workers.add(random.nextBoolean() ? jobs.joins(slots) : jobs.lasts(slots));
        } else if (what == 39) {
            boolean noticed = random.nextInt(3) > 0;
            if (noticed) {
                jobs.breaks(worker);
            }
            if (random.nextInt(4) == 0) {
                jobs.waits(ManyJobs.LEASE.plusSeconds(1));
            }
            workers.remove(worker);
            workers.add(jobs.returns(worker, 3));
        } else if (what == 38 && random.nextInt(10) == 0) {
            jobs.restarts();
            List<Long> before = List.copyOf(workers);
            workers.clear();
            before.forEach(old -> workers.add(jobs.returns(old, 3)));
        } else if (what == 3) {
            workers.remove(worker);
            jobs.closes(worker);
        } else if (what <= 5) {
            jobs.passes(random.nextInt(4) == 0 ? ManyJobs.LEASE.multipliedBy(2) : Duration.ofMillis(400));
        } else if (what <= 9) {
            jobs.fileWorkIsDone();
        } else if (what <= 14 && !held.isEmpty()) {
            AttemptId attempt = held.get(random.nextInt(held.size()));
            jobs.says(worker, new WorkerMessage.Failed(attempt, FailureKind.USER, "it went wrong", ""));
            jobs.says(worker, new WorkerMessage.Ready(1));
        } else if (what <= 34 && !held.isEmpty()) {
            AttemptId attempt = held.get(random.nextInt(held.size()));
            jobs.succeeds(worker, attempt, jobs.heldBy(worker).getOrDefault(attempt, 0L));
        } else {
            jobs.says(worker, new WorkerMessage.Heartbeat(1, List.of()));
        }
    }
}
