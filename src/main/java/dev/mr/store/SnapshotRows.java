package dev.mr.store;

import dev.mr.job.JobSnapshot;
import dev.mr.job.JobSnapshot.StoredAttempt;
import dev.mr.job.JobSnapshot.StoredSkip;
import dev.mr.job.JobSnapshot.StoredTask;
import dev.mr.store.JobStore.JobOutline;
import dev.mr.task.AttemptId;
import dev.mr.task.BadRecord;
import dev.mr.task.InputFile;
import dev.mr.task.JobSpec;
import dev.mr.task.JobState;
import dev.mr.task.Receipt;
import dev.mr.task.ReceiptText;
import dev.mr.task.TaskId;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One job's rows as a snapshot. To be used inside a read transaction. */
final class SnapshotRows {
    private static final Comparator<StoredAttempt> BY_TASK_AND_NUMBER = Comparator.comparing(
                    (StoredAttempt live) -> live.attempt().task())
            .thenComparingInt(live -> live.attempt().number());

    private final Database database;
    private final long job;
    private final PlanRows plan;

    SnapshotRows(Database database, long job) {
        this.database = database;
        this.job = job;
        this.plan = new PlanRows(database, job);
    }

    /** @throws IllegalArgumentException when a value is none that this program ever stored */
    JobSnapshot load() {
        requireJob();
        JobSpec spec = JobSpec.ofOptions(options());
        List<InputFile> inputs = plan.inputs();
        List<StoredTask> tasks = tasks();
        List<StoredAttempt> live = live();
        return database.only(
                """
                SELECT uuid, stage, message, (SELECT count(*) FROM worker WHERE worker.job = job.job),
                       (SELECT epoch FROM driver)
                FROM job WHERE job = ?
                """,
                row -> new JobSnapshot(
                        row.getString(1),
                        JobState.valueOf(row.getString(2)),
                        row.getString(3),
                        spec,
                        inputs,
                        plan.splits(spec.mapTasks(), inputs),
                        tasks,
                        live,
                        skips(),
                        counters(),
                        row.getInt(4),
                        row.getLong(5)),
                job);
    }

    /** @throws IllegalArgumentException when a value is none that this program ever stored */
    JobOutline outline() {
        requireJob();
        return database.only(
                """
                SELECT epoch, (SELECT count(*) FROM task
                               WHERE job = ? AND kind = 'map' AND state = 'COMMITTED' AND (state <> 'PENDING' OR attempts > 0))
                FROM driver
                """,
                row -> new JobOutline(JobSpec.ofOptions(options()), plan.inputs(), row.getLong(2), row.getLong(1)),
                job);
    }

    Map<String, String> options() {
        return plan.options();
    }

    SortedMap<String, Long> counters() {
        SortedMap<String, Long> counters = new TreeMap<>();
        database.each(
                "SELECT name, value, " + RowChecksums.COUNTER_IS_SOUND + " FROM counter WHERE job = ?",
                row -> {
                    require(row, 3, "counter", row.getString(1));
                    counters.put(row.getString(1), row.getLong(2));
                },
                job);
        return counters;
    }

    /** The job's own row, and that of the driver, which every look at a job depends on. */
    void requireJob() {
        new DriverRow(database).requireSound();
        database.each(
                "SELECT " + RowChecksums.JOB_IS_SOUND + " FROM job WHERE job = ?",
                row -> RowChecksums.require(database, row, 1, "job", job),
                job);
    }

    private void require(ResultSet row, int column, String table, @Nullable String key) throws SQLException {
        RowChecksums.require(database, row, column, table, key + " of job " + job);
    }

    private List<StoredSkip> skips() {
        return database.query(
                """
                SELECT task, input, first, bytes, crc32c, reason,
                """ + RowChecksums.SKIPPED_RECORD_IS_SOUND + " FROM skipped_record WHERE job = ? ORDER BY input, first",
                row -> {
                    require(row, 7, "skipped_record", "input " + row.getInt(2) + " offset " + row.getLong(3));
                    return new StoredSkip(
                            TaskId.parse(row.getString(1)),
                            new BadRecord(row.getInt(2), row.getLong(3), row.getInt(4), row.getInt(5)),
                            row.getString(6));
                },
                job);
    }

    private List<StoredTask> tasks() {
        return database.query(
                """
                SELECT task.kind, task.task_index, task.state, task.attempts, task.published, task.user_failures,
                       task.worker_losses, task.repairs, attempt.attempt, attempt.nonce, attempt.won_epoch,
                       attempt.receipt, task.task,
                """ + RowChecksums.TASK_IS_SOUND + ", " + RowChecksums.ATTEMPT_IS_SOUND + """

                FROM task LEFT JOIN attempt
                  ON attempt.job = task.job AND attempt.task = task.task AND attempt.attempt =
                     CASE WHEN task.kind = 'map' AND task.state IN ('PENDING', 'LEASED') THEN task.last_winner
                          ELSE task.winner END
                WHERE task.job = ? AND (task.state <> 'PENDING' OR task.attempts > 0)
                ORDER BY task.kind, task.task_index
                """, this::task, job);
    }

    private StoredTask task(ResultSet row) throws SQLException {
        require(row, 14, "task", row.getString(13));
        boolean hasWinner = row.getInt(9) != 0;
        if (hasWinner) {
            require(row, 15, "attempt", row.getString(13) + " attempt " + row.getInt(9));
        }
        TaskId task = taskId(row.getString(1), row.getInt(2));
        TaskState state = TaskState.valueOf(row.getString(3));
        if (state == TaskState.COMMITTED && !hasWinner) {
            throw new IllegalArgumentException("the winner of " + task + " is missing in its table attempt");
        }
        return new StoredTask(
                task,
                state,
                row.getInt(4),
                receipt(task, row),
                row.getLong(11),
                row.getBoolean(5),
                row.getInt(6),
                row.getInt(7),
                row.getInt(8));
    }

    private static Optional<Receipt> receipt(TaskId task, ResultSet row) throws SQLException {
        byte[] stored = row.getBytes(12);
        if (stored == null) {
            return Optional.empty();
        }
        AttemptId winner = new AttemptId(task, row.getInt(9), nonce(row.getString(10)));
        Receipt receipt;
        try {
            receipt = ReceiptText.parse(stored);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the receipt of " + winner + " " + e.getMessage(), e);
        }
        if (!receipt.attempt().equals(winner)) {
            throw new IllegalArgumentException("the receipt of " + winner + " is that of " + receipt.attempt());
        }
        return Optional.of(receipt);
    }

    private List<StoredAttempt> live() {
        List<StoredAttempt> live = database.query(
                """
                SELECT task, attempt, nonce, worker, reconnect_millis,
                """ + RowChecksums.ATTEMPT_IS_SOUND + " FROM attempt WHERE job = ? AND state = 'LIVE'",
                row -> {
                    require(row, 6, "attempt", row.getString(1) + " attempt " + row.getInt(2));
                    return new StoredAttempt(
                            new AttemptId(TaskId.parse(row.getString(1)), row.getInt(2), nonce(row.getString(3))),
                            row.getInt(4),
                            row.getLong(5));
                },
                job);
        live.sort(BY_TASK_AND_NUMBER);
        return live;
    }

    private static TaskId taskId(String kind, int index) {
        return kind.equals(TaskKind.MAP.label()) ? TaskId.map(index) : TaskId.reduce(index);
    }

    private static long nonce(String text) {
        return Long.parseUnsignedLong(text, 16);
    }
}
