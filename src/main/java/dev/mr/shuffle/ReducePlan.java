package dev.mr.shuffle;

import java.nio.file.Path;
import java.util.List;

/**
 * What one reduce attempt is to do.
 *
 * @param directory where the output goes, and runs while they are needed; exists
 * @param reduce index of the reduce task
 * @param outputName file name of the output, such as {@code out-3}
 * @param memoryBytes what the table of counts may hold before it is spilled
 */
public record ReducePlan(Path directory, int reduce, String outputName, List<BucketFile> sources, long memoryBytes) {
    public ReducePlan {
        sources = List.copyOf(sources);
    }
}
