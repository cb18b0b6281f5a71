package dev.mr.store;

import dev.mr.task.TaskId;
import java.util.Optional;

/**
 * A line of a job's history, which is append-only.
 *
 * @param sequence its number among the lines of the job, from 1, without gaps
 * @param atMillis wall clock milliseconds since 1970
 * @param epoch the run of the driver that wrote it
 * @param what the kind of line, such as {@code job-running}
 * @param task what it is about; empty for the job as a whole
 * @param attempt number of the attempt it is about, 0 for none
 * @param worker id of the worker it is about, 0 for none
 */
public record HistoryLine(
        long sequence,
        long atMillis,
        long epoch,
        String what,
        Optional<TaskId> task,
        int attempt,
        int worker,
        String text) {}
