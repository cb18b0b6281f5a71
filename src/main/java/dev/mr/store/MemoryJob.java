package dev.mr.store;

import dev.mr.job.Change;
import dev.mr.job.JobSnapshot;
import dev.mr.job.JobSnapshot.StoredAttempt;
import dev.mr.job.JobSnapshot.StoredSkip;
import dev.mr.job.JobSnapshot.StoredTask;
import dev.mr.job.NewJob;
import dev.mr.store.JobStore.Acceptance;
import dev.mr.store.JobStore.JobEntry;
import dev.mr.store.JobStore.JobHeader;
import dev.mr.store.JobStore.JobOutline;
import dev.mr.task.AttemptId;
import dev.mr.task.AttemptState;
import dev.mr.task.JobState;
import dev.mr.task.Receipt;
import dev.mr.task.TaskId;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One job's rows in memory. How each is undone is left in {@code undo}, the last change first. */
final class MemoryJob {
    private final NewJob job;
    private final Optional<Acceptance> acceptance;
    private JobState state;
    private String message = "";
    private final Map<TaskId, MemoryTask> tasks = new TreeMap<>();
    private final Map<MemoryAttempt.Key, MemoryAttempt> attempts = new TreeMap<>();
    private final Set<Integer> workers = new HashSet<>();
    private final Map<String, Long> counters = new TreeMap<>();
    private final Deque<Runnable> undo;

    private static final Comparator<StoredSkip> BY_PLACE = Comparator.comparing(
                    (StoredSkip skip) -> skip.record().input())
            .thenComparing(skip -> skip.record().offset());

    private final List<StoredSkip> skips = new ArrayList<>();

    /** A job that waits in line when it was accepted, one that runs otherwise. */
    MemoryJob(NewJob job, Optional<Acceptance> acceptance, Deque<Runnable> undo) {
        this.job = job;
        this.acceptance = acceptance;
        this.state = acceptance.isPresent() ? JobState.PENDING : JobState.RUNNING;
        this.undo = undo;
    }

    JobHeader header() {
        return new JobHeader(job.uuid(), state, message);
    }

