package dev.mr.store;

import dev.mr.task.JobState;
import java.util.Optional;

/**
 * One of many jobs, in a line. Times are wall clock milliseconds since 1970.
 *
 * @param job its number in its database
 * @param request what the client called its request; empty for a job that no service accepted
 * @param folder its folder under the service's root, empty for a job that has the directory for itself
 * @param message the one line that explains the state, empty for none
 * @param begunMillis when it began to run; empty while it waits in line, and when it finished there
 * @param finishedMillis when it finished; empty while it has not
 */
public record JobSummary(
        long job,
        String uuid,
        Optional<String> request,
        String folder,
        String name,
        JobState state,
        String message,
        long createdMillis,
        Optional<Long> begunMillis,
        Optional<Long> finishedMillis) {}
