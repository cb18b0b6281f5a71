package dev.mr.job;

import dev.mr.task.InputFile;
import dev.mr.task.JobSpec;
import dev.mr.task.Split;
import java.util.List;

/** A job about to be stored. {@code splits.get(m)} are the splits of map task m; exactly {@code spec.mapTasks()} entries. */
public record NewJob(String uuid, JobSpec spec, List<InputFile> inputs, List<List<Split>> splits) {}
