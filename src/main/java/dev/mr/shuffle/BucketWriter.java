package dev.mr.shuffle;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.task.FileStats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the bucket files of one map attempt, each a run, one after the other. */
final class BucketWriter {
    private final MapPlan plan;
    private final RecordCopy copy;

    BucketWriter(MapPlan plan, RecordCopy copy) {
        this.plan = plan;
        this.copy = copy;
    }

    Spills spills(FileSystem fileSystem) {
        return new Spills(
                plan.site().directory(),
                plan.job().kind(),
                plan.shuffle().compression(),
                plan.shuffle().memoryBytes(),
                fileSystem,
                copy);
    }

    List<FileStats> merge(Spills spills) throws IOException, TaskException {
        spills.prepare(plan.reduceTasks());
        List<FileStats> stats = write(spills::merged);
        spills.clear();
        return stats;
    }

    /** Writes all buckets, and closes the combiner. */
    List<FileStats> write(Spills.Buckets buckets) throws IOException, TaskException {
        List<FileStats> stats = new ArrayList<>(plan.reduceTasks());
        RunWriter writer = new RunWriter(
                RunFormat.SHUFFLE, plan.job().kind(), plan.shuffle().compression());
        for (int b = 0; b < plan.reduceTasks(); b++) {
            Path path = plan.site().directory().resolve(JobDirectory.bucketName(plan.map(), b));
            try (RecordCursor records = buckets.sorted(b);
                    RecordFile file = RunWriter.newFile(path, true)) {
                writer.into(path, file);
                copy.copy(records, writer);
                writer.endRun();
                stats.add(file.finish());
            }
        }
        copy.finish();
        return stats;
    }
}
