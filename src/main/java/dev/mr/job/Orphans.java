package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.FailureKind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Attempts that go on while their workers are away, of all jobs. A worker has a full lease to come back for its own. One that has ended
 * since (another won, or a receipt was there) may still be listed; its job knows.
 */
final class Orphans {
    private final Map<AttemptId, Waiting> all = new LinkedHashMap<>();

    /**
     * One of them, and what it is to end with when its worker does not come back.
     *
     * @param worker that had it
     * @param begun whether the worker works on it, as far as the driver has heard
     * @param place where it was, as far as that is known
     */
    record Orphan(
            AttemptId attempt, long job, int worker, boolean begun, FailureKind kind, String reason, String place) {}

    /** An orphan, and since when its worker could have been back. */
    private record Waiting(Orphan orphan, long sinceNanos) {}

    void add(Orphan orphan, long now) {
        all.put(orphan.attempt(), new Waiting(orphan, now));
    }

    /** Its worker is back for it; null when it is none. */
    @Nullable
    Orphan remove(AttemptId attempt) {
        Waiting waiting = all.remove(attempt);
        return waiting == null ? null : waiting.orphan();
    }

    /** Those that this worker had. */
    List<Orphan> removeThoseOf(int worker) {
        return removeIf(waiting -> waiting.orphan().worker() == worker);
    }

    /** Those whose workers have been away for more than a lease. */
    List<Orphan> removeExpired(long now, long lease) {
        return removeIf(waiting -> now - waiting.sinceNanos() > lease);
    }

    /** Every worker gets a full lease from now. */
    void renewAll(long now) {
        all.replaceAll((attempt, waiting) -> new Waiting(waiting.orphan(), now));
    }

    /** A job has ended, or is given up for now. */
    void forget(long job) {
        all.values().removeIf(waiting -> waiting.orphan().job() == job);
    }

    private List<Orphan> removeIf(Predicate<Waiting> which) {
        List<Orphan> removed = new ArrayList<>();
        for (Iterator<Waiting> each = all.values().iterator(); each.hasNext(); ) {
            Waiting waiting = each.next();
            if (which.test(waiting)) {
                removed.add(waiting.orphan());
                each.remove();
            }
        }
        return removed;
    }
}
