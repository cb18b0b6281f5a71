package dev.mr.shuffle;

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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One map attempt: streams its splits through the mapper into bucket files. A word belongs to the split in which it starts:
 * split {@code [a, b)} is read as the extent {@code [cut(a), cut(b))}, where cut(p) is the first place from p on that is not
 * inside a word, so that the extents of neighbouring splits tile the file. Needs the plan's memory, one block and the longest
 * word. The bucket files are complete, but not fsynced, when it returns; after an exception they are worthless.
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
        try (BucketFiles buckets = new BucketFiles(plan, limits)) {
            List<Extent> extents = new ArrayList<>();
            for (Split split : plan.splits()) {
                extents.add(mapSplit(split, buckets));
            }
            List<FileStats> files = buckets.finish();
            return new MapResult(extents, files, counters(extents, files));
        }
    }

    private Extent mapSplit(Split split, BucketFiles buckets) throws IOException, TaskException {
        InputFile input = split.input();
        checkUnchanged(input, null);
        Extent extent;
        try (SourceFile file = new SourceFile(Path.of(input.path()))) {
            extent = extent(split, file);
            mapExtent(extent, input, file, buckets);
        } catch (CancelledException cancelled) {
            throw cancelled;
        } catch (RecordTooLongException e) {
            checkUnchanged(input, e);
            throw new UserFailureException(
                    "input " + input.path() + " has a word of more than " + limits.recordBytes() + " bytes at offset "
                            + e.offset(),
                    e);
        } catch (IOException | TaskException e) {
            checkUnchanged(input, e);
            throw e;
        }
        checkUnchanged(input, null);
        return extent;
    }

    private Extent extent(Split split, SourceFile file) throws IOException, RecordTooLongException {
        long bytes = split.input().bytes();
        long first = Boundary.WORDS.next(file, bytes, split.first(), limits.recordBytes());
        long next =
                split.next() <= first ? first : Boundary.WORDS.next(file, bytes, split.next(), limits.recordBytes());
        return new Extent(split.input().index(), first, next);
    }

    private void mapExtent(Extent extent, InputFile input, SourceFile file, BucketFiles buckets)
            throws IOException, TaskException, RecordTooLongException {
        BlockReader blocks =
                new BlockReader(file, Boundary.WORDS, limits, input.bytes(), extent.first(), extent.next());
        progress.checkpoint();
        while (blocks.next()) {
            progress.at(input.path() + " at " + blocks.position());
            long before = buckets.records();
            map(blocks, input, buckets);
            progress.advance(buckets.records() - before, blocks.length());
        }
    }

    private void map(BlockReader block, InputFile input, BucketFiles buckets) throws IOException, TaskException {
        try {
            plan.mapper().map(block.text(), 0, block.length(), buckets);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            buckets.rethrow();
            throw new UserFailureException(
                    "map function failed on input " + input.path() + " in the block of " + block.length()
                            + " bytes at offset " + block.position() + ": " + e,
                    e);
        }
        buckets.rethrow();
    }

    private void checkUnchanged(InputFile input, @Nullable Exception cause) throws IOException, InputChangedException {
        String change = InputChange.of(input, fileSystem);
        if (!change.isEmpty()) {
            throw new InputChangedException(input.path(), change, cause);
        }
    }

    private static SortedMap<String, Long> counters(List<Extent> extents, List<FileStats> files) {
        SortedMap<String, Long> counters = new TreeMap<>();
        counters.put(
                MapResult.INPUT_BYTES,
                extents.stream().mapToLong(e -> e.next() - e.first()).sum());
        counters.put(
                MapResult.OUTPUT_RECORDS,
                files.stream().mapToLong(FileStats::records).sum());
        counters.put(
                MapResult.OUTPUT_BYTES,
                files.stream().mapToLong(FileStats::bytes).sum());
        return counters;
    }
}
