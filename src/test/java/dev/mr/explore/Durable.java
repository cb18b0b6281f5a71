package dev.mr.explore;

import dev.mr.job.Change;
import dev.mr.job.JobSnapshot;
import dev.mr.job.NewJob;
import dev.mr.store.JobStore;
import dev.mr.store.MemoryStore;
import dev.mr.task.AttemptId;
import dev.mr.task.Receipt;
import dev.mr.task.TaskId;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is stored at one point, known by its content. As with {@link Core}, one way there is kept: it is a real store. */
final class Durable {
    private static final JobStore.DriverIdentity DRIVER = new JobStore.DriverIdentity(1, "alpha", "boot");

    final JobSnapshot snapshot;
    private final Known known;
    private final @Nullable Durable before;
    private final Transaction transaction;
    private final Map<Commit, @Nullable Durable> commits = new HashMap<>();
    private final Map<TaskId, JobSnapshot.StoredTask> tasks = new HashMap<>();
    private final Set<AttemptId> live = new HashSet<>();
    private @Nullable Durable claimed;
    private @Nullable Core core;

    private record Commit(Outcome turn, long byEpoch) {}

    private interface Transaction {
        void applyTo(MemoryStore store) throws JobStore.SupersededException;
    }

    /** Where every content that was ever met is looked up. */
    static final class Known {
        private final Map<Fingerprint, Durable> contents = new HashMap<>();
        private final Core.Known cores = new Core.Known();

        /** Of a job that was just stored. */
        Durable create(NewJob job) {
            return find(new MemoryStore("database"), null, store -> {
                long epoch = store.create(job, DRIVER, 0);
                store.commit(epoch, 0, List.of(new Change.WorkerJoined(1, "w", "alpha", 4711, 1, Core.BUILD)));
            });
        }

        private Durable find(MemoryStore store, @Nullable Durable before, Transaction transaction) {
            try {
                transaction.applyTo(store);
            } catch (JobStore.SupersededException late) {
                throw new IllegalStateException(late);
            }
            return meet(store, before, transaction);
        }

        /** What a store holds now, after this transaction. */
        private Durable meet(MemoryStore store, @Nullable Durable before, Transaction transaction) {
            return contents.computeIfAbsent(
                    Fingerprint.of(store), unmet -> new Durable(this, before, transaction, store.load()));
        }

        int contents() {
            return contents.size();
        }

        int cores() {
            return cores.size();
        }
    }

    private Durable(Known known, @Nullable Durable before, Transaction transaction, JobSnapshot snapshot) {
        this.known = known;
        this.before = before;
        this.transaction = transaction;
        this.snapshot = snapshot;
        snapshot.tasks().forEach(task -> tasks.put(task.task(), task));
        snapshot.live().forEach(stored -> live.add(stored.attempt()));
    }

    private MemoryStore restore() {
        Deque<Transaction> past = new ArrayDeque<>();
        for (Durable content = this; content != null; content = content.before) {
            past.addFirst(content.transaction);
        }
        MemoryStore store = new MemoryStore("database");
        for (Transaction each : past) {
            try {
                each.applyTo(store);
            } catch (JobStore.SupersededException late) {
                throw new IllegalStateException(late);
            }
        }
        return store;
    }

    /** The next driver has raised the epoch. */
    Durable claim() {
        Durable after = claimed;
        if (after == null) {
            after = known.find(restore(), this, store -> store.claim(DRIVER, 0));
            claimed = after;
        }
        return after;
    }

    /** The coordinator of a driver that has loaded this. */
    Core begin() {
        Core fresh = core;
        if (fresh == null) {
            fresh = known.cores.begin(snapshot);
            core = fresh;
        }
        return fresh;
    }

    /**
     * The rows of a turn are committed by the driver of this epoch; null when another has taken over.
     *
     * @throws Violation when the store refuses them for another reason, or they break a rule
     */
    @Nullable
    Durable commit(Outcome turn, long byEpoch) {
        if (turn.changes.isEmpty()) {
            return this;
        }
        Commit commit = new Commit(turn, byEpoch);
        if (!commits.containsKey(commit)) {
            Durable after = committed(turn.rows, byEpoch);
            if (after != null && !after.counts().equals(turn.next.counts)) {
                throw new Violation("stored are " + after.counts() + ", the driver believes " + turn.next.counts);
            }
            commits.put(commit, after);
        }
        return commits.get(commit);
    }

    private @Nullable Durable committed(List<Change> changes, long byEpoch) {
        MemoryStore store = restore();
        try {
            store.commit(byEpoch, 0, changes);
        } catch (JobStore.SupersededException late) {
            return null;
        } catch (IllegalStateException refused) {
            throw new Violation("the store refuses the turn: " + refused.getMessage());
        }
        Durable after = known.meet(store, this, again -> again.commit(byEpoch, 0, changes));
        RowRules.check(this, changes, after);
        return after;
    }

    long epoch() {
        return snapshot.epoch();
    }

    boolean isLive(AttemptId attempt) {
        return live.contains(attempt);
    }

    Set<AttemptId> live() {
        return live;
    }

    TaskState state(TaskId task) {
        JobSnapshot.StoredTask stored = tasks.get(task);
        return stored == null ? TaskState.PENDING : stored.state();
    }

    /** How many maps are leased and committed, and how many reduces. */
    List<Integer> counts() {
        List<Integer> counts = new ArrayList<>();
        for (TaskKind kind : TaskKind.values()) {
            for (TaskState state : List.of(TaskState.LEASED, TaskState.COMMITTED)) {
                counts.add((int) snapshot.tasks().stream()
                        .filter(task -> task.task().kind() == kind && task.state() == state)
                        .count());
            }
        }
        return counts;
    }

    int attempts(TaskId task) {
        JobSnapshot.StoredTask stored = tasks.get(task);
        return stored == null ? 0 : stored.attempts();
    }

    /** The winner's receipt of a committed task; null for any other. */
    @Nullable
    Receipt winner(TaskId task) {
        JobSnapshot.StoredTask stored = tasks.get(task);
        return stored == null || stored.state() != TaskState.COMMITTED
                ? null
                : stored.winner().orElse(null);
    }

    boolean isWinner(AttemptId attempt) {
        Receipt winner = winner(attempt.task());
        return winner != null && winner.attempt().equals(attempt);
    }
}
