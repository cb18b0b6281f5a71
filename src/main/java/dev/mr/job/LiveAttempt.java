package dev.mr.job;

import dev.mr.task.AttemptId;

/**
 * An attempt that may still win.
 *
 * @param session the stream its worker speaks on; 0 when it is away, or an earlier driver started it
 * @param sinceNanos when it was handed out, as far as this driver knows
 * @param inherited whether an earlier driver started it, so that nobody knows how long it has run
 */
record LiveAttempt(AttemptId id, long session, int worker, long sinceNanos, boolean inherited) {
    /** One that is handed out now. */
    LiveAttempt(AttemptId id, Session session, long now) {
        this(id, session.id, session.worker, now, false);
    }

    /** The same while its worker is away. */
    LiveAttempt orphaned() {
        return new LiveAttempt(id, 0, worker, sinceNanos, inherited);
    }

    /** The same when its worker is back. */
    LiveAttempt adopted(Session by, long now) {
        return new LiveAttempt(id, by.id, by.worker, inherited ? now : sinceNanos, inherited);
    }
}
