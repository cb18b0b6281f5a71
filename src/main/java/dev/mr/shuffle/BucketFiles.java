package dev.mr.shuffle;

import dev.mr.files.JobDirectory;
import dev.mr.task.FileStats;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The bucket files of one map attempt where nothing is combined: what memory has no room for goes to their ends, a run each, and
 * the reduce tasks merge all runs. So a record is written once. From some runs on more are spilled and merged first, so that
 * no reduce task has too many to merge.
 */
final class BucketFiles implements RunSink, Closeable {
    /** Runs that go straight to the bucket files. */
    private static final int MOST_RUNS = 8;

    private final MapPlan plan;
    private final RecordCopy copy;
    private final Spills rest;
    private final RunWriter writer;
    private final List<Path> paths = new ArrayList<>();
    private final List<RecordFile> files = new ArrayList<>();
    private int spilled;

    /** The files are made when something is spilled. */
    BucketFiles(MapPlan plan, RecordCopy copy, Spills rest) {
        this.plan = plan;
        this.copy = copy;
        this.rest = rest;
        this.writer = new RunWriter(
                RunFormat.SHUFFLE, plan.job().kind(), plan.shuffle().compression());
    }

    private void create() throws IOException {
        for (int b = 0; b < plan.reduceTasks(); b++) {
            Path path = plan.site().directory().resolve(JobDirectory.bucketName(plan.map(), b));
            paths.add(path);
            files.add(RunWriter.newFile(path, false));
        }
    }

    @Override
    public boolean isEmpty() {
        return spilled == 0;
    }

    /** Times that {@link #spill} wrote. */
    int spilled() {
        return spilled;
    }

    @Override
    public void spill(int buckets, Spills.Buckets records) throws IOException, TaskException {
        if (spilled == 0) {
            create();
        }
        if (spilled++ < MOST_RUNS) {
            append(records);
        } else {
            rest.spill(buckets, records);
        }
    }

    private void append(Spills.Buckets records) throws IOException, TaskException {
        for (int b = 0; b < files.size(); b++) {
            writer.into(paths.get(b), files.get(b));
            try (RecordCursor cursor = records.sorted(b)) {
                copy.copy(cursor, writer);
            }
            writer.endRun();
        }
    }

    /** After all records were spilled, some at least. */
    List<FileStats> finish() throws IOException, TaskException {
        if (!rest.isEmpty()) {
            rest.prepare(files.size());
            append(rest::merged);
            rest.clear();
        }
        List<FileStats> stats = new ArrayList<>(files.size());
        for (RecordFile file : files) {
            stats.add(file.finish());
        }
        copy.finish();
        return stats;
    }

    @Override
    public void close() throws IOException {
        for (RecordFile file : files) {
            file.close();
        }
    }
}
