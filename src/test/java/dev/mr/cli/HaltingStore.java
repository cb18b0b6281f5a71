package dev.mr.cli;

import dev.mr.job.Change;
import dev.mr.job.JobSnapshot;
import dev.mr.job.NewJob;
import dev.mr.store.JobStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store that tells, before and after, what each transaction is about. */
final class HaltingStore implements JobStore {
    private final JobStore to;
    private final Consumer<String> steps;

    HaltingStore(JobStore to, Consumer<String> steps) {
        this.to = to;
        this.steps = steps;
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
        steps.accept("before create");
        long epoch = to.create(job, driver, wallMillis);
        steps.accept("after create");
        return epoch;
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
    public void commit(long epoch, long wallMillis, List<Change> changes) throws SupersededException {
        List<String> names = HaltPoint.names(changes);
        names.forEach(name -> steps.accept("before " + name));
        to.commit(epoch, wallMillis, changes);
        names.forEach(name -> steps.accept("after " + name));
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
