package dev.mr.explore;

import dev.mr.job.Change;
import dev.mr.job.Effect;
import java.util.List;

/** What a coordinator made of a turn: itself as it is now, the rows, and what is to be done when they are stored. */
final class Outcome {
    final Core next;
    final List<Change> changes;
    final List<Effect> deeds;

    /** The changes without those that decide nothing: who the workers are, history. Every worker is called 1 there. */
    final List<Change> rows;

    Outcome(Core next, List<Effect> effects) {
        this.next = next;
        this.changes = effects.stream()
                .filter(Effect.Persist.class::isInstance)
                .map(effect -> ((Effect.Persist) effect).change())
                .toList();
        this.deeds = effects.stream()
                .filter(effect -> !(effect instanceof Effect.Persist) && !(effect instanceof Effect.Warn))
                .toList();
        this.rows = changes.stream()
                .filter(change -> !(change instanceof Change.Noted
                        || change instanceof Change.WorkerJoined
                        || change instanceof Change.WorkerLeft))
                .map(Outcome::ofAnyWorker)
                .toList();
    }

    private static Change ofAnyWorker(Change change) {
        return change instanceof Change.AttemptStarted started
                ? new Change.AttemptStarted(started.attempt(), 1, started.reconnectMillis())
                : change;
    }
}
