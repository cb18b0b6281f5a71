package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.catalog.JarFiles;
import dev.mr.driver.Explanation.Action;
import dev.mr.driver.ManualDriver.Claim;
import dev.mr.files.LocalFileSystem;
import dev.mr.job.Change;
import dev.mr.job.JobSnapshot;
import dev.mr.store.JobStore;
import dev.mr.store.SqliteStore;
import dev.mr.task.AttemptId;
import dev.mr.task.AttemptState;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.JobCode;
import dev.mr.task.JobSpec;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import dev.mr.task.WorkerMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is said before a resume of each task, from what the database and the files say. */
class ExplanationTest extends JobSiteTest {
    private static final String LEFT_NO_RECEIPT = "reduce-1 attempt 1 ended with its driver, and it left no RECEIPT";

    private JobSnapshot stored() {
        try (JobStore store = SqliteStore.open(job.directory.database())) {
            return store.load();
        }
    }

    private List<String> lines(JobSnapshot snapshot, boolean rebooted, boolean retryFailed) throws IOException {
        return new Explanation(snapshot, job.directory, new LocalFileSystem(), rebooted, retryFailed)
                .lines().stream()
                        .map(line -> line.action() + " " + line.task()
                                + (line.because().isEmpty() ? "" : " because " + line.because()))
                        .toList();
    }

    private List<String> lines() throws IOException {
        return lines(stored(), false, false);
    }

    private void given(Change... changes) throws JobStore.SupersededException {
        try (SqliteStore store = SqliteStore.open(job.directory.database())) {
            store.commit(store.load().epoch(), 0, List.of(changes));
        }
    }

    /** A task is at work under a worker that looks for its driver when that is gone. */
    private DriverMessage.Assign assignedToAWorkerThatComesBack() throws Exception {
        try (ManualDriver driver = story.driver(Claim.FIRST)) {
            driver.drive.takeOver();
            driver.says(new WorkerMessage.Hello("w", "alpha", 4711, 1, "1.2.3", 120_000, "job-1"));
            driver.says(new WorkerMessage.Ready(1));
            driver.turns();
            return driver.assigned.element();
        }
    }

    private static JobSnapshot with(JobSnapshot job, JobSpec spec, List<JobSnapshot.StoredAttempt> live) {
        return new JobSnapshot(
                job.uuid(),
                job.state(),
                job.message(),
                spec,
                job.inputs(),
                job.splits(),
                job.tasks(),
                live,
                job.skips(),
                job.counters(),
                job.workers(),
                job.epoch());
    }

    private static JobSpec withJar(JobSpec spec, JobCode.Jar jar) {
        return new JobSpec(
                new JobCode(spec.name(), List.of(jar), new TreeMap<>()),
                spec.mapTasks(),
                spec.reduceTasks(),
                spec.shuffle(),
                spec.outputPrefix(),
                spec.rules());
    }

    @Test
    void every_task_of_a_job_that_has_not_begun_runs_maps_first() throws Exception {
        assertThat(lines()).containsExactly("RUN map-0", "RUN map-1", "RUN reduce-0", "RUN reduce-1");
    }

    @Test
    void what_has_won_is_kept_and_an_attempt_that_left_nothing_runs_again() throws Exception {
        story.killedAfterWins(2);
        assertThat(lines())
                .containsExactly(
                        "KEEP map-0", "KEEP map-1", "RUN reduce-0", "RERUN reduce-1 because " + LEFT_NO_RECEIPT);
    }

    @Test
    void a_map_runs_again_if_a_bucket_is_damaged_that_is_still_to_be_read() throws Exception {
        story.killedAfterWins(2);
        Path gone = job.directory.intermediate().resolve("mr-1-1");
        Files.delete(gone);
        assertThat(lines())
                .containsExactly(
                        "KEEP map-0",
                        "RERUN map-1 because " + gone + " is missing",
                        "RUN reduce-0",
                        "RERUN reduce-1 because " + LEFT_NO_RECEIPT);
    }

