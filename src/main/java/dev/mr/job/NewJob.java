package dev.mr.job;

import dev.mr.task.InputFile;
import dev.mr.task.JobSpec;
import dev.mr.task.Split;
import java.util.List;

/** A job about to be stored. {@code splits.get(m)} are the splits of map task m; exactly {@code spec.mapTasks()} entries. */
public record NewJob(String uuid, JobSpec spec, List<InputFile> inputs, List<List<Split>> splits) {
    /**
     * Refuses a job whose splits do not fit its tasks.
     *
     * @throws IllegalArgumentException unless there is a list of splits for each map task
     */
    public void requireSplits() {
        if (splits.size() != spec.mapTasks()) {
            throw new IllegalArgumentException(
                    splits.size() + " lists of splits for " + spec.mapTasks() + " map tasks");
        }
    }
}
