package dev.mr.store;

import dev.mr.job.Change;
import dev.mr.job.JobSnapshot;
import dev.mr.job.NewJob;
import dev.mr.task.JobState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The twin of {@link SqliteStore} in memory: the same contract and the same refusals. It outlives {@link #close}, as a file
 * would: a simulated driver that died leaves it to the next.
 */
public final class MemoryStore implements JobStore {
    private final String uuid;
    private @Nullable MemoryJob newest;
    private long epoch;
    private DriverIdentity lastDriver = new DriverIdentity(0, "", "");

    public MemoryStore(String uuid) {
        this.uuid = uuid;
    }

    @Override
    public String databaseUuid() {
        return uuid;
    }

    @Override
    public DriverIdentity lastDriver() {
        return lastDriver;
    }

    @Override
    public Optional<JobHeader> current() {
        return header().filter(header -> header.state() != JobState.REPLACED);
    }

    @Override
    public Optional<JobHeader> replaced() {
        return header().filter(header -> header.state() == JobState.REPLACED);
    }

    private Optional<JobHeader> header() {
        return Optional.ofNullable(newest).map(MemoryJob::header);
    }

    @Override
    public long create(NewJob job, DriverIdentity driver, long wallMillis) {
        if (job.splits().size() != job.spec().mapTasks()) {
            throw new IllegalArgumentException(
                    job.splits().size() + " lists of splits for " + job.spec().mapTasks() + " map tasks");
        }
        current().ifPresent(other -> {
            throw new IllegalStateException("job " + other.uuid() + " is " + other.state() + ", not REPLACED");
        });
        newest = new MemoryJob(job);
        lastDriver = driver;
        return ++epoch;
    }

    @Override
    public long claim(DriverIdentity driver, long wallMillis) {
        lastDriver = driver;
        return ++epoch;
    }

    @Override
    public void replace(String jobUuid, long wallMillis) {
        if (newest == null || !newest.replace(jobUuid)) {
            throw new IllegalStateException("job " + jobUuid + " is not the newest, or has not finished");
        }
    }

    @Override
    public JobOutline outline() {
        return newestJob().outline(epoch);
    }

    @Override
    public JobSnapshot load() {
        return newestJob().snapshot(epoch);
    }

    @Override
    public void commit(long epoch, long wallMillis, List<Change> changes) throws SupersededException {
        requireEpoch(epoch);
        newestJob().apply(changes, epoch);
    }

    @Override
    public void requireEpoch(long epoch) throws SupersededException {
        if (epoch != this.epoch) {
            throw new SupersededException("epoch " + epoch + " is over: epoch " + this.epoch + " began");
        }
    }

    private MemoryJob newestJob() {
        if (newest == null) {
            throw new IllegalStateException("the store holds no job");
        }
        return newest;
    }

    @Override
    public Optional<String> findDamage() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // what it holds is the durable state of a simulation
    }
}
