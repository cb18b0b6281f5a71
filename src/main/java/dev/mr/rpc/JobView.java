package dev.mr.rpc;

import dev.mr.task.JobState;
import java.util.Optional;

/**
 * A job of a service as its clients see it. Times are wall clock milliseconds since 1970.
 *
 * @param job its id
 * @param state PENDING, RUNNING, SUCCEEDED, FAILED or CANCELLED
 * @param message the one line that explains the state, empty for none
 * @param directory absolute path of its folder
 * @param output absolute path of its output, empty unless it has succeeded
 * @param progress only where one job was asked for
 */
public record JobView(
        String job,
        String request,
        String name,
        JobState state,
        String message,
        String directory,
        String output,
        long createdMillis,
        Optional<Long> begunMillis,
        Optional<Long> finishedMillis,
        Optional<Progress> progress) {

    /** How many tasks there are of each kind, and how many of them are committed. */
    public record Progress(long mapTasks, long mapsCommitted, long reduceTasks, long reducesCommitted) {}
}
