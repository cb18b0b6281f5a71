package dev.mr.chaos;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Whether a business makes progress: one that makes none for long while nothing holds it up hangs, and so do processes that outlive it. */
final class Pulse {
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration HANG = Duration.ofSeconds(60);

    /** So long nothing was done to it when the soak is over. */
    private static final Duration HANG_AT_THE_END = Duration.ofSeconds(15);

    /** What has made progress may be still for so many times as long as it ever was. */
    private static final int SLOW = 3;

    private final Supplier<String> beats;
    private String beat = "";
    private long beatNanos;
    private long longestNanos;
    private long feltNanos;

    /** {@code beats} are words that change whenever there is progress. */
    Pulse(Supplier<String> beats, long nowNanos) {
        this.beats = beats;
        this.beatNanos = nowNanos;
        this.feltNanos = nowNanos;
    }

    /** Looks for progress, now and then; a line when there is none for too long. */
    List<String> feel(long nowNanos, boolean heldUp) {
        if (nowNanos - feltNanos < EVERY.toNanos()) {
            return List.of();
        }
        feltNanos = nowNanos;
        String now = beats.get();
        if (!heldUp && !now.equals(beat)) {
            longestNanos = Math.max(longestNanos, nowNanos - beatNanos);
        }
        if (heldUp || !now.equals(beat)) {
            beat = now;
            beatNanos = nowNanos;
        }
        return stillness(nowNanos, HANG);
    }

    /** The same when nobody waits any longer; on a machine so slow that this shows nothing, none. */
    List<String> atTheEnd(long nowNanos) {
        boolean slow = longestNanos > HANG_AT_THE_END.dividedBy(SLOW).toNanos();
        return slow ? List.of() : stillness(nowNanos, HANG_AT_THE_END);
    }

    private List<String> stillness(long nowNanos, Duration limit) {
        return nowNanos - beatNanos <= limit.toNanos()
                ? List.of()
                : List.of("no progress for "
                        + Duration.ofNanos(nowNanos - beatNanos).toSeconds() + " s: " + beat);
    }
}
