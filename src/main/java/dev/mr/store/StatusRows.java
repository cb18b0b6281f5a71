package dev.mr.store;

import dev.mr.job.JobSnapshot;
import dev.mr.store.JobStatus.AttemptCounts;
import dev.mr.store.JobStatus.Driver;
import dev.mr.store.JobStatus.Failure;
import dev.mr.store.JobStatus.Inputs;
import dev.mr.store.JobStatus.TaskCounts;
import dev.mr.store.JobStatus.Worker;
import dev.mr.task.AttemptId;
import dev.mr.task.AttemptState;
import dev.mr.task.FailureKind;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import dev.mr.task.TaskKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** One job's rows as people want to see them. To be used inside a read transaction. */
final class StatusRows {
    private final Database database;
    private final long job;

    private StatusRows(Database database, long job) {
        this.database = database;
        this.job = job;
    }

    static Optional<StatusRows> newest(Database database) {
        return database.first("SELECT job FROM job ORDER BY job DESC LIMIT 1", row -> row.getLong(1))
                .map(job -> new StatusRows(database, job));
    }

    static Optional<StatusRows> of(Database database, long job) {
        return database.first("SELECT 1 FROM job WHERE job = ?", row -> new StatusRows(database, job), job);
    }

    JobSnapshot whole() {
        return new SnapshotRows(database, job).load();
    }

    JobStore.JobOutline outline() {
        return new SnapshotRows(database, job).outline();
    }

    JobStatus status() {
        SnapshotRows rows = new SnapshotRows(database, job);
        rows.requireJob();
        return database.only(
                """
                SELECT uuid, name, stage, message, created_millis, finished_millis, map_tasks, reduce_tasks,
                       driver.epoch, driver.pid, driver.host, driver.started_millis
                FROM job, driver WHERE job = ?
                """,
                row -> new JobStatus(
                        row.getString(1),
                        row.getString(2),
                        JobState.valueOf(row.getString(3)),
                        row.getString(4),
                        row.getLong(9),
                        new Driver(row.getLong(10), row.getString(11), row.getLong(12)),
                        row.getLong(5),
                        optionalLong(row, 6),
                        tasks(TaskKind.MAP, row.getLong(7)),
                        tasks(TaskKind.REDUCE, row.getLong(8)),
                        workers(),
                        attempts(),
                        rows.counters(),
                        failures(),
                        rows.options(),
                        inputs()),
                job);
    }

    /** Counts in the index of tasks that were touched; the others are all PENDING. */
    private TaskCounts tasks(TaskKind kind, long total) {
        return database.only(
                """
                SELECT count(*) FILTER (WHERE state = 'LEASED'), count(*) FILTER (WHERE state = 'COMMITTED'),
                       count(*) FILTER (WHERE state = 'FAILED')
                FROM task WHERE job = ? AND kind = ? AND (state <> 'PENDING' OR attempts > 0)
                """,
                row -> {
                    long leased = row.getLong(1);
                    long committed = row.getLong(2);
                    long failed = row.getLong(3);
                    return new TaskCounts(total, total - leased - committed - failed, leased, committed, failed);
                },
                job,
                kind.label());
    }

    private List<Worker> workers() {
        return database.query("""
                WITH live AS (SELECT worker, count(*) AS attempts FROM attempt
                              WHERE job = ?1 AND state = 'LIVE' GROUP BY worker)
                SELECT worker.worker, label, host, pid, slots, build, joined_millis, left_millis,
                       coalesce(left_reason, ''), coalesce(live.attempts, 0),
                """ + RowChecksums.WORKER_IS_SOUND + """

                FROM worker LEFT JOIN live ON live.worker = worker.worker
                WHERE job = ?1 ORDER BY worker.worker
                """, this::worker, job);
    }

    private Worker worker(ResultSet row) throws SQLException {
        RowChecksums.require(database, row, 11, "worker", row.getInt(1) + " of job " + job);
        return new Worker(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getInt(5),
                row.getString(6),
                row.getLong(7),
                optionalLong(row, 8),
                row.getString(9),
                row.getLong(10));
    }

    private AttemptCounts attempts() {
        return database.only(
                """
                SELECT count(*), count(*) FILTER (WHERE state = 'LIVE'), count(*) FILTER (WHERE state = 'WON'),
                       count(*) FILTER (WHERE state = 'FAILED'), count(*) FILTER (WHERE state = 'LOST'),
                       count(*) FILTER (WHERE state = 'REJECTED')
                FROM attempt WHERE job = ?
                """,
                row -> new AttemptCounts(
                        row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6)),
                job);
    }

    private List<Failure> failures() {
        return database.query(
                """
                SELECT task, attempt, worker, kind, state, coalesce(message, ''), ended_millis
                FROM attempt WHERE job = ? AND state IN ('FAILED', 'LOST', 'REJECTED')
                ORDER BY ended_millis DESC, attempt DESC, task LIMIT ?
                """,
                row -> new Failure(
                        TaskId.parse(row.getString(1)),
                        row.getInt(2),
                        row.getInt(3),
                        FailureKind.valueOf(row.getString(4)),
                        AttemptState.valueOf(row.getString(5)),
                        row.getString(6),
                        row.getLong(7)),
                job,
                JobStatus.MAX_FAILURES);
    }

    private Inputs inputs() {
        return database.only(
                "SELECT count(*), coalesce(sum(bytes), 0) FROM input WHERE job = ?",
                row -> new Inputs(row.getLong(1), row.getLong(2)),
                job);
    }

    List<AttemptStatus> attempts(TaskId task) {
        return database.query(
                """
                SELECT attempt, nonce, state, worker, label, epoch, started_millis, ended_millis, kind,
                       coalesce(message, '')
                FROM attempt JOIN worker USING (job, worker)
                WHERE job = ? AND task = ? ORDER BY attempt
                """,
                row -> new AttemptStatus(
                        new AttemptId(task, row.getInt(1), Long.parseUnsignedLong(row.getString(2), 16)),
                        AttemptState.valueOf(row.getString(3)),
                        row.getInt(4),
                        row.getString(5),
                        row.getLong(6),
                        row.getLong(7),
                        optionalLong(row, 8),
                        Optional.ofNullable(row.getString(9)).map(FailureKind::valueOf),
                        row.getString(10)),
                job,
                task.toString());
    }

    static Optional<Long> optionalLong(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }
}
