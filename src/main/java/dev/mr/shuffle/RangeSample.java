package dev.mr.shuffle;

import dev.mr.api.Mapper;
import dev.mr.api.Options;
import dev.mr.files.FileSystem;
import dev.mr.task.InputFile;
import dev.mr.task.JobSpec;
import dev.mr.task.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples the keys that a job's map function emits, for partitions by range of about the same size. Reads small windows spread
 * evenly over all inputs, and all of them if they are small; of packed files, which cannot be entered in the middle, the
 * beginning. The same job over the same inputs gives the same answer.
 */
public final class RangeSample {
    private static final Logger LOG = LoggerFactory.getLogger(RangeSample.class);
    private static final int WINDOW_BYTES = 1 << 14;
    private static final int FEWEST_WINDOWS = 256;
    private static final int MOST_WINDOWS = 4096;
    private static final int WINDOWS_PER_PARTITION = 16;
    private static final int MOST_POINT_BYTES = 256;
    private static final int ALL_POINTS_BYTES = 1 << 17;

    private final JobSpec spec;
    private final JobPlan plan;
    private final List<InputFile> inputs;
    private final Limits limits;

    private RangeSample(JobSpec spec, JobPlan plan, List<InputFile> inputs, Limits limits) {
        this.spec = spec;
        this.plan = plan;
        this.inputs = inputs;
        this.limits = limits;
    }

    /**
     * The least key of each partition but the first, ascending, in hexadecimal; cut to their first bytes where keys are long,
     * and fewer where there are not enough different keys. Calls the map function on this thread; records that it fails on are left out, for
     * the job itself to tell.
     */
    public static List<String> points(JobSpec spec, JobPlan plan, List<InputFile> inputs, FileSystem files)
            throws IOException {
        if (spec.reduceTasks() == 1) {
            return List.of();
        }
        Path scratch = Files.createTempDirectory("mr-sample-");
        try {
            return new RangeSample(spec, plan, inputs, Limits.DEFAULT).points(scratch);
        } finally {
            files.deleteTree(scratch);
        }
    }

    private List<String> points(Path scratch) throws IOException {
        TaskSite site = new TaskSite(
                scratch, scratch, TaskId.map(0), 1, new Options(spec.code().settings()));
        try (RunningTask task = new RunningTask(site, spec.reduceTasks())) {
            TaskProgress progress = new TaskProgress();
            UserCode code = new UserCode(task, progress);
            KeySample sample = new KeySample(code);
            Mapper mapper = plan.mapper().get();
            code.open(mapper);
            MapFeed feed = new MapFeed(plan.input(), mapper, sample, code, progress, RecordCare.none());
            walk(feed);
            int most = Math.min(MOST_POINT_BYTES, Math.max(Long.BYTES, ALL_POINTS_BYTES / spec.reduceTasks()));
            return sample.quantiles(spec.reduceTasks()).stream()
                    .map(key -> HexFormat.of().formatHex(key.bytes(0, Math.min(most, key.length()))))
                    .distinct()
                    .toList();
        } catch (TaskException failed) {
            LOG.debug("sampling ends early", failed);
            return List.of();
        }
    }

    private void walk(MapFeed feed) throws IOException {
        long total = inputs.stream().mapToLong(InputFile::bytes).sum();
        long wanted =
                Math.min(MOST_WINDOWS, Math.max(FEWEST_WINDOWS, (long) WINDOWS_PER_PARTITION * spec.reduceTasks()));
        long stride = Math.max(WINDOW_BYTES, total / wanted);
        long passed = 0;
        for (InputFile input : inputs) {
            feed.enter(input);
            boolean entered = !input.isPacked() && plan.input().isSplittable();
            // The first window that begins in this file, counted over all files.
            long at = entered ? Math.floorMod(-passed, stride) : 0;
            try (SourceFile file = new SourceFile(Path.of(input.path()))) {
                for (; at < input.bytes(); at += stride) {
                    look(input, file, at, entered, feed);
                    if (!entered) {
                        break;
                    }
                }
            }
            passed += input.bytes();
        }
    }

    private void look(InputFile input, SourceFile file, long at, boolean entered, MapFeed feed) throws IOException {
        try {
            Boundary boundary = Boundary.of(plan.input());
            if (!entered) {
                try (ByteSource content =
                        input.isPacked() ? new PackedBytes(input, file) : new FileBytes(file, 0, input.bytes())) {
                    feed(new BlockReader(content, boundary, limits, Reserve.NONE, 0, input.bytes()), feed);
                }
                return;
            }
            long first = boundary.next(file, input.bytes(), at, limits.recordBytes());
            long next = boundary.next(
                    file, input.bytes(), Math.min(input.bytes(), at + WINDOW_BYTES), limits.recordBytes());
            if (next > first) {
                FileBytes content = new FileBytes(file, first, next);
                feed(new BlockReader(content, boundary, limits, Reserve.NONE, first, next - first), feed);
            }
        } catch (RecordTooLongException | TaskException left) {
            LOG.debug("not sampled", left);
        }
    }

    /** One block. */
    private static void feed(BlockReader blocks, MapFeed feed)
            throws IOException, RecordTooLongException, TaskException {
        if (blocks.next()) {
            feed.feed(blocks.text(), blocks.length(), blocks.position());
        }
    }
}
