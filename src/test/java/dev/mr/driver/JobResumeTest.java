package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.driver.ManualDriver.Claim;
import dev.mr.files.DriverFile;
import dev.mr.files.LocalFileSystem;
import dev.mr.files.OwnerFile;
import dev.mr.job.Change;
import dev.mr.store.JobStore;
import dev.mr.store.SqliteStore;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a resume goes on with, what it leaves as it is, and what it refuses; and what is said of that beforehand. */
class JobResumeTest extends JobSiteTest {
    private static final JobResume.Request PLAIN = new JobResume.Request(Map.of(), List.of(), false);
    private static final JobResume.Request RETRY = new JobResume.Request(Map.of(), List.of(), true);

    /** A resume whose driver takes over, if it comes so far, and stops. */
    private DriverRun.Outcome resume(JobResume.Request request) throws IOException {
        Site site = job.site(Steps.withoutCrash());
        RunOptions options = new RunOptions(new InetSocketAddress("localhost", 0), 0, List.of(), OptionalLong.empty());
        try (DriverRun run = new DriverRun(site, options, job.voice())) {
            run.stop();
            return new JobResume(site, job.voice()).run(request, run);
        }
    }

    private JobResume.Explained explain(JobResume.Request request) throws IOException {
        return new JobResume(job.site(Steps.withoutCrash()), job.voice()).explain(request);
    }

    private long epoch() {
        try (JobStore store = SqliteStore.open(job.directory.database())) {
            return store.load().epoch();
        }
    }

    private void assertRefused(JobResume.Request request, ExitCode exitCode, String line) {
        long before = epoch();
        assertThatThrownBy(() -> resume(request))
                .isInstanceOfSatisfying(
                        MrException.class,
                        refusal -> assertThat(refusal.exitCode()).isEqualTo(exitCode))
                .hasMessageContaining(line);
        assertThat(epoch()).as("nothing was claimed").isEqualTo(before);
    }

    private void given(Change... changes) throws JobStore.SupersededException {
        try (SqliteStore store = SqliteStore.open(job.directory.database())) {
            store.commit(store.load().epoch(), 0, List.of(changes));
        }
    }

    private Path appendToInput(int index) throws IOException {
        Path input = Path.of(job.plan.inputs().get(index).path());
        return Files.writeString(input, " more", StandardOpenOption.APPEND);
    }

