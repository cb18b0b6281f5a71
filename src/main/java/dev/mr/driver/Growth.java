package dev.mr.driver;

import dev.mr.job.Change;
import dev.mr.job.JobChange;
import dev.mr.store.JobStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The rows of a service's turns. Whoever watches a job hears of it when its history grew. */
final class Growth implements DriverLoop.Rows {
    private final JobStore store;
    private final long epoch;
    private final Map<Long, String> ids = new ConcurrentHashMap<>();
    private volatile Consumer<String> listener = id -> {};

    /** Of the driver of this epoch. */
    Growth(JobStore store, long epoch) {
        this.store = store;
        this.epoch = epoch;
    }

    /** Tells this listener from now on. */
    void tell(Consumer<String> of) {
        listener = of;
    }

    /** The id under which watchers know the job of this number. */
    void name(long job, String id) {
        ids.put(job, id);
    }

    /** The job has ended; nothing more will be said of it. */
    void forget(long job) {
        ids.remove(job);
    }

    @Override
    public void commit(long wallMillis, List<JobChange> changes) throws JobStore.SupersededException {
        store.commitAll(epoch, wallMillis, changes);
        changes.stream()
                .filter(change -> change.change() instanceof Change.Noted)
                .mapToLong(JobChange::job)
                .distinct()
                .forEach(this::grew);
    }

    /** A line was added to this job's history. */
    void grew(long job) {
        String id = ids.get(job);
        if (id != null) {
            listener.accept(id);
        }
    }

    @Override
    public void requireEpoch() throws JobStore.SupersededException {
        store.requireEpoch(epoch);
    }
}
