package dev.mr.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say into how many tasks a job is cut. */
final class TaskCounts {
    private static final int MAX_MAP_TASKS = 1_000_000;
    private static final int MAX_REDUCE_TASKS = 100_000;

    @Option(names = "--map-tasks", paramLabel = "N", description = "Map tasks (default: one for each input file).")
    @Nullable
    Integer mapTasks;

    @Option(names = "--reduce-tasks", paramLabel = "M", description = "Reduce tasks (default: 4).")
    @Nullable
    Integer reduceTasks;

    /** Adds everything that is wrong with the options given. */
    void check(List<String> problems) {
        Given.inRange("--map-tasks", mapTasks, MAX_MAP_TASKS, problems);
        Given.inRange("--reduce-tasks", reduceTasks, MAX_REDUCE_TASKS, problems);
    }
}
