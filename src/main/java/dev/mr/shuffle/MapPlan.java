package dev.mr.shuffle;

import dev.mr.task.ShuffleSpec;
import dev.mr.task.Split;
import java.util.List;

/**
 * What one map attempt is to do.
 *
 * @param reduceTasks M, the number of buckets
 */
public record MapPlan(
        TaskSite site, JobPlan job, ShuffleSpec shuffle, int reduceTasks, List<Split> splits, Skipping skipping) {
    public MapPlan(TaskSite site, JobPlan job, ShuffleSpec shuffle, int reduceTasks, List<Split> splits) {
        this(site, job, shuffle, reduceTasks, splits, Skipping.NONE);
    }

    public MapPlan {
        splits = List.copyOf(splits);
    }

    int map() {
        return site.task().index();
    }

    /** Who gets which key; for the one thread of the attempt. */
    Partition partition() {
        return Partition.of(job, shuffle, reduceTasks);
    }
}
