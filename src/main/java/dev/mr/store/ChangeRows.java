package dev.mr.store;

import dev.mr.job.Change;
import dev.mr.task.AttemptId;
import dev.mr.task.BadRecord;
import dev.mr.task.JobState;
import dev.mr.task.ReceiptText;
import dev.mr.task.TaskState;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one job that one turn changes. To be used inside the turn's write transaction. Each change costs a fixed number of
 * statements, and each claim must change exactly one row.
 */
final class ChangeRows {
    private final Database database;
    private final long job;
    private final long epoch;
    private final long wallMillis;
    private final Map<String, Change.CounterSet> counters = new LinkedHashMap<>();

    ChangeRows(Database database, long job, long epoch, long wallMillis) {
        this.database = database;
        this.job = job;
        this.epoch = epoch;
        this.wallMillis = wallMillis;
    }

    /** @throws IllegalStateException when a claim of {@code change} does not match exactly one row */
    void apply(Change change) {
        if (change instanceof Change.JobMoved moved) {
            claim(change, moveJob(moved));
        } else if (change instanceof Change.TaskMoved moved) {
            claim(change, moveTask(moved));
        } else if (change instanceof Change.Won won) {
            AttemptId attempt = won.receipt().attempt();
            claim(change, winAttempt(attempt, ReceiptText.format(won.receipt())));
            claim(change, commitTask(attempt));
        } else if (change instanceof Change.MapPublished published) {
            claim(change, publish(published.winner()));
        } else if (change instanceof Change.AttemptStarted started) {
            claim(change, countAttempt(started.attempt()));
            claim(change, insertAttempt(started));
        } else if (change instanceof Change.AttemptAdopted adopted) {
            claim(change, adoptAttempt(adopted));
        } else if (change instanceof Change.AttemptEnded ended) {
            claim(change, endAttempt(ended));
        } else if (change instanceof Change.WorkerJoined joined) {
            claim(change, insertWorker(joined));
        } else if (change instanceof Change.WorkerLeft left) {
            claim(change, leaveWorker(left));
        } else if (change instanceof Change.RecordSkipped skipped) {
            claim(change, insertSkip(skipped));
        } else if (change instanceof Change.Noted noted) {
            claim(change, insertEvent(noted));
        } else {
            throw new IllegalStateException("no rows are known for " + change);
        }
    }

    /** Whether these two changes in a row are a task's first step from PENDING, which is one claim. */
    static boolean isLease(Change first, Change second) {
        return first instanceof Change.AttemptStarted started
                && second instanceof Change.TaskMoved moved
                && moved.task().equals(started.attempt().task())
                && moved.from() == TaskState.PENDING
                && moved.to() == TaskState.LEASED;
    }

    /** Applies two changes of which {@link #isLease} is true. */
    void lease(Change.AttemptStarted started, Change.TaskMoved moved) {
        AttemptId attempt = started.attempt();
        claim(
                started,
                database.update(
                        """
                UPDATE task SET state = 'LEASED', attempts = ?1, user_failures = ?2, worker_losses = ?3, repairs = ?4
                WHERE job = ?5 AND task = ?6 AND state = 'PENDING' AND attempts = ?1 - 1 AND ?7 = 0
                """,
                        attempt.number(),
                        moved.userFailures(),
                        moved.workerLosses(),
                        moved.repairs(),
                        job,
                        attempt.task().toString(),
                        moved.winner()));
        claim(started, insertAttempt(started));
    }

    /** Of a turn's totals the last is the one that {@link #setCounters} stores. */
    void setAtEnd(Change.CounterSet counter) {
        counters.put(counter.name(), counter);
    }

    void setCounters() {
        counters.values().forEach(counter -> claim(counter, setCounter(counter)));
    }

    private static void claim(Change change, int rows) {
        if (rows != 1) {
            throw new IllegalStateException(change + " matched " + rows + " rows instead of 1");
        }
    }

    private int insertSkip(Change.RecordSkipped skipped) {
        BadRecord record = skipped.record();
        return database.update(
                """
                INSERT INTO skipped_record (job, task, input, first, bytes, crc32c, reason)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """,
                job,
                skipped.task().toString(),
                record.input(),
                record.offset(),
                record.bytes(),
                record.crc32c(),
                skipped.text());
    }

    /** Whoever comes to be RUNNING has begun, also where it failed in line and is tried again. */
    private int moveJob(Change.JobMoved moved) {
        JobState to = moved.to();
        if (!moved.from().mayBecome(to)) {
            return 0;
        }
        return database.update(
                """
                UPDATE job
                SET state = ?1, message = ?2, finished_millis = ?3,
                    begun_millis = CASE ?1 WHEN 'RUNNING' THEN coalesce(begun_millis, ?4) ELSE begun_millis END
                WHERE job = ?5 AND stage = ?6
                """,
                to.name(),
                moved.message(),
                to.isFinished() ? wallMillis : null,
                wallMillis,
                job,
                moved.from().name());
    }

