package dev.mr.shuffle;

import dev.mr.api.Options;
import dev.mr.task.TaskId;
import java.nio.file.Path;

/**
 * Which attempt runs, and where.
 *
 * @param directory where everything goes that the attempt writes; exists, and holds nothing of this attempt yet
 * @param jobDirectory the job's
 * @param attempt its number, from 1
 * @param options the values of the job's options
 */
public record TaskSite(Path directory, Path jobDirectory, TaskId task, int attempt, Options options) {}