    @Test
    void a_bucket_that_nobody_will_read_is_looked_at_after_a_reboot_alone() throws Exception {
        story.killedAfterWins(3);
        Path flipped = job.directory.intermediate().resolve("mr-1-1");
        DriverStory.flipLastByte(flipped);
        assertThat(lines()).startsWith("KEEP map-0", "KEEP map-1").endsWith("KEEP reduce-1");
        assertThat(lines(stored(), true, false))
                .element(1)
                .asString()
                .startsWith("RERUN map-1 because " + flipped + " has ");
    }

    @Test
    void what_is_still_to_be_published_is_looked_at_though_nobody_will_read_it() throws Exception {
        story.killedWhileCommitting();
        assertThat(lines()).containsExactly("KEEP map-0", "KEEP map-1", "KEEP reduce-0", "KEEP reduce-1");
        Path bucket = job.directory.intermediate().resolve("mr-0-0");
        DriverStory.flipLastByte(bucket);
        assertThat(lines()).element(0).isEqualTo("KEEP map-0");
        assertThat(lines(stored().afterReboot(), false, false))
                .element(0)
                .asString()
                .startsWith("RERUN map-0 because " + bucket + " has ");
    }

    @Test
    void an_attempt_that_finished_unheard_is_harvested_whatever_became_of_its_input() throws Exception {
        AttemptId attempt = story.killedWhileWorking();
        appendToInput(0);
        assertThat(lines())
                .containsExactly(
                        "HARVEST map-0 because " + attempt + " finished while no driver lived",
                        "RUN map-1",
                        "RUN reduce-0",
                        "RUN reduce-1");
    }

    @Test
    void an_attempt_that_finished_with_a_damaged_file_runs_again() throws Exception {
        AttemptId attempt = story.killedWhileWorking();
        DriverStory.flipLastByte(job.directory.attempt(attempt).resolve("mr-0-1"));
        assertThat(lines())
                .element(0)
                .asString()
                .startsWith("RERUN map-0 because " + attempt + " ended with its driver, and ")
                .contains("mr-0-1 has ");
    }

    @Test
    void an_attempt_goes_on_if_its_worker_comes_back_for_it_and_its_input_is_what_it_was() throws Exception {
        AttemptId attempt = assignedToAWorkerThatComesBack().attempt();
        String adopted = "ADOPT map-0 because " + attempt + " goes on if worker 1 comes back for it";
        assertThat(lines()).containsExactly(adopted, "RUN map-1", "RUN reduce-0", "RUN reduce-1");
        appendToInput(1);
        assertThat(lines()).startsWith(adopted);
        appendToInput(0);
        assertThat(lines()).element(0).asString().startsWith("RERUN map-0 because its input changed: ");
    }

    @Test
    void one_of_two_attempts_that_may_go_on_is_enough() throws Exception {
        AttemptId attempt = assignedToAWorkerThatComesBack().attempt();
        JobSnapshot stored = stored();
        JobSnapshot.StoredAttempt lasting = stored.live().get(0);
        AttemptId other = new AttemptId(attempt.task(), 2, 99);
        List<JobSnapshot.StoredAttempt> both = List.of(lasting, new JobSnapshot.StoredAttempt(other, 2, 0));
        String adopted = "ADOPT map-0 because " + attempt + " goes on if worker 1 comes back for it";
        assertThat(lines(with(stored, stored.spec(), both), false, false)).startsWith(adopted);
        assertThat(lines(with(stored, stored.spec(), List.of(both.get(1), lasting)), false, false))
                .startsWith(adopted);
        assertThat(lines(with(stored, stored.spec(), List.of()), false, false))
                .startsWith("RERUN map-0 because its attempt is gone");
    }

    private void appendToInput(int index) throws IOException {
        Files.writeString(Path.of(job.plan.inputs().get(index).path()), " more", StandardOpenOption.APPEND);
    }

