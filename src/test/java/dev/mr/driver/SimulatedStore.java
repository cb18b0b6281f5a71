package dev.mr.driver;

import dev.mr.job.Change;
import dev.mr.store.ForwardingStore;
import dev.mr.store.JobStore;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.util.List;

/** The store of a simulated driver, which may die before and after each COMMIT, or not be told how one went. */
final class SimulatedStore extends ForwardingStore {
    private final SimulatedDriver driver;
    private final Promises promises;
    private CommitFate fate = CommitFate.KNOWN;

    /** How a COMMIT goes. */
    enum CommitFate {
        KNOWN,
        FAILS,
        /** It reports a failure, and was done. */
        SEEMS_TO_FAIL
    }

    SimulatedStore(JobStore to, SimulatedDriver driver, Promises promises) {
        super(to);
        this.driver = driver;
        this.promises = promises;
    }

    /** The next COMMIT goes like this. */
    void set(CommitFate next) {
        fate = next;
    }

    @Override
    public long claim(DriverIdentity identity, long wallMillis) {
        driver.step("claim");
        long epoch = super.claim(identity, wallMillis);
        promises.claimed(epoch);
        driver.step("after claim");
        return epoch;
    }

    @Override
    public void commit(long epoch, long wallMillis, List<Change> changes) throws SupersededException {
        driver.step("COMMIT");
        CommitFate now = fate;
        fate = CommitFate.KNOWN;
        if (now == CommitFate.FAILS) {
            throw failure();
        }
        super.commit(epoch, wallMillis, changes);
        promises.committed(epoch, changes);
        driver.world.committed(changes);
        if (now == CommitFate.SEEMS_TO_FAIL) {
            throw failure();
        }
        driver.step("after COMMIT");
    }

    private static MrException failure() {
        return new MrException(ExitCode.ENVIRONMENT, "job.db: disk I/O error (simulated)");
    }
}
