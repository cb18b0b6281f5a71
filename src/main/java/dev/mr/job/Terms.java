package dev.mr.job;

import java.time.Duration;

/**
 * What holds for all workers of one driver.
 *
 * @param build workers of another build are refused
 * @param directory where the driver's directory is, absolute, which workers are told
 * @param jobUuid the only job of this driver; empty where it serves any number of them
 * @param lease how long a worker may be silent
 * @param minWorkers how many must be attached before anything is handed out for the first time
 */
public record Terms(
        String build,
        String directory,
        String jobUuid,
        long epoch,
        Duration lease,
        Duration heartbeat,
        int minWorkers) {
    /** Of a driver that ends with this job. */
    public static Terms of(JobSnapshot job, String build, String directory) {
        return new Terms(
                build,
                directory,
                job.uuid(),
                job.epoch(),
                job.spec().rules().lease(),
                job.spec().rules().heartbeat(),
                0);
    }

    /** Whether the driver goes on when a job has ended. */
    boolean isService() {
        return jobUuid.isEmpty();
    }
}
