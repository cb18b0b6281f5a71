package dev.mr.driver;

import dev.mr.job.JobChange;
import dev.mr.store.JobStore;
import java.util.List;

/** The rows of a driver whose only job is the newest of its database. */
record OneJobsRows(JobStore store, long epoch) implements DriverLoop.Rows {
    @Override
    public void commit(long wallMillis, List<JobChange> changes) throws JobStore.SupersededException {
        store.commit(epoch, wallMillis, changes.stream().map(JobChange::change).toList());
    }

    @Override
    public void requireEpoch() throws JobStore.SupersededException {
        store.requireEpoch(epoch);
    }
}
