package dev.mr.cli;

import dev.mr.job.Change;
import dev.mr.job.NewJob;
import dev.mr.store.ForwardingStore;
import dev.mr.store.JobStore;
import dev.mr.task.AttemptId;
import java.util.List;
import java.util.function.Consumer;

/** A store that tells, before and after, what each transaction is about. */
final class HaltingStore extends ForwardingStore {
    private final Consumer<String> steps;

    HaltingStore(JobStore to, Consumer<String> steps) {
        super(to);
        this.steps = steps;
    }

    @Override
    public long create(NewJob job, DriverIdentity driver, long wallMillis) {
        steps.accept("before create");
        long epoch = super.create(job, driver, wallMillis);
        steps.accept("after create");
        return epoch;
    }

    @Override
    public long claim(DriverIdentity driver, long wallMillis) {
        steps.accept("before claim");
        long epoch = super.claim(driver, wallMillis);
        steps.accept("after claim");
        return epoch;
    }

    @Override
    public void commit(long epoch, long wallMillis, List<Change> changes) throws SupersededException {
        List<String> names = HaltPoint.names(changes);
        names.forEach(name -> steps.accept("before " + name));
        super.commit(epoch, wallMillis, changes);
        for (Change change : changes) {
            if (change instanceof Change.Won won) {
                AttemptId winner = won.receipt().attempt();
                System.err.println(HaltingDriver.COMMITTED + winner.task() + " " + winner.number());
            }
        }
        names.forEach(name -> steps.accept("after " + name));
    }
}
