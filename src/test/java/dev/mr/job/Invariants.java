package dev.mr.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.job.JobSnapshot.StoredTask;
import dev.mr.store.MemoryStore;
import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.TaskId;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is true of a job after every event, whatever happened. */
final class Invariants {
    private final MemoryStore store;
    private final Map<TaskId, Integer> lastNumber = new HashMap<>();
    private final Map<TaskId, TaskState> states = new HashMap<>();
    private final Set<String> backups = new HashSet<>();
    private boolean stopped;

    Invariants(MemoryStore store) {
        this.store = store;
        for (StoredTask task : store.load().tasks()) {
            lastNumber.put(task.task(), task.attempts());
            states.put(task.task(), task.state());
        }
    }

    void check(Event event, List<Effect> caused, JobProgress progress) {
        JobSnapshot stored = store.load();
        assertThat(stopped && !caused.isEmpty())
                .as("effects after Stop: %s caused %s", event, caused)
                .isFalse();
        for (int i = 0; i < caused.size(); i++) {
            if (caused.get(i) instanceof Effect.Stop) {
                stopped = true;
                assertThat(i).as("Stop comes last in %s", caused).isEqualTo(caused.size() - 1);
            }
        }
        checkStates(stored);
        checkChanges(caused);
        checkAssigns(caused, stored);
        checkCounts(stored, progress);
    }

    private static void checkStates(JobSnapshot stored) {
        Set<TaskId> live = new HashSet<>();
        stored.live().forEach(attempt -> live.add(attempt.attempt().task()));
        Set<TaskId> leased = new HashSet<>();
        for (StoredTask task : stored.tasks()) {
            if (task.state() == TaskState.LEASED) {
                leased.add(task.task());
            }
            if (task.state() == TaskState.COMMITTED) {
                assertThat(task.winner()).as("the winner of %s", task.task()).isPresent();
            }
        }
        assertThat(leased).as("tasks are LEASED that have a LIVE attempt").isEqualTo(live);
        assertThat(stored.state().isFinished() && !live.isEmpty())
                .as("a finished job has LIVE attempts: %s", live)
                .isFalse();
    }

    private void checkChanges(List<Effect> caused) {
        backups.clear();
        for (Effect effect : caused) {
            if (effect instanceof Effect.Persist persist
                    && persist.change() instanceof Change.Noted noted
                    && noted.what().equals("backup")) {
                backups.add(noted.task() + " " + noted.attempt());
            }
        }
        for (Effect effect : caused) {
            if (effect instanceof Effect.Persist persist) {
                check(persist.change());
            }
        }
    }

    private void check(Change change) {
        if (change instanceof Change.AttemptStarted started) {
            AttemptId attempt = started.attempt();
            assertThat(lastNumber.getOrDefault(attempt.task(), 0)).isEqualTo(attempt.number() - 1);
            boolean backup = backups.contains(attempt.task() + " " + attempt.number());
            assertThat(states.getOrDefault(attempt.task(), TaskState.PENDING))
                    .as("%s is assigned", attempt)
                    .isEqualTo(backup ? TaskState.LEASED : TaskState.PENDING);
            lastNumber.put(attempt.task(), attempt.number());
        } else if (change instanceof Change.TaskMoved moved) {
            states.put(moved.task(), moved.to());
        } else if (change instanceof Change.Won won) {
            TaskState before = states.put(won.receipt().attempt().task(), TaskState.COMMITTED);
            assertThat(before).as("%s wins", won.receipt().attempt()).isEqualTo(TaskState.LEASED);
        }
    }

    private static void checkAssigns(List<Effect> caused, JobSnapshot stored) {
        for (Effect effect : caused) {
            if (effect instanceof Effect.Send send
                    && send.message() instanceof DriverMessage.Assign assign
                    && assign.attempt().task().kind() == TaskKind.REDUCE) {
                assertThat(count(stored, TaskKind.MAP, TaskState.COMMITTED))
                        .as("maps committed when %s is assigned", assign.attempt())
                        .isEqualTo(stored.spec().mapTasks());
            }
        }
    }

    private static void checkCounts(JobSnapshot stored, JobProgress progress) {
        List<Integer> counts = new ArrayList<>();
        for (TaskKind kind : TaskKind.values()) {
            counts.add(count(stored, kind, TaskState.LEASED));
            counts.add(count(stored, kind, TaskState.COMMITTED));
        }
        assertThat(List.of(
                        progress.mapsLeased(),
                        progress.mapsCommitted(),
                        progress.reducesLeased(),
                        progress.reducesCommitted()))
                .as("maps leased, committed, reduces leased, committed")
                .isEqualTo(counts);
        Map<String, Long> totals = new HashMap<>();
        for (StoredTask task : stored.tasks()) {
            if (task.state() == TaskState.COMMITTED) {
                task.winner()
                        .ifPresent(receipt ->
                                receipt.counters().forEach((name, value) -> totals.merge(name, value, Long::sum)));
            }
        }
        stored.counters()
                .forEach((name, value) -> assertThat(value)
                        .as("counter %s, over winners", name)
                        .isEqualTo(totals.getOrDefault(name, 0L)));
        assertThat(stored.counters().keySet()).containsAll(totals.keySet());
    }

    private static int count(JobSnapshot stored, TaskKind kind, TaskState state) {
        return (int) stored.tasks().stream()
                .filter(task -> task.task().kind() == kind && task.state() == state)
                .count();
    }
}
