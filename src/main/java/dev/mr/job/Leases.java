package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.AttemptState;
import dev.mr.task.FailureKind;
import dev.mr.task.JobSpec;
import java.util.List;
import java.util.Set;

/** Frees what silent workers hold. Leases decide when to try again, never who wins. */
final class Leases {
    private static final long MAX_TICK_NANOS = 500_000_000L;

    private final long leaseNanos;
    private final long tickNanos;
    private final TaskBoard board;
    private final Crew crew;
    private final Outcomes outcomes;
    private boolean ticked;
    private long lastTick;

    Leases(JobSpec spec, TaskBoard board, Crew crew, Outcomes outcomes) {
        this.leaseNanos = spec.rules().lease().toNanos();
        this.tickNanos = Math.max(1_000_000, Math.min(leaseNanos / 4, MAX_TICK_NANOS));
        this.board = board;
        this.crew = crew;
        this.outcomes = outcomes;
    }

    long tickNanos() {
        return tickNanos;
    }

    /**
     * Time passed. A driver that was itself late by more than half a lease was paused and has not read what its workers said
     * meanwhile: everyone gets a full lease first.
     */
    void tick(long now, Turn turn) {
        if (ticked && now - lastTick > tickNanos + leaseNanos / 2) {
            crew.renewAll(now);
        }
        ticked = true;
        lastTick = now;
        for (Session silent : crew.fallSilent(now, leaseNanos)) {
            String reason = "no word from " + silent.name() + " for " + leaseNanos / 1_000_000 + " ms";
            Set<AttemptId> ahead = silent.ahead();
            for (AttemptId held : List.copyOf(silent.held)) {
                TaskEntry entry = board.get(held.task());
                LiveAttempt attempt = entry.live(held);
                if (attempt != null && ahead.contains(held)) {
                    outcomes.takeBack(entry, attempt, reason, turn);
                } else if (attempt != null) {
                    outcomes.end(entry, attempt, AttemptState.LOST, FailureKind.LEASE_EXPIRED, reason, turn);
                    silent.lost.put(held, FailureKind.LEASE_EXPIRED);
                }
            }
        }
    }
}
