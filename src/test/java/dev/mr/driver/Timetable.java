package dev.mr.driver;

import dev.mr.task.TimeSource;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Random;

/** Virtual time: what is to happen next, and what the clocks of the one simulated machine show. Nothing waits. */
final class Timetable implements TimeSource {
    private static final long WALL_START_MILLIS = 1_700_000_000_000L;

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private final Trace trace;
    private long now;
    private long sequence;
    private long monotonicOrigin = 5_000_000_000L;
    private long wallJumpMillis;

    /** Something to do at an instant; among those of one instant the first that was asked for comes first. */
    private record Entry(long at, long sequence, Runnable what) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(sequence, other.sequence);
        }
    }

    Timetable(Trace trace) {
        this.trace = trace;
    }

    void after(Duration delay, Runnable what) {
        afterNanos(delay.toNanos(), what);
    }

    void afterNanos(long delay, Runnable what) {
        entries.add(new Entry(now + Math.max(0, delay), ++sequence, what));
    }

    /** Does what comes next; false when there is nothing. */
    boolean step() {
        Entry next = entries.poll();
        if (next != null) {
            now = next.at();
            trace.at(now);
            next.what().run();
        }
        return next != null;
    }

    /** Nanoseconds since the simulation began; no process sees these. */
    long now() {
        return now;
    }

    /** The machine boots: its monotonic clock begins anew. */
    void reboot(Random random) {
        monotonicOrigin = random.nextInt(1_000_000_000) - now;
    }

    void jumpWallClock(long millis) {
        wallJumpMillis += millis;
    }

    @Override
    public long nanos() {
        return now + monotonicOrigin;
    }

    @Override
    public long wallMillis() {
        return WALL_START_MILLIS + wallJumpMillis + now / 1_000_000;
    }
}
