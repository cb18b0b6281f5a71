package dev.mr.worker;

import dev.mr.rpc.DriverConnection;
import dev.mr.task.DriverMessage;

/** What a worker's main thread waits for. */
sealed interface Heard {
    record Said(DriverMessage message) implements Heard {}

    /** The stream ended. */
    record Closed(DriverConnection.End end, String reason) implements Heard {}

    /** The worker is to end. */
    record Stop(String reason) implements Heard {}

    /** A task will not end, or took all memory: the worker has to end. */
    record Stuck(String line) implements Heard {}

    /** Whether it matters whichever stream there is. */
    default boolean isOfAnyStream() {
        return this instanceof Stop || this instanceof Stuck;
    }
}
