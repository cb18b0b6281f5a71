package dev.mr.task;

/**
 * One bucket file a reduce reads: the output of one map's winner, as its receipt states it. The reader looks in the winner's
 * attempt directory first, then in {@code intermediate/}.
 */
public record BucketSource(AttemptId winner, long bytes, int crc32c) {}
