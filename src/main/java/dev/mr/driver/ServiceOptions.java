package dev.mr.driver;

import java.time.Duration;

/**
 * What belongs to one run of a service and is not stored.
 *
 * @param run where it listens, and its own workers
 * @param lease how long a worker may be silent before its tasks go to another
 * @param heartbeat how often a worker speaks
 * @param minWorkers how many workers must have come before the first task begins
 * @param maxRunning how many jobs run side by side; the others wait in line
 * @param keepJobs how many finished jobs are remembered
 * @param keepFor how long finished jobs are remembered
 */
public record ServiceOptions(
        RunOptions run,
        Duration lease,
        Duration heartbeat,
        int minWorkers,
        int maxRunning,
        int keepJobs,
        Duration keepFor) {}
