package dev.mr.driver;

import dev.mr.store.JobStore.JobEntry;
import dev.mr.task.Counted;
import java.util.Collection;

/**
 * About how much of the driver's heap jobs take while they run: of a service nobody watches, and a job it cannot hold would end it
 * again at every start.
 */
final class JobMemory {
    private static final long TASK_BYTES = 256;

    /** What a receipt states of each bucket of each map. */
    private static final long BUCKET_BYTES = 40;

    private final long heapBytes;

    JobMemory(long heapBytes) {
        this.heapBytes = heapBytes;
    }

    private static long of(long maps, long reduces) {
        return (maps + reduces) * TASK_BYTES + maps * reduces * BUCKET_BYTES;
    }

    /** Why a job of so many tasks cannot be taken, in one line; empty when it can. */
    String refusal(int maps, int reduces) {
        long most = heapBytes / 3;
        long wanted = of(maps, reduces);
        return wanted <= most
                ? ""
                : Counted.of(maps, "map task") + " and " + Counted.of(reduces, "reduce task") + " take about "
                        + (wanted >> 20) + " MiB of the service's memory, expected at most " + (most >> 20)
                        + "; ask for fewer tasks, or its operator for more memory (MR_DRIVER_OPTS=-Xmx2g)";
    }

    /** Whether a job can run beside these; one can always run alone. */
    boolean hasRoom(JobEntry job, Collection<JobEntry> running) {
        long taken = running.stream().mapToLong(JobMemory::of).sum();
        return taken == 0 || taken + of(job) <= heapBytes / 3 * 2;
    }

    private static long of(JobEntry job) {
        return of(job.mapTasks(), job.reduceTasks());
    }
}
