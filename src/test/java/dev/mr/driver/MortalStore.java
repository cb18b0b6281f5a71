package dev.mr.driver;

import dev.mr.job.Change;
import dev.mr.job.NewJob;
import dev.mr.store.ForwardingStore;
import dev.mr.store.JobStore;
import java.util.List;
import java.util.function.Consumer;

/** The store of a driver that may die right before and right after each COMMIT. */
final class MortalStore extends ForwardingStore {
    private final Steps steps;
    private final Consumer<Change> committed;
    private final Runnable epochLookedAt;

    /** {@code committed} hears every change that is in the database. */
    MortalStore(JobStore to, Steps steps, Consumer<Change> committed, Runnable epochLookedAt) {
        super(to);
        this.steps = steps;
        this.committed = committed;
        this.epochLookedAt = epochLookedAt;
    }

    @Override
    public long create(NewJob job, DriverIdentity driver, long wallMillis) {
        steps.next("CREATE");
        long epoch = super.create(job, driver, wallMillis);
        steps.next("after CREATE");
        return epoch;
    }

    @Override
    public void replace(String jobUuid, long wallMillis) {
        steps.next("REPLACE");
        super.replace(jobUuid, wallMillis);
        steps.next("after REPLACE");
    }

    @Override
    public void requireEpoch(long epoch) throws SupersededException {
        epochLookedAt.run();
        super.requireEpoch(epoch);
    }

    @Override
    public void commit(long epoch, long wallMillis, List<Change> changes) throws SupersededException {
        steps.next("COMMIT " + changes.get(0));
        super.commit(epoch, wallMillis, changes);
        changes.forEach(committed);
        steps.next("after COMMIT " + changes.get(0));
    }
}
