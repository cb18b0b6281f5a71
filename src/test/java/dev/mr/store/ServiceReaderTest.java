package dev.mr.store;

import static dev.mr.store.SampleJob.NOW;
import static dev.mr.store.SampleJob.joined;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.job.Change;
import dev.mr.job.JobChange;
import dev.mr.store.JobStatus.Worker;
import dev.mr.store.JobStore.Acceptance;
import dev.mr.store.JobStore.SupersededException;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people and programs see of the many jobs of a service. */
class ServiceReaderTest extends DatabaseFile {
    private SqliteStore store;
    private long epoch;

    @BeforeEach
    void open() {
        store = openOrCreate();
        epoch = store.claim(SampleJob.DRIVER, NOW);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private long accept(int number) {
        try {
            return store.accept(
                    epoch,
                    SampleJob.job("job-" + number, 3, 2),
                    new Acceptance("request-" + number, "jobs/" + number),
                    NOW + number);
        } catch (SupersededException e) {
            throw new AssertionError(e);
        }
    }

    private void commit(long wallMillis, long job, Change... changes) {
        try {
            store.commitAll(epoch, wallMillis, JobChange.of(job, List.of(changes)));
        } catch (SupersededException e) {
            throw new AssertionError(e);
        }
    }

    private static JobSummary waiting(int number) {
        return new JobSummary(
                number,
                "job-" + number,
                Optional.of("request-" + number),
                "jobs/" + number,
                "wordcount",
                JobState.PENDING,
                "",
                NOW + number,
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void nothing_is_listed_without_a_database_or_a_job() {
        assertThat(StatusReader.jobs(directory.resolve("absent.db"), 0, 5)).isEmpty();
        assertThat(StatusReader.job(directory.resolve("absent.db"), "job-1")).isEmpty();
        assertThat(StatusReader.events(directory.resolve("absent.db"), 1, 0, 5)).isEmpty();
        assertThat(StatusReader.read(directory.resolve("absent.db"), 1)).isEmpty();
        assertThat(StatusReader.jobs(file, 0, 5)).isEmpty();
        assertThat(StatusReader.job(file, "job-1")).isEmpty();
        assertThat(StatusReader.events(file, 1, 0, 5)).isEmpty();
        assertThat(StatusReader.read(file, 1)).isEmpty();
    }

    @Test
    void jobs_are_paged_through_in_order_of_number_while_the_driver_lives_and_after() {
        for (int number = 1; number <= 5; number++) {
            accept(number);
        }
        assertThat(StatusReader.jobs(file, 0, 2)).containsExactly(waiting(1), waiting(2));
        assertThat(StatusReader.jobs(file, 2, 2)).containsExactly(waiting(3), waiting(4));
        store.close();
        assertThat(StatusReader.jobs(file, 4, 2)).containsExactly(waiting(5));
        assertThat(StatusReader.jobs(file, 5, 2)).isEmpty();
        assertThatThrownBy(() -> StatusReader.jobs(file, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StatusReader.events(file, 1, 0, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_job_says_when_it_was_accepted_began_and_finished() {
        accept(1);
        accept(2);
        assertThat(StatusReader.job(file, "job-1")).contains(waiting(1));
        assertThat(StatusReader.read(file, 1).orElseThrow().state()).isEqualTo(JobState.PENDING);
        commit(NOW + 10, 1, new Change.JobMoved(JobState.PENDING, JobState.RUNNING, ""));
        commit(NOW + 11, 1, new Change.JobMoved(JobState.RUNNING, JobState.FAILED, "no luck"));
        commit(NOW + 12, 2, new Change.JobMoved(JobState.PENDING, JobState.CANCELLED, "unwanted"));
        JobSummary failed = StatusReader.job(file, "job-1").orElseThrow();
        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.message()).isEqualTo("no luck");
        assertThat(failed.createdMillis()).isEqualTo(NOW + 1);
        assertThat(failed.begunMillis()).contains(NOW + 10);
        assertThat(failed.finishedMillis()).contains(NOW + 11);
        JobSummary cancelled = StatusReader.job(file, "job-2").orElseThrow();
        assertThat(cancelled.begunMillis()).isEmpty();
        assertThat(cancelled.finishedMillis()).contains(NOW + 12);
        assertThat(StatusReader.job(file, "job-3")).isEmpty();
    }

    @Test
    void a_job_that_runs_again_began_when_it_first_ran() {
        accept(1);
        accept(2);
        commit(NOW + 10, 1, new Change.JobMoved(JobState.PENDING, JobState.RUNNING, ""));
        commit(NOW + 11, 1, new Change.JobMoved(JobState.RUNNING, JobState.FAILED, ""));
        commit(NOW + 12, 1, new Change.JobMoved(JobState.FAILED, JobState.RUNNING, ""));
        assertThat(StatusReader.job(file, "job-1").orElseThrow().begunMillis()).contains(NOW + 10);
        commit(NOW + 30, 2, new Change.JobMoved(JobState.PENDING, JobState.FAILED, ""));
        commit(NOW + 40, 2, new Change.JobMoved(JobState.FAILED, JobState.RUNNING, ""));
        assertThat(StatusReader.job(file, "job-2").orElseThrow().begunMillis()).contains(NOW + 40);
    }

    @Test
    void a_job_that_was_started_has_no_request_and_began_when_it_was_created() {
        store.create(SampleJob.job("job-1", 3, 2), SampleJob.DRIVER, NOW);
        assertThat(StatusReader.jobs(file, 0, 5))
                .containsExactly(new JobSummary(
                        1,
                        "job-1",
                        Optional.empty(),
                        "",
                        "wordcount",
                        JobState.RUNNING,
                        "",
                        NOW,
                        Optional.of(NOW),
                        Optional.empty()));
    }

    @Test
    void the_history_of_a_job_is_paged_through_in_order() {
        accept(1);
        accept(2);
        commit(NOW + 5, 1, new Change.Noted("job-running", null, 0, 0, ""));
        commit(NOW + 6, 2, new Change.Noted("job-running", null, 0, 0, "of another job"));
        commit(
                NOW + 7,
                1,
                new Change.Noted("assigned", TaskId.map(2), 1, 7, "to w7"),
                new Change.Noted("job-failed", null, 0, 0, "no luck"));
        HistoryLine accepted = StatusReader.events(file, 1, 0, 1).get(0);
        assertThat(accepted.sequence()).isEqualTo(1);
        assertThat(accepted.what()).isEqualTo("job-accepted");
        HistoryLine running = new HistoryLine(2, NOW + 5, epoch, "job-running", Optional.empty(), 0, 0, "");
        HistoryLine assigned =
                new HistoryLine(3, NOW + 7, epoch, "assigned", Optional.of(TaskId.map(2)), 1, 7, "to w7");
        HistoryLine failed = new HistoryLine(4, NOW + 7, epoch, "job-failed", Optional.empty(), 0, 0, "no luck");
        assertThat(StatusReader.events(file, 1, 1, 2)).containsExactly(running, assigned);
        assertThat(StatusReader.events(file, 1, 3, 2)).containsExactly(failed);
        assertThat(StatusReader.events(file, 1, 4, 2)).isEmpty();
        assertThat(StatusReader.events(file, 3, 0, 2)).isEmpty();
        assertThat(StatusReader.events(file, 2, 1, 9))
                .extracting(HistoryLine::text)
                .containsExactly("of another job");
    }

    @Test
    void a_claim_dismisses_the_workers_of_every_unfinished_job() {
        for (int number = 1; number <= 4; number++) {
            long job = accept(number);
            commit(NOW + 10, job, joined(1), joined(2), new Change.WorkerLeft(2, "said goodbye"));
        }
        commit(NOW + 11, 2, new Change.JobMoved(JobState.PENDING, JobState.RUNNING, ""));
        commit(NOW + 12, 3, new Change.WorkerLeft(1, "its job is done"));
        commit(NOW + 12, 3, new Change.JobMoved(JobState.PENDING, JobState.CANCELLED, ""));
        store.claim(SampleJob.OTHER_DRIVER, NOW + 50);
        for (long unfinished : new long[] {1, 2, 4}) {
            assertThat(reasons(unfinished)).containsExactly("its driver was lost", "said goodbye");
        }
        assertThat(reasons(3)).containsExactly("its job is done", "said goodbye");
    }

    private List<String> reasons(long job) {
        return StatusReader.read(file, job).orElseThrow().workers().stream()
                .map(Worker::leftReason)
                .toList();
    }

    @Test
    void nothing_is_left_of_a_job_that_was_pruned() throws SupersededException {
        accept(1);
        commit(NOW, 1, joined(1), new Change.Noted("noted", null, 0, 0, ""), new Change.CounterSet("words", 1));
        commit(NOW, 1, new Change.JobMoved(JobState.PENDING, JobState.CANCELLED, ""));
        assertThat(store.prune(epoch, 1)).isTrue();
        store.close();
        try (Database database = JobDatabase.openForReading(file, "mode=ro")) {
            List<String> tables = database.query("""
                    SELECT name FROM sqlite_schema WHERE type = 'table'
                      AND name NOT IN ('driver', 'flyway_schema_history')
                    """, row -> row.getString(1));
            assertThat(tables).contains("job", "task", "skipped_record").hasSizeGreaterThan(9);
            for (String table : tables) {
                assertThat(database.<Long>only("SELECT count(*) FROM " + table, row -> row.getLong(1)))
                        .as(table)
                        .isZero();
            }
        }
    }

    @Test
    void each_page_costs_as_many_rows_as_it_shows() {
        accept(1);
        assertThat(plan(ListingRows.JOBS, 1, 5)).containsExactly("SEARCH job USING INTEGER PRIMARY KEY (rowid>?)");
        assertThat(plan(ListingRows.JOB, "job-1"))
                .singleElement()
                .asString()
                .startsWith("SEARCH job USING INDEX")
                .endsWith("(uuid=?)");
        assertThat(plan(ListingRows.EVENTS, 1, 0, 5))
                .containsExactly("SEARCH event USING PRIMARY KEY (job=? AND seq>?)");
        assertThat(plan("SELECT job FROM job WHERE request = ?", "request-1"))
                .singleElement()
                .asString()
                .contains("job_request");
    }

    private List<String> plan(String sql, Object... values) {
        try (Database database = JobDatabase.openForReading(file, "mode=ro")) {
            return new ArrayList<>(database.query("EXPLAIN QUERY PLAN " + sql, row -> row.getString(4), values));
        }
    }
}
