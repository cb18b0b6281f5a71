package dev.mr.job;

import dev.mr.task.InputFile;
import dev.mr.task.JobSpec;
import dev.mr.task.Split;
import dev.mr.task.TaskId;
import dev.mr.task.TaskKind;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What is fixed while one driver drives one job.
 *
 * @param job its number in the driver's database
 * @param folder where its directory is, below that of the driver; empty when it is that
 * @param remedies what can be done when it is in trouble, for messages
 * @param nonces gives a fresh random number each time
 */
record JobContext(
        long job,
        String folder,
        String uuid,
        JobSpec spec,
        List<InputFile> inputs,
        List<List<Split>> splits,
        long epoch,
        Remedies remedies,
        LongSupplier nonces) {

    /** The splits of a map task; none for a reduce. */
    List<Split> splitsOf(TaskId task) {
        return task.kind() == TaskKind.MAP ? splits.get(task.index()) : List.of();
    }
}
