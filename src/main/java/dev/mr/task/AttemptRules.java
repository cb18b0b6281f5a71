package dev.mr.task;

import java.time.Duration;

/**
 * When an attempt counts as failed, and how often a task may fail.
 *
 * @param lease how long an attempt may be silent
 * @param heartbeat how often a worker speaks
 * @param taskTimeout how long an attempt may be without progress
 * @param maxAttempts failures of the job's code one task survives, plus one
 * @param maxWorkerLosses deaths of workers one task survives, plus one
 * @param skipBadRecords how many records of the job may be skipped because the map function fails on them
 * @param backup whether idle workers try again what takes very long elsewhere
 */
public record AttemptRules(
        Duration lease,
        Duration heartbeat,
        Duration taskTimeout,
        int maxAttempts,
        int maxWorkerLosses,
        int skipBadRecords,
        boolean backup) {
    public static final Duration DEFAULT_TASK_TIMEOUT = Duration.ofMinutes(10);
    public static final AttemptRules DEFAULT =
            new AttemptRules(Duration.ofSeconds(10), Duration.ofSeconds(1), DEFAULT_TASK_TIMEOUT, 4, 20, 0, true);
}
