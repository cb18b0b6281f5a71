package dev.mr.job;

import dev.mr.task.AttemptId;

/**
 * An attempt that may still win.
 *
 * @param session the stream its worker speaks on; 0 when an earlier driver started it
 * @param sinceNanos when it was handed out
 */
record LiveAttempt(AttemptId id, long session, int worker, long sinceNanos) {}
