package dev.mr.explore;

import dev.mr.task.AttemptId;
import java.util.Comparator;
import java.util.List;

/**
 * A worker process with one slot.
 *
 * @param stream the one it has; {@link StreamId#NONE} while it looks for a driver
 * @param tasks it was assigned and has not ended
 */
record WorkerProcess(StreamId stream, List<AttemptId> tasks) {
    /** One that has just been started; each that ends is followed by such a one. */
    static final WorkerProcess FRESH = new WorkerProcess(StreamId.NONE, List.of());

    /** A process is known by its stream, and those without are all alike: that two workers are the same needs no telling. */
    static final Comparator<WorkerProcess> ORDER = Comparator.comparing(WorkerProcess::stream);

    boolean isFresh() {
        return stream.equals(StreamId.NONE);
    }

    WorkerProcess assigned(AttemptId attempt) {
        return new WorkerProcess(stream, Driver.more(tasks, attempt));
    }

    WorkerProcess without(AttemptId attempt) {
        return new WorkerProcess(
                stream, tasks.stream().filter(other -> !other.equals(attempt)).toList());
    }
}
