package dev.mr.store;

import dev.mr.job.Change;
import dev.mr.job.JobChange;
import dev.mr.job.JobSnapshot;
import dev.mr.job.NewJob;
import java.util.List;
import java.util.Optional;

/** A store that does what another does; a test overrides where it wants to listen or wants trouble. */
public class ForwardingStore implements JobStore {
    private final JobStore to;

    public ForwardingStore(JobStore to) {
        this.to = to;
    }

    @Override
    public String databaseUuid() {
        return to.databaseUuid();
    }

    @Override
    public DriverIdentity lastDriver() {
        return to.lastDriver();
    }

    @Override
    public Optional<JobHeader> current() {
        return to.current();
    }

    @Override
    public Optional<JobHeader> replaced() {
        return to.replaced();
    }

    @Override
    public long create(NewJob job, DriverIdentity driver, long wallMillis) {
        return to.create(job, driver, wallMillis);
    }

    @Override
    public long claim(DriverIdentity driver, long wallMillis) {
        return to.claim(driver, wallMillis);
    }

    @Override
    public void replace(String jobUuid, long wallMillis) {
        to.replace(jobUuid, wallMillis);
    }

    @Override
    public JobOutline outline() {
        return to.outline();
    }

    @Override
    public JobSnapshot load() {
        return to.load();
    }

    @Override
    public JobSnapshot load(long job) {
        return to.load(job);
    }

    @Override
    public long accept(long epoch, NewJob job, Acceptance acceptance, long wallMillis) throws SupersededException {
        return to.accept(epoch, job, acceptance, wallMillis);
    }

    @Override
    public List<JobEntry> jobs() {
        return to.jobs();
    }

    @Override
    public List<JobEntry> unfinished() {
        return to.unfinished();
    }

    @Override
    public boolean prune(long epoch, long job) throws SupersededException {
        return to.prune(epoch, job);
    }

    @Override
    public void commit(long epoch, long wallMillis, List<Change> changes) throws SupersededException {
        to.commit(epoch, wallMillis, changes);
    }

    @Override
    public void commitAll(long epoch, long wallMillis, List<JobChange> changes) throws SupersededException {
        to.commitAll(epoch, wallMillis, changes);
    }

    @Override
    public Optional<JobEntry> accepted(String request) {
        return to.accepted(request);
    }

    @Override
    public int workers() {
        return to.workers();
    }

    @Override
    public void requireEpoch(long epoch) throws SupersededException {
        to.requireEpoch(epoch);
    }

    @Override
    public Optional<String> findDamage() {
        return to.findDamage();
    }

    @Override
    public void close() {
        to.close();
    }
}
