package dev.mr.store;

import dev.mr.store.JobStore.JobEntry;
import dev.mr.store.JobStore.JobHeader;
import dev.mr.task.JobState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The rows of all the jobs in a database: which there are, and how one is removed. */
final class JobRows {
    /** Whatever refers to a row stands before it. */
    private static final List<String> REMOVAL = List.of(
            "DELETE FROM event WHERE job = ?",
            "DELETE FROM counter WHERE job = ?",
            "DELETE FROM skipped_record WHERE job = ?",
            "DELETE FROM attempt WHERE job = ?",
            "DELETE FROM worker WHERE job = ?",
            "DELETE FROM task WHERE job = ?",
            "DELETE FROM split WHERE job = ?",
            "DELETE FROM input WHERE job = ?",
            "DELETE FROM job_option WHERE job = ?",
            "DELETE FROM job WHERE job = ?");

    private static final String ENTRY = "SELECT job, uuid, folder, stage, message, map_tasks, reduce_tasks, "
            + RowChecksums.JOB_IS_SOUND + " FROM job ";

    private final Database database;

    JobRows(Database database) {
        this.database = database;
    }

    /** @throws IllegalStateException when there is no job */
    long requireNewest() {
        return database.first("SELECT job FROM job ORDER BY job DESC LIMIT 1", row -> row.getLong(1))
                .orElseThrow(() -> new IllegalStateException(database.file() + " holds no job"));
    }

    /** @throws IllegalStateException when there is no such job */
    long require(long job) {
        if (state(job).isEmpty()) {
            throw new IllegalStateException(database.file() + " holds no job " + job);
        }
        return job;
    }

    Optional<JobHeader> newest() {
        return database.first(
                "SELECT uuid, stage, message, job, " + RowChecksums.JOB_IS_SOUND
                        + " FROM job ORDER BY job DESC LIMIT 1",
                row -> {
                    RowChecksums.require(database, row, 5, "job", row.getLong(4));
                    return new JobHeader(row.getString(1), JobState.valueOf(row.getString(2)), row.getString(3));
                });
    }

    Optional<Long> ofRequest(String request) {
        return database.first("SELECT job FROM job WHERE request = ?", row -> row.getLong(1), request);
    }

    Optional<JobEntry> accepted(String request) {
        return database.first(ENTRY + "WHERE request = ?", this::entry, request);
    }

    int workers() {
        return database.only("SELECT coalesce(max(worker), 0) FROM worker", row -> row.getInt(1));
    }

    List<JobEntry> accepted() {
        return database.query(ENTRY + "WHERE request IS NOT NULL ORDER BY job", this::entry);
    }

    List<JobEntry> unfinished() {
        return database.query(ENTRY + """
                INDEXED BY job_unfinished
                WHERE state IN ('RUNNING', 'COMMITTING') AND request IS NOT NULL ORDER BY job
                """, this::entry);
    }

    private JobEntry entry(ResultSet row) throws SQLException {
        RowChecksums.require(database, row, 8, "job", row.getLong(1));
        return new JobEntry(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                JobState.valueOf(row.getString(4)),
                row.getString(5),
                row.getInt(6),
                row.getInt(7));
    }

    /** The streams of workers ended with the driver they led to. A finished newest job may be about to run again. */
    void dismissWorkers(long wallMillis) {
        database.update("""
                UPDATE worker SET left_millis = ?, left_reason = 'its driver was lost'
                WHERE left_millis IS NULL
                  AND job IN (SELECT max(job) FROM job
                              UNION ALL SELECT job FROM job WHERE state IN ('RUNNING', 'COMMITTING'))
                """, wallMillis);
    }

    /**
     * Removes a finished job with all its rows, and whether it was there.
     *
     * @throws IllegalStateException when it has not finished
     */
    boolean remove(long job) {
        Optional<JobState> state = state(job);
        if (state.isPresent() && !state.get().isFinished()) {
            throw new IllegalStateException("job " + job + " is " + state.get() + ", not finished");
        }
        if (state.isPresent()) {
            REMOVAL.forEach(sql -> database.update(sql, job));
        }
        return state.isPresent();
    }

    private Optional<JobState> state(long job) {
        return database.first("SELECT stage FROM job WHERE job = ?", row -> JobState.valueOf(row.getString(1)), job);
    }
}
