package dev.mr.job;

import dev.mr.task.InputFile;
import dev.mr.task.JobSpec;
import dev.mr.task.NextCommand;
import dev.mr.task.Split;
import dev.mr.task.TaskId;
import dev.mr.task.TaskKind;
import java.util.List;
import java.util.function.LongSupplier;

/** What is fixed while one driver drives one job. {@code nonces} gives a fresh random number each time. */
record JobContext(
        String uuid,
        JobSpec spec,
        List<InputFile> inputs,
        List<List<Split>> splits,
        long epoch,
        String build,
        String directory,
        LongSupplier nonces) {

    /** The command that goes on with the job, for messages. */
    String resume() {
        return NextCommand.resume(directory);
    }

    /** The splits of a map task; none for a reduce. */
    List<Split> splitsOf(TaskId task) {
        return task.kind() == TaskKind.MAP ? splits.get(task.index()) : List.of();
    }
}
