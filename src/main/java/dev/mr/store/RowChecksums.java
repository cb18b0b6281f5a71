package dev.mr.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checksum that each row which decides anything has of its own columns: a flipped bit can turn a row into another valid one,
 * and SQLite has no checksums. Here is what each is of, how it is kept, and how a row without it is told.
 */
final class RowChecksums {
    /** Not of turn, which is raised without looking. */
    private static final String DRIVER = """
            crc32c(json_array(driver.database_uuid, driver.epoch, driver.pid, driver.host, driver.boot_id, driver.started_millis,
                              driver.last_job))""";

    private static final String JOB = """
            crc32c(json_array(job.job, job.uuid, job.name, job.state, job.message, job.map_tasks, job.reduce_tasks,
                              job.created_millis, job.begun_millis, job.finished_millis, job.request, job.folder,
                              job.options_crc32c, job.inputs_crc32c, job.splits_crc32c))""";
    private static final String TASK = """
            crc32c(json_array(task.job, task.task, task.kind, task.task_index, task.state, task.attempts, task.winner,
                              task.last_winner, task.published, task.user_failures, task.worker_losses, task.repairs))""";
    private static final String WORKER = """
            crc32c(json_array(worker.job, worker.worker, worker.label, worker.host, worker.pid, worker.slots, worker.build,
                              worker.joined_millis, worker.left_millis, worker.left_reason))""";
    private static final String ATTEMPT = """
            crc32c(json_array(attempt.job, attempt.task, attempt.attempt, attempt.nonce, attempt.worker, attempt.epoch,
                              attempt.won_epoch, attempt.state, attempt.kind, attempt.message, attempt.reconnect_millis,
                              attempt.started_millis, attempt.ended_millis, length(attempt.receipt)),
                   attempt.receipt)""";
    private static final String COUNTER = """
            crc32c(json_array(counter.job, counter.name, counter.value))""";
    private static final String SKIPPED_RECORD = """
            crc32c(json_array(skipped_record.job, skipped_record.task, skipped_record.input, skipped_record.first,
                              skipped_record.bytes, skipped_record.crc32c, skipped_record.reason))""";

    /** Whether the row at hand is as it was written; for {@link #require}. */
    static final String DRIVER_IS_SOUND = "driver.row_crc32c IS " + DRIVER;

    static final String JOB_IS_SOUND = "job.row_crc32c IS " + JOB;
    static final String TASK_IS_SOUND = "task.row_crc32c IS " + TASK;
    static final String WORKER_IS_SOUND = "worker.row_crc32c IS " + WORKER;
    static final String ATTEMPT_IS_SOUND = "attempt.row_crc32c IS " + ATTEMPT;
    static final String COUNTER_IS_SOUND = "counter.row_crc32c IS " + COUNTER;
    static final String SKIPPED_RECORD_IS_SOUND = "skipped_record.row_crc32c IS " + SKIPPED_RECORD;

    private static final String OF_DRIVER = "UPDATE driver SET row_crc32c = " + DRIVER;
    private static final String OF_JOB = "UPDATE job SET row_crc32c = " + JOB;
    private static final String OF_TASK = "UPDATE task SET row_crc32c = " + TASK;
    private static final String OF_WORKER = "UPDATE worker SET row_crc32c = " + WORKER;
    private static final String OF_ATTEMPT = "UPDATE attempt SET row_crc32c = " + ATTEMPT;
    private static final String OF_COUNTER = "UPDATE counter SET row_crc32c = " + COUNTER;
    private static final String OF_SKIPPED_RECORD = "UPDATE skipped_record SET row_crc32c = " + SKIPPED_RECORD;

    private static final String THIS_JOB = " WHERE job = NEW.job; END";
    private static final String THIS_TASK = " WHERE job = NEW.job AND task = NEW.task; END";
    private static final String THIS_WORKER = " WHERE job = NEW.job AND worker = NEW.worker; END";
    private static final String THIS_ATTEMPT =
            " WHERE job = NEW.job AND task = NEW.task AND attempt = NEW.attempt; END";
    private static final String THIS_COUNTER = " WHERE job = NEW.job AND name = NEW.name; END";
    private static final String THIS_SKIPPED_RECORD =
            " WHERE job = NEW.job AND input = NEW.input AND first = NEW.first; END";

