package dev.mr.job;

import dev.mr.task.JobState;
import dev.mr.task.TaskState;
import java.util.ArrayList;
import java.util.List;

/** Gives a failed job another chance: its failed tasks are pending again and nothing is held against any task. */
public final class Retry {
    private Retry() {}

    /** The changes that turn a FAILED job into a RUNNING one. */
    public static List<Change> changes(JobSnapshot failed) {
        if (failed.state() != JobState.FAILED) {
            throw new IllegalArgumentException("job " + failed.uuid() + " is " + failed.state());
        }
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.JobMoved(JobState.FAILED, JobState.RUNNING, ""));
        changes.add(new Change.Noted("retry-failed", null, 0, 0, failed.message()));
        for (JobSnapshot.StoredTask task : failed.tasks()) {
            TaskState to = task.state() == TaskState.COMMITTED ? TaskState.COMMITTED : TaskState.PENDING;
            int winner = to == TaskState.COMMITTED
                    ? task.winner().orElseThrow().attempt().number()
                    : 0;
            changes.add(new Change.TaskMoved(task.task(), task.state(), to, winner, 0, 0, 0));
        }
        return changes;
    }
}
