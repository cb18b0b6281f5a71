package dev.mr.shuffle;

import dev.mr.task.ShuffleSpec;
import java.util.List;

/**
 * What one reduce attempt is to do.
 *
 * @param reduceTasks M
 * @param outputName file name of the output, such as {@code out-3}
 * @param sources its bucket of every map task, in the order of the map tasks
 */
public record ReducePlan(
        TaskSite site, JobPlan job, ShuffleSpec shuffle, int reduceTasks, String outputName, List<BucketFile> sources) {
    public ReducePlan {
        sources = List.copyOf(sources);
    }

    int reduce() {
        return site.task().index();
    }
}
