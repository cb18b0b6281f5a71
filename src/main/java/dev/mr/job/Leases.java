package dev.mr.job;

import java.time.Duration;
import java.util.List;

/**
 * Which workers have been silent for a lease. What those hold is given to others; their streams stay open, so that they are told
 * when they speak again.
 */
final class Leases {
    private static final long MAX_TICK_NANOS = 500_000_000L;

    private final long leaseNanos;
    private final long tickNanos;
    private final Crew crew;
    private final Orphans orphans;
    private boolean ticked;
    private long lastTick;

    Leases(Duration lease, Crew crew, Orphans orphans) {
        this.leaseNanos = lease.toNanos();
        this.tickNanos = Math.max(1_000_000, Math.min(leaseNanos / 4, MAX_TICK_NANOS));
        this.crew = crew;
        this.orphans = orphans;
    }

    long tickNanos() {
        return tickNanos;
    }

    long leaseMillis() {
        return leaseNanos / 1_000_000;
    }

    /**
     * Time passed; those that are silent since now. A driver that was itself late by more than half a lease was paused and has not
     * read what its workers said meanwhile: everyone gets a full lease first.
     */
    List<Session> tick(long now) {
        if (!ticked) {
            orphans.renewAll(now); // a takeover may have taken long
        }
        if (ticked && now - lastTick > tickNanos + leaseNanos / 2) {
            crew.renewAll(now);
            orphans.renewAll(now);
        }
        ticked = true;
        lastTick = now;
        return crew.fallSilent(now, leaseNanos);
    }

    /** What nobody has come back for within a lease; it is none of the orphans any more. After {@link #tick}. */
    List<Orphans.Orphan> unclaimed() {
        return orphans.removeExpired(lastTick, leaseNanos);
    }
}