    /** COMMITTED is reached by a commit alone; here it can only be kept, with the winner it has. */
    private int moveTask(Change.TaskMoved moved) {
        return database.update(
                """
                UPDATE task
                SET state = ?1, winner = nullif(?2, 0), published = CASE ?2 WHEN 0 THEN 0 ELSE published END,
                    user_failures = ?3, worker_losses = ?4, repairs = ?5
                WHERE job = ?6 AND task = ?7 AND state = ?8
                  AND ((?1 <> 'COMMITTED' AND ?2 = 0) OR (?1 = 'COMMITTED' AND ?2 = winner))
                """,
                moved.to().name(),
                moved.winner(),
                moved.userFailures(),
                moved.workerLosses(),
                moved.repairs(),
                job,
                moved.task().toString(),
                moved.from().name());
    }

    private int winAttempt(AttemptId attempt, byte[] receipt) {
        return database.update(
                """
                UPDATE attempt SET state = 'WON', won_epoch = ?, ended_millis = ?, receipt = ?
                WHERE job = ? AND task = ? AND attempt = ? AND nonce = ? AND state = 'LIVE'
                """, epoch, wallMillis, receipt, job, attempt.task().toString(), attempt.number(), attempt.nonceText());
    }

    private int commitTask(AttemptId attempt) {
        return database.update("""
                UPDATE task SET state = 'COMMITTED', winner = ?1, last_winner = ?1, published = 0
                WHERE job = ?2 AND task = ?3 AND state = 'LEASED'
                """, attempt.number(), job, attempt.task().toString());
    }

    private int publish(AttemptId winner) {
        return database.update("""
                UPDATE task SET published = 1
                WHERE job = ?1 AND task = ?2 AND kind = 'map' AND state = 'COMMITTED' AND winner = ?3
                  AND EXISTS (SELECT 1 FROM attempt WHERE job = ?1 AND task = ?2 AND attempt = ?3 AND nonce = ?4)
                """, job, winner.task().toString(), winner.number(), winner.nonceText());
    }

    private int countAttempt(AttemptId attempt) {
        return database.update("""
                UPDATE task SET attempts = ?1
                WHERE job = ?2 AND task = ?3 AND attempts = ?1 - 1 AND state IN ('PENDING', 'LEASED')
                """, attempt.number(), job, attempt.task().toString());
    }

    private int insertAttempt(Change.AttemptStarted started) {
        AttemptId attempt = started.attempt();
        return database.update(
                """
                INSERT INTO attempt (job, task, attempt, nonce, worker, epoch, reconnect_millis, started_millis)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                job,
                attempt.task().toString(),
                attempt.number(),
                attempt.nonceText(),
                started.worker(),
                epoch,
                started.reconnectMillis(),
                wallMillis);
    }

    private int adoptAttempt(Change.AttemptAdopted adopted) {
        AttemptId attempt = adopted.attempt();
        return database.update(
                """
                UPDATE attempt SET worker = ? WHERE job = ? AND task = ? AND attempt = ? AND nonce = ? AND state = 'LIVE'
                """, adopted.worker(), job, attempt.task().toString(), attempt.number(), attempt.nonceText());
    }

    private int endAttempt(Change.AttemptEnded ended) {
        AttemptId attempt = ended.attempt();
        return database.update(
                """
                UPDATE attempt SET state = ?1, kind = ?2, message = ?3, ended_millis = ?4
                WHERE job = ?5 AND task = ?6 AND attempt = ?7 AND nonce = ?8 AND state = ?9
                  AND ?1 NOT IN ('LIVE', 'WON')
                """,
                ended.to().name(),
                ended.kind().name(),
                ended.message(),
                wallMillis,
                job,
                attempt.task().toString(),
                attempt.number(),
                attempt.nonceText(),
                ended.from().name());
    }

    private int insertWorker(Change.WorkerJoined joined) {
        return database.update(
                """
                INSERT INTO worker (job, worker, label, host, pid, slots, build, joined_millis)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                job,
                joined.worker(),
                joined.label(),
                joined.host(),
                joined.pid(),
                joined.slots(),
                joined.build(),
                wallMillis);
    }

    private int leaveWorker(Change.WorkerLeft left) {
        return database.update("""
                UPDATE worker SET left_millis = ?, left_reason = ? WHERE job = ? AND worker = ?
                """, wallMillis, left.reason(), job, left.worker());
    }

    private int setCounter(Change.CounterSet counter) {
        return database.update("""
                INSERT INTO counter (job, name, value) VALUES (?, ?, ?)
                ON CONFLICT (job, name) DO UPDATE SET value = excluded.value
                """, job, counter.name(), counter.value());
    }

    private int insertEvent(Change.Noted noted) {
        return database.update(
                """
                INSERT INTO event (job, seq, at_millis, epoch, what, task, attempt, worker, text)
                SELECT ?1, coalesce(max(seq), 0) + 1, ?2, ?3, ?4, ?5, nullif(?6, 0), nullif(?7, 0), ?8
                FROM event WHERE job = ?1
                """,
                job,
                wallMillis,
                epoch,
                noted.what(),
                textOrNull(noted.task()),
                noted.attempt(),
                noted.worker(),
                noted.text());
    }

    private static @Nullable String textOrNull(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
