package dev.mr.shuffle;

import dev.mr.api.Input;
import dev.mr.api.Mapper;
import dev.mr.api.Reducer;
import dev.mr.files.FileSystem;
import dev.mr.files.InputChange;
import dev.mr.task.Extent;
import dev.mr.task.FileStats;
import dev.mr.task.InputFile;
import dev.mr.task.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One map attempt: streams its splits through the mapper into bucket files. A word belongs to the split in which it starts:
 * split {@code [a, b)} is read as the extent {@code [cut(a), cut(b))}, where cut(p) is the first place from p on that is not
 * inside a word, so that the extents of neighbouring splits tile the file. Needs the plan's memory, one block and the longest
 * word. The bucket files are complete, but not fsynced, when it returns; after an exception they are worthless. Beside them lies
 * the file {@code RECORD}, which has served its purpose, see {@link dev.mr.task.RecordNote}.
 */
public final class MapRun {
    private final MapPlan plan;
    private final FileSystem fileSystem;
    private final TaskProgress progress;
    private final Limits limits;

    private MapRun(MapPlan plan, FileSystem fileSystem, TaskProgress progress, Limits limits) {
        this.plan = plan;
        this.fileSystem = fileSystem;
        this.progress = progress;
        this.limits = limits;
    }

    /**
     * Runs the attempt on the calling thread.
     *
     * @throws IOException when the disk fails; names the file
     * @throws TaskException when an input changed (which is looked at before anything else is blamed), the job's code or data
     *     failed, or {@code progress} was cancelled
     */
    public static MapResult run(MapPlan plan, FileSystem fileSystem, TaskProgress progress)
            throws IOException, TaskException {
        return run(plan, fileSystem, progress, Limits.DEFAULT);
    }

    static MapResult run(MapPlan plan, FileSystem fileSystem, TaskProgress progress, Limits limits)
            throws IOException, TaskException {
        return new MapRun(plan, fileSystem, progress, limits).run();
    }

    private MapResult run() throws IOException, TaskException {
        try (RunningTask task = new RunningTask(plan.site(), plan.reduceTasks())) {
            UserCode code = new UserCode(task, progress);
            try (RecordCare care = RecordCare.of(plan.skipping(), plan.site().directory());
                    MapOutput output = output(code)) {
                MapResult result = run(code, output, care);
                care.succeeded();
                return result;
            }
        }
    }

    private MapResult run(UserCode code, MapOutput output, RecordCare care) throws IOException, TaskException {
        Mapper mapper = plan.job().mapper().get();
        code.open(mapper);
        MapFeed feed = new MapFeed(plan.job().input(), mapper, output, code, progress, care);
        List<Extent> extents = new ArrayList<>();
        for (Split split : plan.splits()) {
            extents.add(mapSplit(split, feed, output));
        }
        feed.finish();
        List<FileStats> files = output.finish();
        SortedMap<String, Long> counters = code.task().counters();
        if (plan.job().input() == Input.LINES || plan.job().input() == Input.FILES) {
            counters.put(MapResult.INPUT_RECORDS, feed.records());
        }
        if (plan.skipping().isAllowed()) {
            counters.put(MapResult.SKIPPED_RECORDS, (long) care.skipped());
        }
        counters.put(MapResult.EMITTED_RECORDS, output.records());
        counters.put(MapResult.SPILLS, (long) output.spilled());
        count(extents, files, counters);
        return new MapResult(extents, files, code.task().sideFiles().finish(fileSystem), counters);
    }

    private MapOutput output(UserCode code) throws IOException, TaskException {
        JobPlan job = plan.job();
        if (job.plainKeys()) {
            return new PlainBuckets(plan, code, limits);
        }
        if (job.shape() == JobPlan.Shape.SUM) {
            RecordCopy sums = new RecordCopy(ValueKind.LONGS, Sum.SUM, code, progress);
            return new SummedBuckets(plan, code, sums, fileSystem);
        }
        Reducer combiner = job.combiner() == null ? null : job.combiner().get();
        if (combiner != null) {
            code.open(combiner, "combine");
        }
        RecordCopy copy = new RecordCopy(job.kind(), combiner, code, progress);
        return new SortedBuckets(plan, code, copy, fileSystem);
    }

