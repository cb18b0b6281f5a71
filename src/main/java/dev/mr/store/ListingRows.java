package dev.mr.store;

import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Jobs and lines of history as people page through them; each query costs as many rows as it answers. */
final class ListingRows {
    static final String JOBS = """
            SELECT job, uuid, request, folder, name, stage, message, created_millis, begun_millis, finished_millis,
            """ + RowChecksums.JOB_IS_SOUND + """

            FROM job WHERE job > ? ORDER BY job LIMIT ?
            """;
    static final String JOB = """
            SELECT job, uuid, request, folder, name, stage, message, created_millis, begun_millis, finished_millis,
            """ + RowChecksums.JOB_IS_SOUND + """

            FROM job WHERE uuid = ?
            """;
    static final String EVENTS = """
            SELECT seq, at_millis, epoch, what, task, coalesce(attempt, 0), coalesce(worker, 0), text
            FROM event WHERE job = ? AND seq > ? ORDER BY seq LIMIT ?
            """;

    private final Database database;

    ListingRows(Database database) {
        this.database = database;
    }

    List<JobSummary> jobs(long after, int limit) {
        return database.query(JOBS, this::summary, after, limit);
    }

    Optional<JobSummary> job(String uuid) {
        return database.first(JOB, this::summary, uuid);
    }

    List<HistoryLine> events(long job, long afterSequence, int limit) {
        return database.query(EVENTS, ListingRows::line, job, afterSequence, limit);
    }

    private JobSummary summary(ResultSet row) throws SQLException {
        RowChecksums.require(database, row, 11, "job", row.getLong(1));
        return new JobSummary(
                row.getLong(1),
                row.getString(2),
                Optional.ofNullable(row.getString(3)),
                row.getString(4),
                row.getString(5),
                JobState.valueOf(row.getString(6)),
                row.getString(7),
                row.getLong(8),
                StatusRows.optionalLong(row, 9),
                StatusRows.optionalLong(row, 10));
    }

    private static HistoryLine line(ResultSet row) throws SQLException {
        return new HistoryLine(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getString(4),
                Optional.ofNullable(row.getString(5)).map(TaskId::parse),
                row.getInt(6),
                row.getInt(7),
                row.getString(8));
    }
}
