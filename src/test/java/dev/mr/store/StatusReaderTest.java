package dev.mr.store;

import static dev.mr.store.SampleJob.NOW;
import static dev.mr.store.SampleJob.attempt;
import static dev.mr.store.SampleJob.joined;
import static dev.mr.store.SampleJob.leased;
import static dev.mr.store.SampleJob.lost;
import static dev.mr.store.SampleJob.moved;
import static dev.mr.store.SampleJob.started;
import static dev.mr.store.SampleJob.won;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.files.LocalFileSystem;
import dev.mr.job.Change;
import dev.mr.job.NewJob;
import dev.mr.store.JobStatus.AttemptCounts;
import dev.mr.store.JobStatus.Driver;
import dev.mr.store.JobStatus.Failure;
import dev.mr.store.JobStatus.Inputs;
import dev.mr.store.JobStatus.TaskCounts;
import dev.mr.store.JobStatus.Worker;
import dev.mr.store.JobStore.SupersededException;
import dev.mr.task.AttemptId;
import dev.mr.task.AttemptState;
import dev.mr.task.FailureKind;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see of a job. */
class StatusReaderTest {
    private static final NewJob JOB = SampleJob.job("job-1", 4, 2);
    private static final AttemptId FIRST = attempt(TaskId.map(0), 1);
    private static final AttemptId SECOND = attempt(TaskId.map(0), 2);
    private static final AttemptId OTHER_MAP = attempt(TaskId.map(1), 1);

    @TempDir
    Path directory;

    private Path file;
    private SqliteStore store;
    private long epoch;