    /** Of one connection alone: the schema, which other programs read too, needs no function that they lack. */
    private static final List<String> TRIGGERS = List.of(
            """
            CREATE TEMP TRIGGER driver_updated AFTER UPDATE OF database_uuid, epoch, pid, host, boot_id, started_millis, last_job
            ON main.driver BEGIN
            """ + OF_DRIVER + "; END",
            "CREATE TEMP TRIGGER job_inserted AFTER INSERT ON main.job BEGIN " + OF_JOB + THIS_JOB,
            "CREATE TEMP TRIGGER job_updated AFTER UPDATE ON main.job BEGIN " + OF_JOB + THIS_JOB,
            "CREATE TEMP TRIGGER task_updated AFTER UPDATE ON main.task BEGIN " + OF_TASK + THIS_TASK,
            "CREATE TEMP TRIGGER worker_inserted AFTER INSERT ON main.worker BEGIN " + OF_WORKER + THIS_WORKER,
            "CREATE TEMP TRIGGER worker_updated AFTER UPDATE ON main.worker BEGIN " + OF_WORKER + THIS_WORKER,
            "CREATE TEMP TRIGGER attempt_inserted AFTER INSERT ON main.attempt BEGIN " + OF_ATTEMPT + THIS_ATTEMPT,
            "CREATE TEMP TRIGGER attempt_updated AFTER UPDATE ON main.attempt BEGIN " + OF_ATTEMPT + THIS_ATTEMPT,
            "CREATE TEMP TRIGGER counter_inserted AFTER INSERT ON main.counter BEGIN " + OF_COUNTER + THIS_COUNTER,
            "CREATE TEMP TRIGGER counter_updated AFTER UPDATE ON main.counter BEGIN " + OF_COUNTER + THIS_COUNTER,
            "CREATE TEMP TRIGGER skipped_record_inserted AFTER INSERT ON main.skipped_record BEGIN " + OF_SKIPPED_RECORD
                    + THIS_SKIPPED_RECORD);

    private RowChecksums() {}

    /** From now on every change that this connection makes in a row changes its checksum too, in the same statement. */
    static void keep(Database database) {
        database.pragma("PRAGMA temp_store = MEMORY", "PRAGMA temp_store", "2");
        TRIGGERS.forEach(database::update);
    }

    /** Gives every row that is there its checksum, but for the tasks that nothing has happened to. */
    static void write(Database database) {
        database.update(OF_DRIVER);
        database.update(OF_JOB);
        database.update(OF_TASK + " WHERE state <> 'PENDING' OR attempts > 0");
        database.update(OF_WORKER);
        database.update(OF_ATTEMPT);
        database.update(OF_COUNTER);
        database.update(OF_SKIPPED_RECORD);
    }

    /** Insists that the workers of a job that is not over, and of the newest job, are as they were written. */
    static void requireWorkers(Database database) {
        database.each(
                "SELECT job, worker, " + WORKER_IS_SOUND + " FROM worker " + """
                WHERE job IN (SELECT max(job) FROM job
                              UNION ALL SELECT job FROM job WHERE state IN ('RUNNING', 'COMMITTING'))
                """,
                row -> require(database, row, 3, "worker", row.getInt(2) + " of job " + row.getLong(1)));
    }

    /**
     * Insists that the current row of a result is as it was written.
     *
     * @param column where the result has one of the conditions above
     * @param key what tells the row from others of its table, for the message
     * @throws dev.mr.task.MrException STATE_UNUSABLE
     */
    static void require(Database database, ResultSet row, int column, String table, @Nullable Object key)
            throws SQLException {
        if (!row.getBoolean(column)) {
            throw SqliteErrors.unusable(
                    database.file(),
                    "row " + key + " of its table " + table + " does not match its checksum, so that it was altered",
                    null);
        }
    }
}
