package dev.mr.shuffle;

import dev.mr.api.Mapper;
import dev.mr.api.Options;
import dev.mr.files.FileSystem;
import dev.mr.files.InputChange;
import dev.mr.task.InputFile;
import dev.mr.task.JobSpec;
import dev.mr.task.TaskId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples the keys that a job's map function emits, for partitions by range of about the same size: one instance of it is given the
 * records of the windows of a {@link SampleRequest}, and then closed. The same request gives the same answer.
 */
public final class RangeSample {
    private static final Logger LOG = LoggerFactory.getLogger(RangeSample.class);
    /** Windows are small, but the records in them, and what lies before the first, may be long. */
    private static final long MOST_BYTES = 256L << 20;

    private static final int MOST_POINT_BYTES = 256;
    private static final int ALL_POINTS_BYTES = 1 << 17;

    private final SampleRequest request;
    private final JobPlan plan;
    private final FileSystem files;
    private final Limits limits = Limits.DEFAULT;
    private final Set<InputFile> begun = new HashSet<>();
    private boolean patient;
    private long bytes;

    private RangeSample(SampleRequest request, JobPlan plan, boolean patient, FileSystem files) {
        this.request = request;
        this.plan = plan;
        this.patient = patient;
        this.files = files;
    }

    /**
     * The least key of each partition but the first, ascending, in hexadecimal; no longer than tells the partitions apart, and fewer
     * where there are not enough different keys. Calls the map function on this thread, as attempt 0 of map-0.
     *
     * @param scratch an existing directory, in which a RECORD notes where the map function is, and is left if it fails
     * @param patient whether what the map function fails on is left out, for the job itself to tell; also if the job may skip records
     * @throws TaskException as a map attempt would, unless {@code patient}; and when {@code progress} was cancelled
     */
    public static List<String> points(
            SampleRequest request, JobPlan plan, Path scratch, boolean patient, TaskProgress progress, FileSystem files)
            throws IOException, TaskException {
        JobSpec spec = request.spec();
        if (spec.reduceTasks() == 1) {
            return List.of();
        }
        boolean tolerant = patient
                || spec.rules().skipBadRecords() > 0
                || request.windows().stream().anyMatch(window -> window.isPartOf(plan.input()));
        TaskSite site = new TaskSite(
                scratch,
                request.jobDirectory(),
                TaskId.map(0),
                0,
                new Options(spec.code().settings()));
        try (RunningTask task = new RunningTask(site, spec.reduceTasks())) {
            UserCode code = new UserCode(task, progress);
            KeySample sample = new KeySample(code);
            RecordCare care = RecordCare.of(new Skipping(true, false, List.of()), scratch);
            Mapper mapper = plan.mapper().get();
            MapFeed feed = new MapFeed(plan.input(), mapper, sample, code, progress, care);
            new RangeSample(request, plan, tolerant, files).walk(mapper, code, feed, progress);
            care.close();
            int most = Math.min(MOST_POINT_BYTES, Math.max(Long.BYTES, ALL_POINTS_BYTES / spec.reduceTasks()));
            return sample.points(spec.reduceTasks()).stream()
                    .map(key -> HexFormat.of().formatHex(key.bytes(0, Math.min(most, key.length()))))
                    .distinct()
                    .toList();
        }
    }

    private void walk(Mapper mapper, UserCode code, MapFeed feed, TaskProgress progress)
            throws IOException, TaskException {
        try {
            code.open(mapper);
            for (SampleWindow window : request.windows()) {
                if (bytes < MOST_BYTES) {
                    progress.at(window.input().path() + " at " + window.first());
                    look(window, feed);
                }
            }
            feed.finish();
        } catch (UserFailureException failure) {
            tell(failure);
        }
    }

    private void tell(TaskException failure) throws TaskException {
        if (!patient) {
            throw failure;
        }
        LOG.debug("not sampled", failure);
    }

    private void look(SampleWindow window, MapFeed feed) throws IOException, TaskException {
        InputFile input = window.input();
        feed.enter(input);
        try (SourceFile file = new SourceFile(Path.of(input.path()))) {
            if (input.isPacked()) {
                try (ByteSource content = new PackedBytes(input, file)) {
                    feed(content, 0, window.next(), feed);
                }
                return;
            }
            long first = cut(input, file, window.first());
            if (first >= input.bytes()) {
                first = 0; // a window within the last record gives one all the same
            }
            if (first > 0 || begun.add(input)) {
                long next = cut(input, file, Math.min(input.bytes(), Math.max(first + 1, window.next())));
                feed(new FileBytes(file, first, next), first, next, feed);
            }
        } catch (RecordTooLongException tooLong) {
            LOG.debug("not sampled", tooLong); // the job tells, and better
        } catch (UserFailureException failure) {
            checkUnchanged(input, failure);
            tell(failure);
        } catch (IOException failure) {
            checkUnchanged(input, failure);
            if (failure.getCause() instanceof PackedBytes.MalformedContentException malformed) {
                tell(UserFailureException.ofData(String.valueOf(malformed.getMessage()), malformed));
            } else {
                throw failure;
            }
        }
    }

    private long cut(InputFile input, SourceFile file, long from) throws IOException, RecordTooLongException {
        try {
            long cut = Boundary.of(plan.input()).next(file, input.bytes(), from, limits.recordBytes());
            bytes += cut - from;
            return cut;
        } catch (RecordTooLongException tooLong) {
            bytes += limits.recordBytes();
            throw tooLong;
        }
    }

    /** The blocks that begin in {@code [first, next)}; {@code content} begins at {@code first}. */
    private void feed(ByteSource content, long first, long next, MapFeed feed)
            throws IOException, TaskException, RecordTooLongException {
        int block = (int) Math.min(limits.blockBytes(), next - first);
        Limits small = new Limits(block, limits.recordBytes(), limits.openFiles());
        BlockReader blocks =
                new BlockReader(content, Boundary.of(plan.input()), small, Reserve.NONE, first, Long.MAX_VALUE);
        while (blocks.position() + blocks.length() < next && blocks.next()) {
            if (bytes >= MOST_BYTES) {
                patient = true; // a function that had no more than this may fail because of it
                return;
            }
            bytes += blocks.length();
            feed.feed(blocks.text(), blocks.length(), blocks.position());
        }
    }

    private void checkUnchanged(InputFile input, @Nullable Exception cause) throws IOException, InputChangedException {
        String change = InputChange.of(input, files);
        if (!change.isEmpty()) {
            throw new InputChangedException(input.path(), change, cause);
        }
    }
}
