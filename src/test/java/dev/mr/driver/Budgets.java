package dev.mr.driver;

import dev.mr.job.Change;
import dev.mr.task.AttemptId;
import dev.mr.task.AttemptRules;
import dev.mr.task.AttemptState;
import dev.mr.task.FailureKind;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** How often tasks were tried, and what each has spent of what it may, told by a record of its own: who has spent it all fails the job. */
final class Budgets {
    /** As often the output of a task may be found damaged. */
    private static final int MOST_REPAIRS = 4;

    private final AttemptRules rules;
    private final Set<AttemptId> live = new HashSet<>();
    private final Map<TaskId, Integer> attempts = new HashMap<>();
    /** Attempts that failed for want of what the machine should have had; four in a row stop the driver. */
    private final Map<TaskId, Integer> starved = new HashMap<>();

    private final Map<TaskId, Integer> failures = new HashMap<>();
    private final Map<TaskId, Integer> losses = new HashMap<>();
    private final Map<TaskId, Integer> repairs = new HashMap<>();

    Budgets(AttemptRules rules) {
        this.rules = rules;
    }

    void started(AttemptId attempt) {
        live.add(attempt);
        attempts.merge(attempt.task(), 1, Integer::sum);
    }

    void won(AttemptId attempt) {
        live.remove(attempt);
    }

    void ended(Change.AttemptEnded ended) {
        TaskId task = ended.attempt().task();
        FailureKind kind = ended.kind();
        if (ended.from() == AttemptState.WON && kind == FailureKind.OUTPUT_DAMAGED) {
            repairs.merge(task, 1, Integer::sum);
        }
        if (!live.remove(ended.attempt())) {
            return;
        }
        if (kind == FailureKind.RESOURCE || kind == FailureKind.EXTERNAL) {
            starved.merge(task, 1, Integer::sum);
        }
        if (live.stream().anyMatch(other -> other.task().equals(task))) {
            return; // a backup, or what it backs, goes on
        }
        if (kind == FailureKind.USER) {
            failures.merge(task, 1, Integer::sum);
        } else if (kind == FailureKind.WORKER_LOST || kind == FailureKind.LEASE_EXPIRED) {
            losses.merge(task, 1, Integer::sum);
        }
    }

    /** The job that failed is tried once more. */
    void forgive() {
        failures.clear();
        losses.clear();
        repairs.clear();
    }

    /** What is wrong with the job's being in this state after a turn; empty when nothing is. */
    String fault(JobState state) {
        Set<TaskId> spent = new TreeSet<>();
        collect(failures, rules.maxAttempts(), spent);
        collect(losses, rules.maxWorkerLosses(), spent);
        collect(repairs, MOST_REPAIRS + 1, spent);
        if (state == JobState.FAILED) {
            return spent.isEmpty() ? "the job has failed, and no task has spent what it may" : "";
        }
        return spent.isEmpty() ? "" : spent + " have spent what they may, and the job is " + state;
    }

    private static void collect(Map<TaskId, Integer> counts, int most, Set<TaskId> spent) {
        counts.forEach((task, count) -> {
            if (count >= most) {
                spent.add(task);
            }
        });
    }

    Set<AttemptId> live() {
        return live;
    }

    /** The most attempts that one task had, without those that starved. */
    int mostAttempts() {
        return attempts.keySet().stream()
                .mapToInt(task -> attempts.getOrDefault(task, 0) - starved.getOrDefault(task, 0))
                .max()
                .orElse(0);
    }

    /** What a task that spends everything may add to that. */
    int allBudgets() {
        return rules.maxAttempts() + rules.maxWorkerLosses() + MOST_REPAIRS + 1;
    }
}
