package dev.mr.driver;

import dev.mr.job.Change;
import dev.mr.job.JobSnapshot;
import dev.mr.job.NewJob;
import dev.mr.store.JobStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The store of a driver that may die right before and right after each COMMIT. */
final class MortalStore implements JobStore {
    private final JobStore to;
    private final Steps steps;
    private final Consumer<Change> committed;

    /** {@code committed} hears every change that is in the database. */
    MortalStore(JobStore to, Steps steps, Consumer<Change> committed) {
        this.to = to;
        this.steps = steps;
        this.committed = committed;
    }

    @Override
    public void commit(long epoch, long wallMillis, List<Change> changes) throws SupersededException {
        steps.next("COMMIT " + changes.get(0));
        to.commit(epoch, wallMillis, changes);
        changes.forEach(committed);
        steps.next("after COMMIT " + changes.get(0));
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
    public JobSnapshot load() {
        return to.load();
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
