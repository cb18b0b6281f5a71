package dev.mr.chaos;

import dev.mr.task.Counted;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One trial of a soak: its jobs, who works on them, and what is done to them meanwhile.
 *
 * @param number from 1
 * @param served whether the jobs are submitted to a service; else it is one job, with a driver of its own
 * @param lease how long a worker may be silent
 * @param workers processes of their own
 * @param localWorkers processes that the driver starts
 * @param onSmallDisk whether its directory is on a disk that can be filled
 * @param steps in this order
 */
record ChaosTrial(
        int number,
        boolean served,
        List<ChaosJob> jobs,
        Duration lease,
        int workers,
        int localWorkers,
        boolean onSmallDisk,
        List<Step> steps) {
    /** Of so many workers one ends with its driver. */
    private static final int STAYING = 3;

    /** What its folder is called. */
    String folder() {
        return String.format(
                Locale.ROOT,
                "job-%04d-%s",
                number,
                served ? "service" : jobs.get(0).name());
    }

    /** Whether the worker that is started as the nth comes back to a driver that goes on. */
    boolean comesBack(int nth) {
        return (number + nth) % STAYING != 0;
    }

    /** In a few words. */
    String describe() {
        return jobs.stream().map(ChaosJob::describe).collect(Collectors.joining("; ")) + "; "
                + Counted.of(workers + localWorkers, localWorkers > 0 ? "worker of the driver" : "worker", "workers")
                + (onSmallDisk ? ", on a small disk" : "");
    }
}