    @Test
    void a_resume_says_what_is_kept_and_drives_under_the_next_epoch() throws Exception {
        story.killedAfterWins(2);
        DriverRun.Outcome outcome = resume(PLAIN);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.state()).isEmpty();
        assertThat(outcome.ranNothing()).isFalse();
        assertThat(job.said)
                .contains(
                        "mr-driver 1.2.3  resume of job job-1, wordcount in " + job.directory.root(),
                        "kept     2 of 2 maps, 0 of 2 reduces; 1 was running");
        assertThat(epoch()).isEqualTo(2);
        resume(PLAIN);
        assertThat(job.said).contains("kept     2 of 2 maps, 0 of 2 reduces; 0 were running");
        story.resumes(Claim.RESUME);
    }

    @Test
    void after_a_reboot_winners_are_verified_and_the_next_resume_verifies_them_too() throws Exception {
        story.killedAfterWins(2);
        DriverStory.flipLastByte(job.directory.intermediate().resolve("mr-1-0"));
        resume(PLAIN);
        assertThat(job.said).anyMatch(line -> line.contains("map-1 attempt 1's output is damaged"));
        try (JobStore store = SqliteStore.open(job.directory.database())) {
            assertThat(store.lastDriver().bootId()).isEqualTo(JobSite.DRIVER.bootId());
        }
    }

    @Test
    void where_there_is_no_job_a_resume_says_how_to_begin_one() throws IOException {
        job = new JobSite(Files.createDirectory(root.resolve("other")));
        Files.delete(job.directory.owner());
        Files.delete(job.directory.database());
        String line = "there is no job in " + job.directory.root() + " to resume";
        assertThatThrownBy(() -> resume(PLAIN)).isInstanceOf(MrException.class).hasMessageStartingWith(line);
        assertThatThrownBy(() -> explain(PLAIN)).isInstanceOf(MrException.class).hasMessageStartingWith(line);
    }

    private void assertNeitherResumedNorExplained(ExitCode exitCode, String line) {
        for (ThrowingCallable attempt : List.<ThrowingCallable>of(() -> resume(PLAIN), () -> explain(PLAIN))) {
            assertThatThrownBy(attempt)
                    .isInstanceOfSatisfying(
                            MrException.class,
                            refusal -> assertThat(refusal.exitCode()).isEqualTo(exitCode))
                    .hasMessageContaining(line);
        }
    }

    @Test
    void a_directory_of_another_database_or_without_its_own_is_refused() throws Exception {
        byte[] owner = Files.readAllBytes(job.directory.owner());
        Files.write(job.directory.owner(), new OwnerFile(1, "host", "", "other").content());
        assertNeitherResumedNorExplained(ExitCode.STATE_UNUSABLE, " names other; ");
        Files.write(job.directory.owner(), owner);
        Path away = Files.move(job.directory.database(), root.resolve("away.db"));
        assertNeitherResumedNorExplained(ExitCode.STATE_UNUSABLE, job.directory.database() + " is missing");
        Files.move(away, job.directory.database());
        Files.delete(job.directory.owner());
        assertThat(resume(PLAIN).exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(job.directory.owner()).content().contains("\"database\": \"database\"");
        Files.createFile(job.directory.own().resolve("service"));
        assertNeitherResumedNorExplained(ExitCode.USAGE, " is the root of a service, not the directory of one job");
    }

    @Test
    void a_job_that_was_replaced_is_none() throws Exception {
        story.resumes(Claim.FIRST);
        try (SqliteStore store = SqliteStore.open(job.directory.database())) {
            store.replace("job-1", 0);
        }
        assertThatThrownBy(() -> resume(PLAIN)).hasMessageContaining("there is no job in ");
        assertThatThrownBy(() -> explain(PLAIN)).hasMessageContaining("there is no job in ");
    }

    @Test
    void options_and_inputs_that_are_named_once_more_must_be_the_stored_ones() throws Exception {
        List<Path> inputs =
                job.plan.inputs().stream().map(input -> Path.of(input.path())).toList();
        JobResume.Request same = new JobResume.Request(Map.of("reduce-tasks", "2"), inputs, false);
        assertThat(resume(same).exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(explain(same).refusal()).isEmpty();

        JobResume.Request other = new JobResume.Request(Map.of("reduce-tasks", "3"), List.of(inputs.get(1)), false);
        String line = "the job has other options: --reduce-tasks 3 (stored: 2), --inputs [" + inputs.get(1)
                + "] (stored: 2 files, the first " + inputs.get(0) + "); leave them out to resume";
        assertRefused(other, ExitCode.USAGE, line);
        assertThatThrownBy(() -> explain(other)).hasMessage(line);
        story.resumes(Claim.RESUME);
        JobResume.Request late = new JobResume.Request(Map.of("reduce-tasks", "3"), List.of(), false);
        assertRefused(late, ExitCode.USAGE, "the job has other options: --reduce-tasks 3 (stored: 2); leave");
    }

    @Test
    void an_input_that_changed_is_refused_while_a_map_is_left_to_read_it() throws Exception {
        Path input = appendToInput(1);
        String line = "input " + input + " has changed since the job started";
        assertRefused(PLAIN, ExitCode.INPUT_CHANGED, line);
        assertThat(explain(PLAIN).refusal()).startsWith(line).contains("; restore it and run mr-driver resume");
    }

    @Test
    void an_input_that_changed_does_not_matter_when_every_map_has_won() throws Exception {
        story.killedAfterWins(2);
        appendToInput(1);
        assertThat(explain(PLAIN).refusal()).isEmpty();
        assertThat(resume(PLAIN).exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void a_job_that_failed_is_left_as_it_is_unless_its_tasks_are_to_be_retried() throws Exception {
        given(
                new Change.TaskMoved(TaskId.map(0), TaskState.PENDING, TaskState.FAILED, 0, 4, 0, 0),
                new Change.JobMoved(JobState.RUNNING, JobState.FAILED, "no luck"));
        DriverRun.Outcome left = resume(PLAIN);
        assertThat(left.exitCode()).isEqualTo(ExitCode.JOB_FAILED);
        assertThat(left.state()).contains(JobState.FAILED);
        assertThat(left.line()).isEqualTo("no luck");
        assertThat(left.ranNothing()).isTrue();
        assertThat(epoch()).isEqualTo(1);
        assertThat(DriverFile.read(job.directory.driverJson(), new LocalFileSystem())
                        .orElseThrow()
                        .state())
                .isEqualTo(JobState.FAILED);

        appendToInput(0);
        assertThat(explain(PLAIN).refusal()).as("it is over").isEmpty();
        assertThat(explain(RETRY).refusal()).contains("has changed since the job started");
        assertRefused(RETRY, ExitCode.INPUT_CHANGED, "has changed since the job started");
    }

    @Test
    void a_job_that_failed_goes_on_when_its_tasks_are_retried() throws Exception {
        given(
                new Change.TaskMoved(TaskId.map(0), TaskState.PENDING, TaskState.FAILED, 0, 4, 0, 0),
                new Change.JobMoved(JobState.RUNNING, JobState.FAILED, "no luck"));
        assertThat(resume(RETRY).state()).isEmpty();
        assertThat(epoch()).isEqualTo(2);
        story.resumes(Claim.RESUME);
    }

    @Test
    void a_job_that_succeeded_is_left_as_it_is_and_said_to_be_done() throws Exception {
        story.resumes(Claim.FIRST);
        DriverRun.Outcome done = resume(RETRY);
        assertThat(done.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(done.state()).contains(JobState.SUCCEEDED);
        assertThat(done.line()).startsWith("inputs 22 bytes = extents read; ");
        assertThat(done.ranNothing()).isTrue();
        job.assertDone();
        assertThat(explain(PLAIN).lines()).hasSize(4).allMatch(line -> line.action() == Explanation.Action.KEEP);
    }

    @Test
    void a_job_that_succeeded_and_was_cleared_up_after_is_told_without_its_lock() throws Exception {
        story.resumes(Claim.FIRST);
        try (DriverLock lock = DriverLock.take(job.directory, new LocalFileSystem())) {
            assertThat(lock).isNotNull();
            assertThat(resume(PLAIN).state()).contains(JobState.SUCCEEDED);
            Files.createDirectories(job.directory.attempts());
            assertThatThrownBy(() -> resume(PLAIN)).isInstanceOf(MrException.class);
        }
    }

    @Test
    void what_a_driver_left_that_was_killed_after_its_job_had_succeeded_is_tidied_up() throws Exception {
        story.resumes(Claim.FIRST);
        Path stray = Files.createDirectories(job.directory.attempts().resolve("m-0.1-00000000000000ff"));
        Files.delete(job.directory.driverJson());
        assertThat(resume(PLAIN).ranNothing()).isTrue();
        assertThat(stray).doesNotExist();
        DriverFile said = DriverFile.read(job.directory.driverJson(), new LocalFileSystem())
                .orElseThrow();
        assertThat(said.job()).isEqualTo("job-1");
        assertThat(said.state()).isEqualTo(JobState.SUCCEEDED);
        job.assertDone();
    }

    @Test
    void a_directory_that_says_something_else_of_a_job_that_has_ended_is_put_right() throws Exception {
        story.resumes(Claim.FIRST);
        String right = Files.readString(job.directory.driverJson());
        for (String wrong : List.of(right.replace("SUCCEEDED", "RUNNING"), right.replace("job-1", "job-0"))) {
            Files.writeString(job.directory.driverJson(), wrong);
            Files.createDirectories(job.directory.attempts());
            resume(PLAIN);
            assertThat(job.directory.driverJson()).content().contains("\"job-1\"", "SUCCEEDED");
            assertThat(job.directory.attempts()).doesNotExist();
        }
    }

    @Test
    void of_a_job_that_succeeded_when_it_was_tried_again_no_directory_says_that_it_failed() throws Exception {
        story.resumes(Claim.FIRST);
        String right = Files.readString(job.directory.driverJson());
        Files.writeString(job.directory.driverJson(), right.replace("SUCCEEDED", "FAILED"));
        assertThat(resume(PLAIN).ranNothing()).isTrue();
        assertThat(job.directory.driverJson()).content().contains("SUCCEEDED");
    }

    @Test
    void a_job_that_is_driven_is_neither_resumed_nor_explained() throws Exception {
        try (DriverLock lock = DriverLock.take(job.directory, new LocalFileSystem())) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> explain(PLAIN))
                    .isInstanceOfSatisfying(
                            MrException.class,
                            refusal -> assertThat(refusal.exitCode()).isEqualTo(ExitCode.OTHER_DRIVER));
            assertThatThrownBy(() -> resume(PLAIN))
                    .isInstanceOfSatisfying(
                            MrException.class,
                            refusal -> assertThat(refusal.exitCode()).isEqualTo(ExitCode.OTHER_DRIVER));
        }
        assertThat(explain(PLAIN).lines()).hasSize(4);
    }
}
