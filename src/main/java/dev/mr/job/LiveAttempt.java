package dev.mr.job;

import dev.mr.task.AttemptId;

/** An attempt that may still win, and the stream its worker speaks on; session 0 when an earlier driver started it. */
record LiveAttempt(AttemptId id, long session, int worker) {}
