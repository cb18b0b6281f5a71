package dev.mr.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** The steps of a job that are still to be done, and when the next one is due: its delay begins when what it is done to is there. */
final class Schedule {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Deque<Step> steps;
    private final int many;
    private OptionalLong readyNanos = OptionalLong.empty();
    private long sinceNanos;

    Schedule(List<Step> steps, long nowNanos) {
        this.steps = new ArrayDeque<>(steps);
        this.many = steps.size();
        this.sinceNanos = nowNanos;
    }

    /** The next step if its time has come; it stays the next until it is done. One that cannot be done for long is left out. */
    Optional<Step> due(long nowNanos, Predicate<Step> isReady) {
        Step next = steps.peek();
        if (next == null) {
            return Optional.empty();
        }
        if (nowNanos - sinceNanos > PATIENCE.toNanos()) {
            done(nowNanos);
            return Optional.empty();
        }
        if (readyNanos.isEmpty() && isReady.test(next)) {
            readyNanos = OptionalLong.of(nowNanos);
        }
        boolean due = readyNanos.isPresent()
                && nowNanos - readyNanos.getAsLong() >= next.delay().toNanos();
        return due ? Optional.of(next) : Optional.empty();
    }

    /** The next step is done. */
    void done(long nowNanos) {
        steps.remove();
        readyNanos = OptionalLong.empty();
        sinceNanos = nowNanos;
    }

    /** How much of all is done, from 0 to 1. */
    double progress() {
        return steps.isEmpty() ? 1 : 1 - (double) steps.size() / many;
    }

    /** Nothing more is to be done. */
    void clear() {
        steps.clear();
    }
}
