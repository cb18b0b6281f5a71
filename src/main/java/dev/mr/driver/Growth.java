package dev.mr.driver;

import dev.mr.job.Change;
import dev.mr.job.JobChange;
import dev.mr.store.JobStore;
import dev.mr.task.MrException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The rows of a service's turns. Whoever watches a job hears of it when its history grew. */
final class Growth implements DriverLoop.Rows {
    private static final long PAUSE_MILLIS = 250;

    private final Drive.Outside outside;
    private final JobStore store;
    private final long epoch;
    private final Map<Long, String> ids = new ConcurrentHashMap<>();
    private volatile Consumer<String> listener = id -> {};

    /** Of the driver of this epoch. */
    Growth(JobStore store, long epoch, Drive.Outside outside) {
        this.outside = outside;
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
        boolean waited = false;
        while (!isStored(wallMillis, changes, waited)) {
            waited = true;
        }
        changes.stream()
                .filter(change -> change.change() instanceof Change.Noted)
                .mapToLong(JobChange::job)
                .distinct()
                .forEach(this::grew);
    }

    /** On a full disk nothing has happened, and a service waits for room instead of ending. */
    private boolean isStored(long wallMillis, List<JobChange> changes, boolean waited)
            throws JobStore.SupersededException {
        try {
            store.commitAll(epoch, wallMillis, changes);
            if (waited) {
                outside.voice().warn("there is space again; tasks begin again");
            }
            return true;
        } catch (MrException failure) {
            if (!JobStore.isFull(failure) || outside.inbox().isStopping()) {
                throw failure;
            }
            if (!waited) {
                outside.voice().warn("no task begins until there is space: " + failure.line());
            }
            outside.inbox().pause(PAUSE_MILLIS);
            return false;
        }
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
