package dev.mr.explore;

import dev.mr.job.Change;
import dev.mr.job.JobSnapshot;
import dev.mr.task.AttemptId;
import dev.mr.task.AttemptState;
import dev.mr.task.JobState;
import dev.mr.task.Receipt;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is true of the rows after every commit, whatever happened. */
final class RowRules {
    private RowRules() {}

    /**
     * A turn has led from one content of the store to the next.
     *
     * @throws Violation naming the rule that is broken
     */
    static void check(Durable before, List<Change> changes, Durable after) {
        if (before.snapshot.state().isFinished()) {
            throw new Violation("a finished job changed: " + changes);
        }
        if (after.epoch() != before.epoch()) {
            throw new Violation("a turn changed the epoch");
        }
        states(after);
        winnersStay(before, changes, after);
        attempts(before, changes);
        moves(changes);
    }

    private static void states(Durable after) {
        Set<TaskId> live = new HashSet<>();
        after.live().forEach(attempt -> live.add(attempt.task()));
        Set<TaskId> leased = new HashSet<>();
        for (JobSnapshot.StoredTask task : after.snapshot.tasks()) {
            if (task.state() == TaskState.LEASED) {
                leased.add(task.task());
            }
            if (task.state() == TaskState.FAILED) {
                throw new Violation(task.task() + " failed");
            }
            if (task.userFailures() != 0) {
                throw new Violation(task.task() + " pays for a failure that its code has no part in");
            }
            if (task.state() == TaskState.COMMITTED && task.winner().isEmpty()) {
                throw new Violation(task.task() + " is COMMITTED without a winner");
            }
        }
        if (!leased.equals(live)) {
            throw new Violation("LEASED are " + leased + ", LIVE attempts have " + live);
        }
        if (after.snapshot.state().isFinished() && !live.isEmpty()) {
            throw new Violation("a finished job has LIVE attempts of " + live);
        }
    }

    /** Committed stays committed, by the same winner, unless that was found damaged. */
    private static void winnersStay(Durable before, List<Change> changes, Durable after) {
        Set<AttemptId> fallen = new HashSet<>();
        for (Change change : changes) {
            if (change instanceof Change.AttemptEnded ended && ended.from() == AttemptState.WON) {
                fallen.add(ended.attempt());
            }
        }
        for (JobSnapshot.StoredTask task : before.snapshot.tasks()) {
            Receipt winner = before.winner(task.task());
            if (winner != null && !fallen.contains(winner.attempt()) && !after.isWinner(winner.attempt())) {
                throw new Violation(winner.attempt() + " was the winner of its task, which is "
                        + after.state(task.task()) + " by " + after.winner(task.task()));
            }
        }
    }

    private static void attempts(Durable before, List<Change> changes) {
        Map<TaskId, Integer> numbers = new HashMap<>();
        Set<TaskId> won = new HashSet<>();
        for (Change change : changes) {
            if (change instanceof Change.AttemptStarted started) {
                TaskId task = started.attempt().task();
                int next = numbers.getOrDefault(task, before.attempts(task)) + 1;
                if (started.attempt().number() != next) {
                    throw new Violation(started.attempt() + " is started, expected number " + next);
                }
                numbers.put(task, next);
            } else if (change instanceof Change.Won winner) {
                AttemptId attempt = winner.receipt().attempt();
                if (!before.isLive(attempt)) {
                    throw new Violation(attempt + " wins and was not LIVE");
                }
                if (!won.add(attempt.task())) {
                    throw new Violation(attempt.task() + " has two winners in one turn");
                }
            }
        }
    }

    private static void moves(List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Change.JobMoved moved
                    && !(moved.from() == JobState.RUNNING && moved.to() == JobState.COMMITTING)
                    && !(moved.from() == JobState.COMMITTING && moved.to() == JobState.SUCCEEDED)
                    && !(moved.from() == JobState.COMMITTING && moved.to() == JobState.RUNNING)) {
                throw new Violation("the job goes from " + moved.from() + " to " + moved.to() + ": " + moved.message());
            }
        }
    }
}
