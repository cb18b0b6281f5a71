package dev.mr.job;

import dev.mr.task.TaskId;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Every task of a job, how many are in which state, and which comes next. A step costs what it changes. */
final class TaskBoard {
    private final Map<TaskKind, TaskEntry[]> entries = new EnumMap<>(TaskKind.class);
    private final Map<TaskKind, Map<TaskState, Integer>> counts = new EnumMap<>(TaskKind.class);
    private final Map<TaskKind, Deque<TaskEntry>> queues = new EnumMap<>(TaskKind.class);
    private final Set<TaskEntry> leased = new LinkedHashSet<>();

    TaskBoard(int maps, int reduces) {
        fill(TaskKind.MAP, maps);
        fill(TaskKind.REDUCE, reduces);
    }

    private void fill(TaskKind kind, int count) {
        TaskEntry[] all = IntStream.range(0, count)
                .mapToObj(i -> new TaskEntry(new TaskId(kind, i)))
                .toArray(TaskEntry[]::new);
        entries.put(kind, all);
        counts.put(kind, new EnumMap<>(Map.of(TaskState.PENDING, count)));
        queues.put(kind, new ArrayDeque<>());
    }

    /** The tasks of a kind, by index. */
    TaskEntry[] all(TaskKind kind) {
        TaskEntry[] all = entries.get(kind);
        if (all == null) {
            throw new IllegalArgumentException(kind.toString());
        }
        return all;
    }

    /** The task, null when the job has no such task. */
    @Nullable
    TaskEntry find(TaskId id) {
        TaskEntry[] all = all(id.kind());
        return id.index() < all.length ? all[id.index()] : null;
    }

    TaskEntry get(TaskId id) {
        return all(id.kind())[id.index()];
    }

    int count(TaskKind kind, TaskState state) {
        return counts(kind).getOrDefault(state, 0);
    }

    boolean allCommitted(TaskKind kind) {
        return count(kind, TaskState.COMMITTED) == all(kind).length;
    }

    /** The tasks that are LEASED, in the order in which they came to be so. */
    Set<TaskEntry> leased() {
        return leased;
    }

    /** Puts every PENDING task in line, in order of index. Once, before the first {@link #next}. */
    void lineUp() {
        for (TaskKind kind : TaskKind.values()) {
            for (TaskEntry entry : all(kind)) {
                if (entry.state == TaskState.PENDING) {
                    queue(kind).add(entry);
                }
            }
        }
    }

    /** Puts those in line in another order; equal ones stay as they are. */
    void arrange(TaskKind kind, Comparator<TaskEntry> order) {
        List<TaskEntry> arranged = new ArrayList<>(queue(kind));
        arranged.sort(order);
        queue(kind).clear();
        queue(kind).addAll(arranged);
    }

    /** The pending task of that kind that comes next, left in line; null for none. */
    @Nullable
    TaskEntry next(TaskKind kind) {
        Deque<TaskEntry> queue = queue(kind);
        while (!queue.isEmpty() && queue.getFirst().state != TaskState.PENDING) {
            queue.removeFirst();
        }
        return queue.peekFirst();
    }

    /**
     * Moves a task as its fields now say and stores it. A task that becomes PENDING goes to the head of its line: what was
     * begun is finished first.
     */
    void move(TaskEntry entry, TaskState to, Turn turn) {
        TaskState from = entry.state;
        place(entry, to);
        turn.persist(new Change.TaskMoved(
                entry.id, from, to, winnerNumber(entry), entry.userFailures, entry.workerLosses, entry.repairs));
        if (to == TaskState.PENDING && from != TaskState.PENDING) {
            queue(entry.id.kind()).addFirst(entry);
        }
    }

    /** Moves a task without storing it: the store knows already, or learns by another change. */
    void place(TaskEntry entry, TaskState to) {
        Map<TaskState, Integer> byState = counts(entry.id.kind());
        byState.merge(entry.state, -1, Integer::sum);
        byState.merge(to, 1, Integer::sum);
        entry.state = to;
        if (to == TaskState.LEASED) {
            leased.add(entry);
        } else {
            leased.remove(entry);
        }
    }

    private static int winnerNumber(TaskEntry entry) {
        var winner = entry.winner();
        return winner == null ? 0 : winner.number();
    }

    private Map<TaskState, Integer> counts(TaskKind kind) {
        Map<TaskState, Integer> byState = counts.get(kind);
        if (byState == null) {
            throw new IllegalArgumentException(kind.toString());
        }
        return byState;
    }

    private Deque<TaskEntry> queue(TaskKind kind) {
        Deque<TaskEntry> queue = queues.get(kind);
        if (queue == null) {
            throw new IllegalArgumentException(kind.toString());
        }
        return queue;
    }
}
