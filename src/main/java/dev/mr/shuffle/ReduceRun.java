package dev.mr.shuffle;

import dev.mr.api.Reducer;
import dev.mr.api.Slice;
import dev.mr.files.FileSystem;
import dev.mr.task.FileStats;
import dev.mr.task.OutputFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One reduce attempt: brings the records of its buckets in order and streams them through the reduce function into its output.
 * Every bucket is read to its end and checked against its receipt before the attempt succeeds. Runs that memory made necessary
 * are deleted: the directory then holds the output, fsynced, and side files. After an exception the directory is worthless.
 */
public final class ReduceRun {
    private static final Slice NO_VALUE = new Slice();

    private final ReducePlan plan;
    private final FileSystem fileSystem;
    private final TaskProgress progress;
    private final Limits limits;

    private ReduceRun(ReducePlan plan, FileSystem fileSystem, TaskProgress progress, Limits limits) {
        this.plan = plan;
        this.fileSystem = fileSystem;
        this.progress = progress;
        this.limits = limits;
    }

    /**
     * Runs the attempt on the calling thread.
     *
     * @throws IOException when the disk fails; names the file
     * @throws TaskException when a bucket is missing, unreadable or damaged (which is looked at before anything else is
     *     blamed), the job's code failed, or {@code progress} was cancelled
     */
    public static ReduceResult run(ReducePlan plan, FileSystem fileSystem, TaskProgress progress)
            throws IOException, TaskException {
        return run(plan, fileSystem, progress, Limits.DEFAULT);
    }

    static ReduceResult run(ReducePlan plan, FileSystem fileSystem, TaskProgress progress, Limits limits)
            throws IOException, TaskException {
        return new ReduceRun(plan, fileSystem, progress, limits).run();
    }

    private ReduceResult run() throws IOException, TaskException {
        try (RunningTask task = new RunningTask(plan.site(), plan.reduceTasks())) {
            return run(task, new UserCode(task, progress));
        } catch (UserFailureException failure) {
            for (BucketFile bucket : plan.sources()) {
                progress.at("checking bucket " + plan.reduce() + " of map-" + bucket.map());
                OpenBucket.verify(bucket);
            }
            throw failure;
        }
    }

    private ReduceResult run(RunningTask task, UserCode code) throws IOException, TaskException {
        ReduceInput input = new ReduceInput(plan, fileSystem, progress, limits, code);
        Path path = plan.site().directory().resolve(plan.outputName());
        FileStats stats;
        try (RecordCursor records = input.sorted();
                ReduceOutput output = output(path, code)) {
            reduce(records, code, output);
            stats = output.finish();
        }
        input.finish();
        fileSystem.fsync(path);
        SortedMap<String, Long> counters = task.counters();
        counters.put(ReduceResult.INPUT_RECORDS, input.records());
        counters.put(ReduceResult.OUTPUT_RECORDS, stats.records());
        counters.put(ReduceResult.OUTPUT_BYTES, stats.bytes());
        counters.put(ReduceResult.SPILLS, (long) input.spilled());
        return new ReduceResult(stats, input.records(), task.sideFiles().finish(fileSystem), counters);
    }

    private ReduceOutput output(Path path, UserCode code) throws IOException {
        return plan.shuffle().output() == OutputFormat.TEXT ? new TextOutput(path, code) : new BinaryOutput(path, code);
    }

    private void reduce(RecordCursor records, UserCode code, ReduceOutput output) throws IOException, TaskException {
        Reducer reducer = reducer();
        if (reducer == null || (reducer == Sum.SUM && records.hasEachKeyOnce())) {
            copy(records, output);
            return;
        }
        code.open(reducer, "reduce");
        KeyGroups groups = new KeyGroups(records, plan.job().kind(), code.trouble(), progress);
        while (groups.nextKey()) {
            code.reduce(reducer, "reduce", groups, output);
        }
        code.close(reducer, "reduce", output);
    }

    private @Nullable Reducer reducer() {
        if (plan.job().shape() == JobPlan.Shape.SUM) {
            return Sum.SUM;
        }
        return plan.job().reducer() == null ? null : plan.job().reducer().get();
    }

    /** A job without a reduce function, or sums that are added up: every record as it is. */
    private void copy(RecordCursor records, ReduceOutput output) throws IOException, TaskException {
        boolean longs = plan.job().kind() == ValueKind.LONGS;
        int copied = 0;
        while (records.next()) {
            if ((++copied & 0xFFF) == 0) {
                progress.mark();
                progress.checkpoint();
            }
            // Asked for first: while a long value is read the key may move.
            Slice value = longs ? NO_VALUE : records.value();
            Slice key = records.key();
            for (long left = records.times(); left > 0; left--) {
                if (longs) {
                    output.put(key.array(), key.offset(), key.length(), records.number());
                } else if (value.isEmpty()) {
                    output.put(key.array(), key.offset(), key.length());
                } else {
                    output.put(key.array(), key.offset(), key.length(), value.array(), value.offset(), value.length());
                }
            }
        }
    }
}
