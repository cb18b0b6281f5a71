package dev.mr.store;

import dev.mr.task.AttemptId;
import dev.mr.task.AttemptState;
import dev.mr.task.FailureKind;
import java.util.Optional;

/**
 * What a person may want to know of one attempt. Times are wall clock milliseconds since 1970.
 *
 * @param epoch the run of the driver that started it
 * @param endedMillis empty while it is LIVE
 * @param kind why it did not win, or fell; empty otherwise
 * @param message the failure in one line, empty for none
 */
public record AttemptStatus(
        AttemptId attempt,
        AttemptState state,
        int worker,
        String workerLabel,
        long epoch,
        long startedMillis,
        Optional<Long> endedMillis,
        Optional<FailureKind> kind,
        String message) {}