    private Extent mapSplit(Split split, MapFeed feed, MapOutput output) throws IOException, TaskException {
        InputFile input = split.input();
        checkUnchanged(input, null);
        feed.enter(input);
        Extent extent;
        try (SourceFile file = new SourceFile(Path.of(input.path()))) {
            extent = extent(split, file);
            mapExtent(extent, input, file, feed, output);
        } catch (CancelledException cancelled) {
            throw cancelled;
        } catch (RecordTooLongException e) {
            checkUnchanged(input, e);
            throw UserFailureException.ofData(
                            "input " + input.path() + " has a " + recordName() + " of more than " + limits.recordBytes()
                                    + " bytes at offset " + e.offset(),
                            e)
                    .at(input.path(), e.offset());
        } catch (IOException | TaskException e) {
            checkUnchanged(input, e);
            if (e.getCause() instanceof PackedBytes.MalformedContentException malformed) {
                throw UserFailureException.ofData(String.valueOf(malformed.getMessage()), malformed);
            }
            throw e;
        }
        checkUnchanged(input, null);
        return extent;
    }

    private String recordName() {
        return switch (plan.job().input()) {
            case LINES, BLOCKS_OF_LINES -> "line";
            case BLOCKS_OF_WORDS -> "word";
            case FILES, BLOCKS_OF_FILES -> "file";
        };
    }

    private Extent extent(Split split, SourceFile file) throws IOException, RecordTooLongException {
        long bytes = split.input().bytes();
        if (split.isWhole()) {
            return new Extent(split.input().index(), 0, bytes);
        }
        Boundary boundary = Boundary.of(plan.job().input());
        long first = boundary.next(file, bytes, split.first(), limits.recordBytes());
        long next = split.next() <= first ? first : boundary.next(file, bytes, split.next(), limits.recordBytes());
        return new Extent(split.input().index(), first, next);
    }

    private void mapExtent(Extent extent, InputFile input, SourceFile file, MapFeed feed, MapOutput output)
            throws IOException, TaskException, RecordTooLongException {
        progress.at("input " + input.path());
        long bytes = input.isPacked() ? Long.MAX_VALUE : extent.next() - extent.first();
        try (ByteSource source =
                input.isPacked() ? new PackedBytes(input, file) : new FileBytes(file, extent.first(), extent.next())) {
            BlockReader blocks =
                    new BlockReader(source, Boundary.of(plan.job().input()), limits, output, extent.first(), bytes);
            boolean isEmpty = true;
            while (blocks.next()) {
                isEmpty = false;
                progress.record(blocks.position());
                progress.checkpoint();
                long before = output.records();
                feed.feed(blocks.text(), blocks.length(), blocks.position());
                progress.advance(output.records() - before, blocks.length());
            }
            if (isEmpty && !plan.job().input().isSplittable()) {
                feed.feed(blocks.text(), 0, extent.first());
            }
        }
    }

    private void checkUnchanged(InputFile input, @Nullable Exception cause) throws IOException, InputChangedException {
        String change = InputChange.of(input, fileSystem);
        if (!change.isEmpty()) {
            throw new InputChangedException(input.path(), change, cause);
        }
    }

    private static void count(List<Extent> extents, List<FileStats> files, SortedMap<String, Long> counters) {
        counters.put(
                MapResult.INPUT_BYTES,
                extents.stream().mapToLong(e -> e.next() - e.first()).sum());
        counters.put(
                MapResult.OUTPUT_RECORDS,
                files.stream().mapToLong(FileStats::records).sum());
        counters.put(
                MapResult.OUTPUT_BYTES,
                files.stream().mapToLong(FileStats::bytes).sum());
    }
}
