package dev.mr.store;

import dev.mr.job.Change;
import dev.mr.job.JobChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one turn changes, in one job or in many. To be used inside the turn's write transaction. */
final class TurnRows {
    private final Database database;
    private final long epoch;
    private final long wallMillis;
    private final Map<Long, ChangeRows> jobs = new LinkedHashMap<>();

    TurnRows(Database database, long epoch, long wallMillis) {
        this.database = database;
        this.epoch = epoch;
        this.wallMillis = wallMillis;
    }

    /** @throws IllegalStateException when a claim of {@code changes} does not match exactly one row */
    void apply(List<JobChange> changes) {
        for (int i = 0; i < changes.size(); i++) {
            JobChange change = changes.get(i);
            ChangeRows rows = rows(change.job());
            if (i + 1 < changes.size() && isLease(change, changes.get(i + 1))) {
                rows.lease((Change.AttemptStarted) change.change(), (Change.TaskMoved)
                        changes.get(++i).change());
            } else if (change.change() instanceof Change.CounterSet counter) {
                rows.setAtEnd(counter);
            } else {
                rows.apply(change.change());
            }
        }
        jobs.values().forEach(ChangeRows::setCounters);
    }

    private ChangeRows rows(long job) {
        return jobs.computeIfAbsent(job, absent -> new ChangeRows(database, absent, epoch, wallMillis));
    }

    private static boolean isLease(JobChange first, JobChange second) {
        return first.job() == second.job() && ChangeRows.isLease(first.change(), second.change());
    }
}