    int highestWorker() {
        return workers.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    Optional<String> request() {
        return acceptance.map(Acceptance::request);
    }

    /** Empty for a job that was not accepted but started. */
    Optional<JobEntry> entry(long number) {
        return acceptance.map(as -> new JobEntry(
                number,
                job.uuid(),
                as.folder(),
                state,
                message,
                job.spec().mapTasks(),
                job.spec().reduceTasks()));
    }

    boolean replace(String uuid) {
        boolean allowed = uuid.equals(job.uuid()) && state.isFinished() && state != JobState.REPLACED;
        if (allowed) {
            state = JobState.REPLACED;
        }
        return allowed;
    }

    /** Whether the claim of {@code change} matched; then it is applied. */
    boolean apply(Change change, long epoch) {
        if (change instanceof Change.JobMoved moved) {
            return moveJob(moved);
        } else if (change instanceof Change.TaskMoved moved) {
            return moveTask(moved);
        } else if (change instanceof Change.Won won) {
            return win(won.receipt(), epoch);
        } else if (change instanceof Change.MapPublished published) {
            return publish(published.winner());
        } else if (change instanceof Change.AttemptStarted started) {
            return start(started);
        } else if (change instanceof Change.AttemptAdopted adopted) {
            return adopt(adopted);
        } else if (change instanceof Change.AttemptEnded ended) {
            return end(ended);
        } else if (change instanceof Change.WorkerJoined joined) {
            return join(joined.worker());
        } else if (change instanceof Change.WorkerLeft left) {
            return workers.contains(left.worker());
        } else if (change instanceof Change.CounterSet counter) {
            put(counters, counter.name(), counter.value());
            return true;
        } else if (change instanceof Change.RecordSkipped skipped) {
            StoredSkip skip = new StoredSkip(skipped.task(), skipped.record(), skipped.text());
            boolean isNew = skips.stream().noneMatch(known -> known.record().equals(skip.record()));
            if (isNew) {
                skips.add(skip);
                undo.push(() -> skips.remove(skip));
            }
            return isNew;
        } else if (change instanceof Change.Noted) {
            return true;
        }
        throw new IllegalStateException("no rows are known for " + change);
    }

    private boolean moveJob(Change.JobMoved moved) {
        if (state != moved.from() || !state.mayBecome(moved.to())) {
            return false;
        }
        String oldMessage = message;
        undo.push(() -> {
            state = moved.from();
            message = oldMessage;
        });
        state = moved.to();
        message = moved.message();
        return true;
    }

    private boolean moveTask(Change.TaskMoved moved) {
        Optional<MemoryTask> found = task(moved.task()).filter(task -> task.state() == moved.from());
        boolean committed = moved.to() == TaskState.COMMITTED;
        if (found.isEmpty() || moved.winner() != (committed ? found.get().winner() : 0)) {
            return false;
        }
        MemoryTask old = found.get();
        if (committed && moved.winner() == 0) {
            return false;
        }
        put(
                tasks,
                moved.task(),
                new MemoryTask(
                        moved.to(),
                        old.attempts(),
                        moved.winner(),
                        old.lastWinner(),
                        old.published() && committed,
                        moved.userFailures(),
                        moved.workerLosses(),
                        moved.repairs()));
        return true;
    }

    private boolean win(Receipt receipt, long epoch) {
        AttemptId id = receipt.attempt();
        Optional<MemoryAttempt> attempt = attempt(id).filter(row -> row.state() == AttemptState.LIVE);
        Optional<MemoryTask> task = task(id.task()).filter(row -> row.state() == TaskState.LEASED);
        if (attempt.isEmpty() || task.isEmpty()) {
            return false;
        }
        put(attempts, MemoryAttempt.Key.of(id), attempt.get().won(receipt, epoch));
        put(tasks, id.task(), task.get().wonBy(id.number()));
        return true;
    }

    private boolean publish(AttemptId winner) {
        Optional<MemoryTask> task = task(winner.task())
                .filter(row -> row.state() == TaskState.COMMITTED && row.winner() == winner.number());
        if (winner.task().kind() != TaskKind.MAP
                || task.isEmpty()
                || attempt(winner).isEmpty()) {
            return false;
        }
        put(tasks, winner.task(), task.get().filesPublished());
        return true;
    }

    private boolean start(Change.AttemptStarted started) {
        AttemptId id = started.attempt();
        Optional<MemoryTask> task = task(id.task())
                .filter(row -> row.attempts() == id.number() - 1)
                .filter(row -> row.state() == TaskState.PENDING || row.state() == TaskState.LEASED);
        if (task.isEmpty() || !workers.contains(started.worker())) {
            return false;
        }
        put(tasks, id.task(), task.get().startedAnother());
        put(
                attempts,
                MemoryAttempt.Key.of(id),
                new MemoryAttempt(
                        id, AttemptState.LIVE, started.worker(), started.reconnectMillis(), Optional.empty(), 0));
        return true;
    }

    private boolean adopt(Change.AttemptAdopted adopted) {
        Optional<MemoryAttempt> attempt = attempt(adopted.attempt()).filter(row -> row.state() == AttemptState.LIVE);
        boolean known = attempt.isPresent() && workers.contains(adopted.worker());
        attempt.filter(row -> known)
                .ifPresent(row -> put(attempts, MemoryAttempt.Key.of(row.id()), row.of(adopted.worker())));
        return known;
    }

    private boolean end(Change.AttemptEnded ended) {
        Optional<MemoryAttempt> attempt = attempt(ended.attempt()).filter(row -> row.state() == ended.from());
        if (attempt.isEmpty() || ended.to() == AttemptState.LIVE || ended.to() == AttemptState.WON) {
            return false;
        }
        put(attempts, MemoryAttempt.Key.of(ended.attempt()), attempt.get().in(ended.to()));
        return true;
    }

    private boolean join(int worker) {
        undo.push(() -> workers.remove(worker));
        boolean isNew = workers.add(worker);
        if (!isNew) {
            undo.pop();
        }
        return isNew;
    }

    /** The task's row; empty when the job has no such task. */
    private Optional<MemoryTask> task(TaskId id) {
        int count =
                id.kind() == TaskKind.MAP ? job.spec().mapTasks() : job.spec().reduceTasks();
        return id.index() < count ? Optional.of(tasks.getOrDefault(id, MemoryTask.NEW)) : Optional.empty();
    }

    private Optional<MemoryAttempt> attempt(AttemptId id) {
        return Optional.ofNullable(attempts.get(MemoryAttempt.Key.of(id)))
                .filter(row -> row.id().equals(id));
    }

    private <K, V> void put(Map<K, V> rows, K key, V value) {
        @Nullable V old = rows.put(key, value);
        undo.push(() -> {
            if (old == null) {
                rows.remove(key);
            } else {
                rows.put(key, old);
            }
        });
    }

    JobOutline outline(long epoch) {
        long committedMaps = tasks.entrySet().stream()
                .filter(task ->
                        task.getKey().kind() == TaskKind.MAP && task.getValue().state() == TaskState.COMMITTED)
                .count();
        return new JobOutline(job.spec(), job.inputs(), committedMaps, epoch);
    }

    JobSnapshot snapshot(long epoch) {
        List<StoredTask> stored = new ArrayList<>();
        tasks.forEach((id, task) -> {
            if (task.state() != TaskState.PENDING || task.attempts() > 0) {
                stored.add(stored(id, task));
            }
        });
        List<StoredAttempt> live = attempts.values().stream()
                .filter(attempt -> attempt.state() == AttemptState.LIVE)
                .map(attempt -> new StoredAttempt(attempt.id(), attempt.worker(), attempt.reconnectMillis()))
                .toList();
        return new JobSnapshot(
                job.uuid(),
                state,
                message,
                job.spec(),
                job.inputs(),
                job.splits(),
                stored,
                live,
                skips.stream().sorted(BY_PLACE).toList(),
                new TreeMap<>(counters),
                workers.size(),
                epoch);
    }

    private StoredTask stored(TaskId id, MemoryTask task) {
        boolean awaitsRepair =
                id.kind() == TaskKind.MAP && (task.state() == TaskState.PENDING || task.state() == TaskState.LEASED);
        int shown = awaitsRepair ? task.lastWinner() : task.winner();
        Optional<MemoryAttempt> winner = shown == 0
                ? Optional.empty()
                : Optional.of(Objects.requireNonNull(attempts.get(new MemoryAttempt.Key(id, shown))));
        return new StoredTask(
                id,
                task.state(),
                task.attempts(),
                winner.flatMap(MemoryAttempt::receipt),
                winner.map(MemoryAttempt::wonEpoch).orElse(0L),
                task.published(),
                task.userFailures(),
                task.workerLosses(),
                task.repairs());
    }
}
