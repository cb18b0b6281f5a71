package dev.mr.store;

import dev.mr.job.Change;
import dev.mr.job.JobChange;
import dev.mr.job.JobSnapshot;
import dev.mr.job.NewJob;
import dev.mr.task.JobState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The twin of {@link SqliteStore} in memory: the same contract and the same refusals. It outlives {@link #close}, as a file
 * would: a simulated driver that died leaves it to the next.
 */
public final class MemoryStore implements JobStore {
    private final String uuid;
    private final NavigableMap<Long, MemoryJob> jobs = new TreeMap<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private long lastJob;
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
        return Optional.ofNullable(jobs.lastEntry()).map(last -> last.getValue().header());
    }

    @Override
    public long create(NewJob job, DriverIdentity driver, long wallMillis) {
        job.requireSplits();
        current().ifPresent(other -> {
            throw new IllegalStateException("job " + other.uuid() + " is " + other.state() + ", not REPLACED");
        });
        insert(job, Optional.empty());
        lastDriver = driver;
        return ++epoch;
    }

    private long insert(NewJob job, Optional<Acceptance> acceptance) {
        if (jobs.values().stream().anyMatch(other -> other.header().uuid().equals(job.uuid()))) {
            throw new IllegalStateException("another job has the uuid " + job.uuid());
        }
        jobs.put(++lastJob, new MemoryJob(job, acceptance, undo));
        return lastJob;
    }

    @Override
    public long claim(DriverIdentity driver, long wallMillis) {
        lastDriver = driver;
        return ++epoch;
    }

    @Override
    public void replace(String jobUuid, long wallMillis) {
        if (jobs.isEmpty() || !job(newest()).replace(jobUuid)) {
            throw new IllegalStateException("job " + jobUuid + " is not the newest, or has not finished");
        }
    }

    @Override
    public JobOutline outline() {
        return job(newest()).outline(epoch);
    }

    @Override
    public JobSnapshot load() {
        return load(newest());
    }

    @Override
    public JobSnapshot load(long job) {
        return job(job).snapshot(epoch);
    }

    @Override
    public long accept(long epoch, NewJob job, Acceptance acceptance, long wallMillis) throws SupersededException {
        job.requireSplits();
        requireEpoch(epoch);
        Optional<JobEntry> known = accepted(acceptance.request());
        return known.isPresent() ? known.get().job() : insert(job, Optional.of(acceptance));
    }

    @Override
    public Optional<JobEntry> accepted(String request) {
        return jobs.entrySet().stream()
                .filter(stored -> stored.getValue().request().equals(Optional.of(request)))
                .flatMap(stored -> stored.getValue().entry(stored.getKey()).stream())
                .findFirst();
    }

    @Override
    public int workers() {
        return jobs.values().stream().mapToInt(MemoryJob::highestWorker).max().orElse(0);
    }

    @Override
    public List<JobEntry> jobs() {
        return jobs.entrySet().stream()
                .flatMap(stored -> stored.getValue().entry(stored.getKey()).stream())
                .toList();
    }

    @Override
    public List<JobEntry> unfinished() {
        return jobs().stream().filter(entry -> !entry.state().isFinished()).toList();
    }

    @Override
    public boolean prune(long epoch, long job) throws SupersededException {
        requireEpoch(epoch);
        Optional<JobState> state =
                Optional.ofNullable(jobs.get(job)).map(stored -> stored.header().state());
        if (state.isPresent() && !state.get().isFinished()) {
            throw new IllegalStateException("job " + job + " is " + state.get() + ", not finished");
        }
        return jobs.remove(job) != null;
    }

    @Override
    public void commit(long epoch, long wallMillis, List<Change> changes) throws SupersededException {
        requireEpoch(epoch);
        commitAll(epoch, wallMillis, JobChange.of(newest(), changes));
    }

    @Override
    public void commitAll(long epoch, long wallMillis, List<JobChange> changes) throws SupersededException {
        requireEpoch(epoch);
        undo.clear();
        try {
            for (JobChange change : changes) {
                if (!job(change.job()).apply(change.change(), epoch)) {
                    throw new IllegalStateException(change + " matched 0 rows instead of 1");
                }
            }
        } catch (RuntimeException refused) {
            undo.forEach(Runnable::run);
            throw refused;
        }
    }

    @Override
    public void requireEpoch(long epoch) throws SupersededException {
        if (epoch != this.epoch) {
            throw new SupersededException("epoch " + epoch + " is over: epoch " + this.epoch + " began");
        }
    }

    private long newest() {
        if (jobs.isEmpty()) {
            throw new IllegalStateException("the store holds no job");
        }
        return jobs.lastKey();
    }

    private MemoryJob job(long number) {
        @Nullable MemoryJob job = jobs.get(number);
        if (job == null) {
            throw new IllegalStateException("the store holds no job " + number);
        }
        return job;
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
