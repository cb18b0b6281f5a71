package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.BadRecord;
import dev.mr.task.InputFile;
import dev.mr.task.JobSpec;
import dev.mr.task.JobState;
import dev.mr.task.Receipt;
import dev.mr.task.Split;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job as its database has it: all a driver needs to go on.
 *
 * @param splits entry m are the splits of map task m, in order
 * @param tasks every task that is not as it was at the start (PENDING, never attempted), in {@link TaskId} order; a task that
 *     is absent is PENDING with nothing spent
 * @param live every LIVE attempt, by task and number
 * @param skips the records that are left out, in the order of their tasks
 * @param workers how many worker ids were given out
 * @param epoch the epoch of the driver that loads it
 */
public record JobSnapshot(
        String uuid,
        JobState state,
        String message,
        JobSpec spec,
        List<InputFile> inputs,
        List<List<Split>> splits,
        List<StoredTask> tasks,
        List<StoredAttempt> live,
        List<StoredSkip> skips,
        Map<String, Long> counters,
        int workers,
        long epoch) {

    /** A job that was just stored, as a load would find it. */
    public static JobSnapshot ofNew(NewJob job, long epoch) {
        return new JobSnapshot(
                job.uuid(),
                JobState.RUNNING,
                "",
                job.spec(),
                job.inputs(),
                job.splits(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                0,
                epoch);
    }

    /**
     * The job as it is to be taken over when the machine has been down since: files of maps that were moved may be back where they were
     * moved from, and are moved again.
     */
    public JobSnapshot afterReboot() {
        List<StoredTask> again = tasks.stream().map(StoredTask::afterReboot).toList();
        return new JobSnapshot(
                uuid, state, message, spec, inputs, splits, again, live, skips, counters, workers, epoch);
    }

    /**
     * One task's row.
     *
     * @param attempts how many attempts were ever started; the next one is {@code attempts + 1}
     * @param winner the winning attempt's receipt when COMMITTED or when a committed map lost its output and awaits repair
     *     (the last receipt then); absent otherwise
     * @param wonInEpoch the epoch in which that winner was committed, 0 where there is none
     * @param published whether a map's files were all moved to {@code intermediate/}
     */
    public record StoredTask(
            TaskId task,
            TaskState state,
            int attempts,
            Optional<Receipt> winner,
            long wonInEpoch,
            boolean published,
            int userFailures,
            int workerLosses,
            int repairs) {
        private StoredTask afterReboot() {
            return new StoredTask(
                    task, state, attempts, winner, wonInEpoch, false, userFailures, workerLosses, repairs);
        }
    }

    /** A record that a map task leaves out, and why. */
    public record StoredSkip(TaskId task, BadRecord record, String text) {}

    /** A LIVE attempt's row. */
    public record StoredAttempt(AttemptId attempt, int worker, long reconnectMillis) {}
}