    @Test
    void a_map_that_is_to_run_says_that_its_input_changed_and_one_that_has_won_does_not_mind() throws Exception {
        story.killedAfterWins(1);
        appendToInput(0);
        appendToInput(1);
        List<String> lines = lines();
        assertThat(lines).element(0).isEqualTo("KEEP map-0");
        assertThat(lines)
                .element(1)
                .asString()
                .startsWith("RERUN map-1 because its input changed: input "
                        + job.plan.inputs().get(1).path() + " has changed since the job started: its size is ");
        assertThat(lines).endsWith("RUN reduce-0", "RUN reduce-1");
    }

    @Test
    void every_task_that_is_to_run_says_that_the_jar_changed() throws Exception {
        story.killedAfterWins(2);
        Path file = Files.writeString(root.resolve("job.jar"), "one");
        JobSnapshot stored = stored();
        JobSnapshot job = with(stored, withJar(stored.spec(), JarFiles.describe(file)), stored.live());
        assertThat(lines(job, false, false)).isEqualTo(lines());
        Files.delete(file);
        assertThat(lines(job, false, false))
                .startsWith("KEEP map-0", "KEEP map-1")
                .hasSize(4);
        assertThat(lines(job, false, false).subList(2, 4))
                .allMatch(line -> line.contains(" because the job's jar changed: jar " + file + " is gone "))
                .allMatch(line -> line.startsWith("RERUN reduce-"));
    }

    @Test
    void a_task_that_was_tried_in_vain_runs_again() throws Exception {
        story.killedAfterWins(2);
        given(
                new Change.AttemptEnded(
                        stored().live().get(0).attempt(),
                        AttemptState.LIVE,
                        AttemptState.LOST,
                        FailureKind.WORKER_LOST,
                        ""),
                new Change.TaskMoved(TaskId.reduce(1), TaskState.LEASED, TaskState.PENDING, 0, 0, 1, 0));
        assertThat(lines()).element(3).isEqualTo("RERUN reduce-1 because no attempt of it has won");
    }

    @Test
    void a_job_that_failed_stays_as_it_is_unless_its_failed_tasks_are_to_be_retried() throws Exception {
        given(
                new Change.TaskMoved(TaskId.map(0), TaskState.PENDING, TaskState.FAILED, 0, 4, 0, 0),
                new Change.JobMoved(JobState.RUNNING, JobState.FAILED, "no luck"));
        assertThat(lines())
                .containsExactly(
                        "KEEP map-0 because it failed; --retry-failed runs it again",
                        "KEEP map-1",
                        "KEEP reduce-0",
                        "KEEP reduce-1");
        assertThat(lines(stored(), false, true))
                .containsExactly("RUN map-0", "RUN map-1", "RUN reduce-0", "RUN reduce-1");
    }

    @Test
    void a_task_that_failed_after_an_attempt_says_so_when_it_is_retried() throws Exception {
        AttemptId attempt = assignedToAWorkerThatComesBack().attempt();
        given(
                new Change.AttemptEnded(attempt, AttemptState.LIVE, AttemptState.FAILED, FailureKind.USER, "it threw"),
                new Change.TaskMoved(TaskId.map(0), TaskState.LEASED, TaskState.FAILED, 0, 4, 0, 0),
                new Change.JobMoved(JobState.RUNNING, JobState.FAILED, "no luck"));
        assertThat(lines(stored(), false, true)).element(0).isEqualTo("RERUN map-0 because it failed");
    }

    @Test
    void nothing_is_looked_at_of_a_job_that_succeeded_or_was_cancelled() throws Exception {
        story.resumes(Claim.FIRST);
        Files.delete(job.directory.intermediate().resolve("mr-0-0"));
        appendToInput(0);
        assertThat(lines(stored(), true, true))
                .containsExactly("KEEP map-0", "KEEP map-1", "KEEP reduce-0", "KEEP reduce-1");
    }

    @Test
    void an_action_runs_a_task_if_a_worker_has_something_to_do_for_it() {
        assertThat(List.of(Action.values())).filteredOn(Action::runs).containsExactly(Action.RERUN, Action.RUN);
    }
}
