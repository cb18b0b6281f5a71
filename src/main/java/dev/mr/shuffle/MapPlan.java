package dev.mr.shuffle;

import dev.mr.api.Mapper;
import dev.mr.api.Partitioner;
import dev.mr.task.Split;
import java.nio.file.Path;
import java.util.List;

/**
 * What one map attempt is to do.
 *
 * @param directory where the bucket files go; exists, and holds none of them yet
 * @param map index of the map task
 * @param reduceTasks M, the number of buckets
 * @param mapper used by this attempt alone
 * @param memoryBytes bounds the buffers of all buckets together
 */
public record MapPlan(
        Path directory,
        int map,
        int reduceTasks,
        Partitioner partitioner,
        Mapper mapper,
        List<Split> splits,
        long memoryBytes) {
    public MapPlan {
        splits = List.copyOf(splits);
    }
}
