package dev.mr.store;

import dev.mr.files.FileSystem;
import dev.mr.files.IoFailure;
import dev.mr.job.Change;
import dev.mr.job.JobChange;
import dev.mr.job.JobSnapshot;
import dev.mr.job.NewJob;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The job database in a SQLite file. Throws {@link MrException} for a disk that fails (ENVIRONMENT) and for a file that is
 * corrupt or of another version (STATE_UNUSABLE). {@link #findDamage} alone may be called from any thread.
 */
public final class SqliteStore implements JobStore {
    private final Database database;
    private final DriverRow driver;
    private final JobRows jobs;
    private final String uuid;

    private SqliteStore(Database database, String uuid) {
        this.database = database;
        this.driver = new DriverRow(database);
        this.jobs = new JobRows(database);
        this.uuid = uuid;
    }

    /** Opens the database at this path, or makes it there with the uuid given. The caller holds the driver's lock. */
    public static SqliteStore openOrCreate(Path file, FileSystem files, String uuidIfNew) {
        NativeLibrary.load(); // before there is a file that nobody can open
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
            if (JobDatabase.uuid(database).isEmpty()) {
                database.update("UPDATE driver SET database_uuid = ?", uuidIfNew);
            }
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
        try {
            String uuid = JobDatabase.uuid(database);
            if (uuid.isEmpty()) {
                throw noJob(file);
            }
            return new SqliteStore(database, uuid);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
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
        return driver.last();
    }

    @Override
    public Optional<JobHeader> current() {
        return jobs.newest().filter(header -> header.state() != JobState.REPLACED);
    }

    @Override
    public Optional<JobHeader> replaced() {
        return jobs.newest().filter(header -> header.state() == JobState.REPLACED);
    }

    @Override
    public long create(NewJob job, DriverIdentity identity, long wallMillis) {
        job.requireSplits();
        return database.write(() -> {
            current().ifPresent(other -> {
                throw new IllegalStateException("job " + other.uuid() + " is " + other.state() + ", not REPLACED");
            });
            new NewJobRows(database).insert(driver.numberJob(), job, wallMillis);
            return driver.raiseEpoch(identity, wallMillis);
        });
    }

    @Override
    public long claim(DriverIdentity identity, long wallMillis) {
        return database.write(() -> {
            RowChecksums.requireWorkers(database);
            jobs.dismissWorkers(wallMillis);
            return driver.raiseEpoch(identity, wallMillis);
        });
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
        return look(jobs::requireNewest, SnapshotRows::outline);
    }

    @Override
    public JobSnapshot load() {
        return look(jobs::requireNewest, SnapshotRows::load);
    }

    @Override
    public JobSnapshot load(long job) {
        return look(() -> jobs.require(job), SnapshotRows::load);
    }

    private <T> T look(LongSupplier job, Function<SnapshotRows, T> look) {
        try {
            return database.read(() -> look.apply(new SnapshotRows(database, job.getAsLong())));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw SqliteErrors.unusable(database.file(), String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public long accept(long epoch, NewJob job, Acceptance acceptance, long wallMillis) throws SupersededException {
        job.requireSplits();
        return database.<Long, SupersededException>write(() -> {
            driver.fence(epoch);
            Optional<Long> known = jobs.ofRequest(acceptance.request());
            if (known.isPresent()) {
                return known.get();
            }
            long number = driver.numberJob();
            new NewJobRows(database).insertPending(number, job, acceptance, wallMillis);
            new TurnRows(database, epoch, wallMillis)
                    .apply(JobChange.of(
                            number, List.of(new Change.Noted("job-accepted", null, 0, 0, acceptance.request()))));
            return number;
        });
    }

    @Override
    public List<JobEntry> jobs() {
        return jobs.accepted();
    }

    @Override
    public List<JobEntry> unfinished() {
        return jobs.unfinished();
    }

    @Override
    public boolean prune(long epoch, long job) throws SupersededException {
        return database.<Boolean, SupersededException>write(() -> {
            driver.fence(epoch);
            return jobs.remove(job);
        });
    }

    @Override
    public void commit(long epoch, long wallMillis, List<Change> changes) throws SupersededException {
        commit(epoch, wallMillis, () -> JobChange.of(jobs.requireNewest(), changes));
    }

    @Override
    public Optional<JobEntry> accepted(String request) {
        return database.read(() -> jobs.accepted(request));
    }

    @Override
    public int workers() {
        return database.read(jobs::workers);
    }

    @Override
    public void commitAll(long epoch, long wallMillis, List<JobChange> changes) throws SupersededException {
        commit(epoch, wallMillis, () -> changes);
    }

    private void commit(long epoch, long wallMillis, Supplier<List<JobChange>> changes) throws SupersededException {
        database.<Long, SupersededException>write(() -> {
            driver.fence(epoch);
            new TurnRows(database, epoch, wallMillis).apply(changes.get());
            return epoch;
        });
    }

    @Override
    public void requireEpoch(long epoch) throws SupersededException {
        database.requireInPlace();
        driver.requireEpoch(epoch);
    }

    @Override
    public Optional<String> findDamage() {
        return JobDatabase.findDamage(database.file());
    }

    @Override
    public void close() {
        database.close();
    }
}
