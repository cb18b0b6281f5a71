package dev.mr.store;

import dev.mr.files.FileSystem;
import dev.mr.files.IoFailure;
import dev.mr.job.Change;
import dev.mr.job.JobSnapshot;
import dev.mr.job.NewJob;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The job database in a SQLite file. Throws {@link MrException} for a disk that fails (ENVIRONMENT) and for a file that is
 * corrupt or of another version (STATE_UNUSABLE). {@link #findDamage} alone may be called from any thread.
 */
public final class SqliteStore implements JobStore {
    private final Database database;
    private final String uuid;

    private SqliteStore(Database database, String uuid) {
        this.database = database;
        this.uuid = uuid;
    }

    /** Opens the database at this path, or makes it there with the uuid given. The caller holds the driver's lock. */
    public static SqliteStore openOrCreate(Path file, FileSystem files, String uuidIfNew) {
        try {
            if (files.facts(file).isEmpty()) {
                copyTemplate(file, files);
            }
        } catch (IOException e) {
            throw new MrException(
                    ExitCode.ENVIRONMENT,
                    file + " cannot be created: " + IoFailure.text(e) + "; " + IoFailure.remedy(e) + " and start again",
                    e);
        }
        Database database = JobDatabase.openForWriting(file);
        try {
            database.update("UPDATE driver SET database_uuid = ? WHERE database_uuid = ''", uuidIfNew);
            return new SqliteStore(database, JobDatabase.uuid(database));
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Opens the database at this path, which must be there. The caller holds the driver's lock. */
    public static SqliteStore open(Path file) {
        if (Files.notExists(file)) {
            throw noJob(file);
        }
        Database database = JobDatabase.openForWriting(file);
        String uuid = JobDatabase.uuid(database);
        if (uuid.isEmpty()) {
            database.close();
            throw noJob(file);
        }
        return new SqliteStore(database, uuid);
    }

    private static MrException noJob(Path file) {
        return new MrException(
                ExitCode.USAGE,
                "there is no job in " + file + "; begin one with \"mr-driver start\", or name its directory");
    }

    private static void copyTemplate(Path file, FileSystem files) throws IOException {
        Path log = JobDatabase.writeAheadLog(file);
        if (files.facts(log).isPresent()) {
            throw new MrException(
                    ExitCode.STATE_UNUSABLE,
                    log + " is there but " + file
                            + ", to which it belongs, is not; bring that back, or move the log away");
        }
        try (InputStream template = SqliteStore.class.getResourceAsStream(TemplateDatabase.RESOURCE)) {
            files.writeDurably(
                    file,
                    Objects.requireNonNull(template, TemplateDatabase.RESOURCE).readAllBytes());
        }
    }

    @Override
    public String databaseUuid() {
        return uuid;
    }

    @Override
    public DriverIdentity lastDriver() {
        return database.only(
                "SELECT pid, host, boot_id FROM driver",
                row -> new DriverIdentity(row.getLong(1), row.getString(2), row.getString(3)));
    }

    @Override
    public Optional<JobHeader> current() {
        return newest().filter(header -> header.state() != JobState.REPLACED);
    }

    @Override
    public Optional<JobHeader> replaced() {
        return newest().filter(header -> header.state() == JobState.REPLACED);
    }

    private Optional<JobHeader> newest() {
        return database.first(
                "SELECT uuid, state, message FROM job ORDER BY job DESC LIMIT 1",
                row -> new JobHeader(row.getString(1), JobState.valueOf(row.getString(2)), row.getString(3)));
    }

    @Override
    public long create(NewJob job, DriverIdentity driver, long wallMillis) {
        if (job.splits().size() != job.spec().mapTasks()) {
            throw new IllegalArgumentException(
                    job.splits().size() + " lists of splits for " + job.spec().mapTasks() + " map tasks");
        }
        return database.write(() -> {
            current().ifPresent(other -> {
                throw new IllegalStateException("job " + other.uuid() + " is " + other.state() + ", not REPLACED");
            });
            new NewJobRows(database).insert(newestJob() + 1, job, wallMillis);
            return raiseEpoch(driver, wallMillis);
        });
    }

    @Override
    public long claim(DriverIdentity driver, long wallMillis) {
        return database.write(() -> {
            dismissWorkers(wallMillis);
            return raiseEpoch(driver, wallMillis);
        });
    }

    private long raiseEpoch(DriverIdentity driver, long wallMillis) {
        database.update("""
                UPDATE driver SET epoch = epoch + 1, turn = 0, pid = ?, host = ?, boot_id = ?, started_millis = ?
                """, driver.pid(), driver.host(), driver.bootId(), wallMillis);
        return database.only("SELECT epoch FROM driver", row -> row.getLong(1));
    }

    /** The streams of workers ended with the driver they led to. */
    private void dismissWorkers(long wallMillis) {
        database.update("""
                UPDATE worker SET left_millis = ?, left_reason = 'its driver was lost'
                WHERE job = ? AND left_millis IS NULL
                """, wallMillis, newestJob());
    }

    @Override
    public void replace(String jobUuid, long wallMillis) {
        database.write(() -> {
            int rows = database.update("""
                    UPDATE job SET state = 'REPLACED'
                    WHERE job = (SELECT max(job) FROM job) AND uuid = ?
                      AND state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')
                    """, jobUuid);
            if (rows != 1) {
                throw new IllegalStateException("job " + jobUuid + " is not the newest, or has not finished");
            }
            return rows;
        });
    }

    @Override
    public JobOutline outline() {
        return look(SnapshotRows::outline);
    }

    @Override
    public JobSnapshot load() {
        return look(SnapshotRows::load);
    }

    private <T> T look(Function<SnapshotRows, T> look) {
        try {
            return database.read(() -> look.apply(new SnapshotRows(database, requireJob())));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw SqliteErrors.unusable(database.file(), String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void commit(long epoch, long wallMillis, List<Change> changes) throws SupersededException {
        database.<Long, SupersededException>write(() -> {
            fence(epoch);
            ChangeRows rows = new ChangeRows(database, requireJob(), epoch, wallMillis);
            Map<String, Change.CounterSet> counters = new LinkedHashMap<>();
            for (int i = 0; i < changes.size(); i++) {
                Change change = changes.get(i);
                if (i + 1 < changes.size() && rows.isLease(change, changes.get(i + 1))) {
                    rows.lease((Change.AttemptStarted) change, (Change.TaskMoved) changes.get(++i));
                } else if (change instanceof Change.CounterSet counter) {
                    counters.put(counter.name(), counter); // of a turn's totals the last is the one
                } else {
                    rows.apply(change);
                }
            }
            counters.values().forEach(rows::apply);
            return epoch;
        });
    }

    private void fence(long epoch) throws SupersededException {
        if (database.update("UPDATE driver SET turn = turn + 1 WHERE epoch = ?", epoch) != 1) {
            throw superseded(epoch);
        }
    }

    @Override
    public void requireEpoch(long epoch) throws SupersededException {
        if (database.<Long>only("SELECT epoch FROM driver", row -> row.getLong(1)) != epoch) {
            throw superseded(epoch);
        }
    }

    private SupersededException superseded(long epoch) {
        return database.only(
                "SELECT epoch, pid, host FROM driver",
                row -> new SupersededException("epoch " + epoch + " of " + database.file()
                        + " is over: epoch " + row.getLong(1) + " began, driven by process " + row.getLong(2)
                        + " on " + row.getString(3)));
    }

    private long requireJob() {
        long job = newestJob();
        if (job == 0) {
            throw new IllegalStateException(database.file() + " holds no job");
        }
        return job;
    }

    private long newestJob() {
        return database.only("SELECT coalesce(max(job), 0) FROM job", row -> row.getLong(1));
    }

    @Override
    public Optional<String> findDamage() {
        return JobDatabase.quickCheck(database.file());
    }

    @Override
    public void close() {
        database.close();
    }
}