    @BeforeEach
    void open() {
        file = directory.resolve("job.db");
        store = SqliteStore.openOrCreate(file, new LocalFileSystem(), "database-1");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void commit(long wallMillis, List<Change> changes) {
        try {
            store.commit(epoch, wallMillis, changes);
        } catch (SupersededException e) {
            throw new AssertionError(e);
        }
    }

    private JobStatus read() {
        return StatusReader.read(file).orElseThrow();
    }

    private void givenAJobUnderWay() {
        epoch = store.create(JOB, SampleJob.DRIVER, NOW);
        commit(NOW + 1, List.of(joined(1), joined(2)));
        commit(NOW + 2, leased(FIRST));
        commit(NOW + 2, leased(OTHER_MAP));
        commit(NOW + 3, List.of(lost(FIRST), started(SECOND, 2)));
        commit(
                NOW + 4,
                List.of(
                        won(SECOND),
                        new Change.CounterSet("words", 12),
                        moved(TaskId.map(2), TaskState.PENDING, TaskState.FAILED),
                        new Change.WorkerLeft(2, "said goodbye")));
    }

    @Test
    void there_is_no_status_without_database_or_job() {
        assertThat(StatusReader.read(directory.resolve("absent.db"))).isEmpty();
        assertThat(StatusReader.read(file)).isEmpty();
        assertThat(StatusReader.attempts(file, TaskId.map(0))).isEmpty();
    }

    @Test
    void a_job_under_way_is_shown_whole_while_its_driver_lives() {
        givenAJobUnderWay();
        assertThat(read())
                .isEqualTo(new JobStatus(
                        "job-1",
                        "wordcount",
                        JobState.RUNNING,
                        "",
                        1,
                        new Driver(4711, "alpha", NOW),
                        NOW,
                        Optional.empty(),
                        new TaskCounts(4, 1, 1, 1, 1),
                        new TaskCounts(2, 2, 0, 0, 0),
                        List.of(
                                new Worker(1, "w1", "alpha", 901, 2, "build-1", NOW + 1, Optional.empty(), "", 1),
                                new Worker(
                                        2,
                                        "w2",
                                        "alpha",
                                        902,
                                        2,
                                        "build-1",
                                        NOW + 1,
                                        Optional.of(NOW + 4),
                                        "said goodbye",
                                        0)),
                        new AttemptCounts(3, 1, 1, 0, 1, 0),
                        new TreeMap<>(Map.of("words", 12L)),
                        List.of(new Failure(
                                TaskId.map(0),
                                1,
                                1,
                                FailureKind.WORKER_LOST,
                                AttemptState.LOST,
                                "worker 1 is gone",
                                NOW + 3)),
                        JOB.spec().options(),
                        new Inputs(2, 80)));
        assertThat(List.copyOf(read().options().keySet()))
                .isEqualTo(List.copyOf(JOB.spec().options().keySet()));
    }

    @Test
    void the_attempts_of_a_task_are_shown_in_order() {
        givenAJobUnderWay();
        assertThat(StatusReader.attempts(file, TaskId.map(0)))
                .containsExactly(
                        new AttemptStatus(
                                FIRST,
                                AttemptState.LOST,
                                1,
                                "w1",
                                1,
                                NOW + 2,
                                Optional.of(NOW + 3),
                                Optional.of(FailureKind.WORKER_LOST),
                                "worker 1 is gone"),
                        new AttemptStatus(
                                SECOND,
                                AttemptState.WON,
                                2,
                                "w2",
                                1,
                                NOW + 3,
                                Optional.of(NOW + 4),
                                Optional.empty(),
                                ""));
        assertThat(StatusReader.attempts(file, TaskId.reduce(0))).isEmpty();
        assertThat(StatusReader.attempts(file, TaskId.map(99))).isEmpty();
    }

    @Test
    void a_finished_job_has_the_time_it_finished_and_a_reopened_one_has_none() {
        givenAJobUnderWay();
        commit(NOW + 9, List.of(new Change.JobMoved(JobState.RUNNING, JobState.FAILED, "map-2 failed")));
        assertThat(read().state()).isEqualTo(JobState.FAILED);
        assertThat(read().message()).isEqualTo("map-2 failed");
        assertThat(read().finishedMillis()).contains(NOW + 9);
        commit(NOW + 10, List.of(new Change.JobMoved(JobState.FAILED, JobState.RUNNING, "")));
        assertThat(read().finishedMillis()).isEmpty();
    }

    @Test
    void looking_at_a_closed_database_writes_nothing_beside_it_nor_into_it() throws IOException {
        givenAJobUnderWay();
        JobStatus whileOpen = read();
        store.close();
        byte[] before = Files.readAllBytes(file);
        FileTime modified = Files.getLastModifiedTime(file);
        assertThat(read()).isEqualTo(whileOpen);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(modified);
        try (Stream<Path> entries = Files.list(directory)) {
            assertThat(entries).containsExactly(file);
        }
    }

    @Test
    void the_workers_of_a_driver_that_was_lost_have_left() {
        givenAJobUnderWay();
        store.claim(SampleJob.OTHER_DRIVER, NOW + 50);
        assertThat(read().epoch()).isEqualTo(2);
        assertThat(read().driver()).isEqualTo(new Driver(4712, "beta", NOW + 50));
        assertThat(read().workers())
                .extracting(Worker::leftMillis)
                .containsExactly(Optional.of(NOW + 50), Optional.of(NOW + 4));
        assertThat(read().workers())
                .extracting(Worker::leftReason)
                .containsExactly("its driver was lost", "said goodbye");
    }

    @Test
    void only_the_newest_failures_are_listed() {
        epoch = store.create(JOB, SampleJob.DRIVER, NOW);
        commit(NOW, List.of(joined(1), moved(TaskId.map(0), TaskState.PENDING, TaskState.LEASED)));
        for (int number = 1; number <= 130; number++) {
            AttemptId id = attempt(TaskId.map(0), number);
            List<Change> turn = new ArrayList<>(List.of(started(id, 1)));
            turn.add(
                    number % 2 == 0
                            ? lost(id)
                            : new Change.AttemptEnded(
                                    id, AttemptState.LIVE, AttemptState.FAILED, FailureKind.USER, "boom"));
            commit(NOW + number, turn);
        }
        assertThat(read().failures())
                .extracting(Failure::attempt)
                .hasSize(JobStatus.MAX_FAILURES)
                .startsWith(130, 129, 128)
                .endsWith(31);
        assertThat(read().attempts()).isEqualTo(new AttemptCounts(130, 0, 0, 65, 65, 0));
    }

    @Test
    void the_status_is_that_of_the_newest_job() {
        givenAJobUnderWay();
        commit(NOW + 9, List.of(new Change.JobMoved(JobState.RUNNING, JobState.CANCELLED, "")));
        store.replace("job-1", NOW + 10);
        assertThat(read().state()).isEqualTo(JobState.REPLACED);
        store.create(SampleJob.job("job-2", 1, 1), SampleJob.OTHER_DRIVER, NOW + 11);
        assertThat(read().uuid()).isEqualTo("job-2");
        assertThat(read().attempts().started()).isZero();
        assertThat(read().workers()).isEmpty();
    }
}
