package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.Receipt;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the machine knows of one task. */
final class TaskEntry {
    final TaskId id;
    TaskState state = TaskState.PENDING;
    int attempts;

    /** The winner's receipt when COMMITTED; of a map whose output was damaged, the last winner's until the next. */
    @Nullable
    Receipt receipt;

    long wonInEpoch;
    boolean published;
    int userFailures;
    int workerLosses;
    int repairs;
    private List<LiveAttempt> live = List.of();

    TaskEntry(TaskId id) {
        this.id = id;
    }

    /** The winning attempt, null unless COMMITTED. */
    @Nullable
    AttemptId winner() {
        Receipt held = receipt;
        return state == TaskState.COMMITTED && held != null ? held.attempt() : null;
    }

    List<LiveAttempt> live() {
        return live;
    }

    void add(LiveAttempt attempt) {
        List<LiveAttempt> more = new ArrayList<>(live);
        more.add(attempt);
        live = List.copyOf(more);
    }

    void remove(LiveAttempt attempt) {
        live = live.stream().filter(other -> !other.equals(attempt)).toList();
    }

    /** The attempt has another worker, or none. */
    void replace(LiveAttempt attempt, LiveAttempt by) {
        live = live.stream().map(other -> other.equals(attempt) ? by : other).toList();
    }

    @Nullable
    LiveAttempt live(AttemptId attempt) {
        for (LiveAttempt candidate : live) {
            if (candidate.id().equals(attempt)) {
                return candidate;
            }
        }
        return null;
    }
}
