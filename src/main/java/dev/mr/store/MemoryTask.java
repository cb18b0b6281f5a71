package dev.mr.store;

import dev.mr.task.TaskState;

/** A row of the table {@code task}, in memory. {@code winner} and {@code lastWinner} are 0 for none. */
record MemoryTask(
        TaskState state,
        int attempts,
        int winner,
        int lastWinner,
        boolean published,
        int userFailures,
        int workerLosses,
        int repairs) {
    static final MemoryTask NEW = new MemoryTask(TaskState.PENDING, 0, 0, 0, false, 0, 0, 0);

    MemoryTask wonBy(int number) {
        return new MemoryTask(
                TaskState.COMMITTED, attempts, number, number, false, userFailures, workerLosses, repairs);
    }

    MemoryTask filesPublished() {
        return new MemoryTask(state, attempts, winner, lastWinner, true, userFailures, workerLosses, repairs);
    }

    MemoryTask startedAnother() {
        return new MemoryTask(state, attempts + 1, winner, lastWinner, published, userFailures, workerLosses, repairs);
    }
}
