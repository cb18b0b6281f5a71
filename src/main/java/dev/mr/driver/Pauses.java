package dev.mr.driver;

import dev.mr.store.JobStore.JobEntry;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of a service that could not go on, each until it is tried again: after a second, then twice as long each time, at most half a
 * minute. None is before its file work has come to an end and the driver thread has heard what that had to say, while the job was
 * closed. Owned by the driver thread.
 */
final class Pauses {
    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long LONGEST_NANOS = 30_000_000_000L;

    private final Executor helper;
    private final NavigableMap<Long, Pause> pauses = new TreeMap<>();
    private final Set<Long> heard = new HashSet<>();

    /** {@code idle} when no file work of the job is left. */
    record Pause(JobEntry entry, long untilNanos, long nanos, AtomicBoolean idle) {}

    /** {@code helper} runs the file work of all jobs, one piece after the other. */
    Pauses(Executor helper) {
        this.helper = helper;
    }

    /** A job stops now, after one that lasted {@code before}; 0 for none, or none that mattered. */
    void add(JobEntry entry, long before, long now) {
        long nanos = before == 0 ? FIRST_NANOS : Math.min(2 * before, LONGEST_NANOS);
        AtomicBoolean idle = new AtomicBoolean();
        helper.execute(() -> idle.set(true));
        heard.remove(entry.job());
        pauses.put(entry.job(), new Pause(entry, now + nanos, nanos, idle));
    }

    /** This job pauses no more. */
    void remove(long job) {
        pauses.remove(job);
    }

    /** The job of this number as it was when it paused; null when it does not. */
    @Nullable
    JobEntry find(long job) {
        Pause pause = pauses.get(job);
        return pause == null ? null : pause.entry();
    }

    /**
     * One whose time has come, and that may run; it pauses no more. To be called once after each turn, which took note of all that had
     * arrived.
     */
    Optional<Pause> next(long now, Predicate<JobEntry> mayRun) {
        Optional<Pause> due = pauses.values().stream()
                .filter(pause -> heard.contains(pause.entry().job()))
                .filter(pause -> now - pause.untilNanos() >= 0 && mayRun.test(pause.entry()))
                .findFirst();
        due.ifPresent(pause -> pauses.remove(pause.entry().job()));
        pauses.values().stream()
                .filter(pause -> pause.idle().get())
                .forEach(pause -> heard.add(pause.entry().job()));
        return due;
    }
}
