package dev.mr.shuffle;

import dev.mr.files.FileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The runs of one reduce attempt, files {@code spill-<k>} of its directory, and their merge. A merge takes as many runs as
 * have their buffers and longest keys fit the memory, at least two; with more runs it goes in several passes. A run is deleted
 * as soon as it is merged.
 */
final class Spills {
    private static final int MAX_FAN_IN = 64;
    private static final int MIN_BUFFER_BYTES = 1 << 9;
    private static final int MAX_BUFFER_BYTES = 1 << 17;
    private static final int KEYS_BETWEEN_CHECKS = 1 << 14;

    private final Path directory;
    private final long memoryBytes;
    private final int bufferBytes;
    private final FileSystem fileSystem;
    private final TaskProgress progress;
    private final Deque<SpillRun> runs = new ArrayDeque<>();
    private int made;
    private int spilled;

    Spills(ReducePlan plan, FileSystem fileSystem, TaskProgress progress) {
        this.directory = plan.directory();
        this.memoryBytes = plan.memoryBytes();
        this.bufferBytes = (int) Math.max(MIN_BUFFER_BYTES, Math.min(MAX_BUFFER_BYTES, plan.memoryBytes() / 64));
        this.fileSystem = fileSystem;
        this.progress = progress;
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    /** Runs that {@link #spill} wrote. */
    int spilled() {
        return spilled;
    }

    /** Writes the table as a run and empties it. */
    void spill(KeyCounts counts) throws IOException, CancelledException {
        progress.checkpoint();
        try (SpillRun.Writer run = newRun()) {
            counts.drainTo(run);
            runs.add(run.finish());
        }
        spilled++;
    }

    /** Writes one occurrence of one key as a run of its own. */
    void spill(byte[] text, int from, int to) throws IOException, CancelledException {
        progress.checkpoint();
        try (SpillRun.Writer run = newRun()) {
            run.append(text, from, to - from, 1);
            runs.add(run.finish());
        }
        spilled++;
    }

    private SpillRun.Writer newRun() throws IOException {
        return new SpillRun.Writer(directory.resolve("spill-" + made++), bufferBytes);
    }

    /** Merges all runs, the counts of equal keys added up, into {@code sink}; no run is left. */
    void mergeTo(CountSink sink) throws IOException, CancelledException {
        List<SpillRun> group = nextGroup();
        while (!runs.isEmpty()) {
            try (SpillRun.Writer longer = newRun()) {
                merge(group, longer);
                runs.add(longer.finish());
            }
            group = nextGroup();
        }
        merge(group, sink);
    }

    private List<SpillRun> nextGroup() {
        List<SpillRun> group = new ArrayList<>();
        long bytes = 0;
        while (!runs.isEmpty() && group.size() < MAX_FAN_IN) {
            bytes += bufferBytes + runs.element().longestKey();
            if (group.size() >= 2 && bytes > memoryBytes) {
                break;
            }
            group.add(runs.remove());
        }
        return group;
    }

    private void merge(List<SpillRun> group, CountSink sink) throws IOException, CancelledException {
        List<SpillRun.Reader> open = new ArrayList<>();
        try {
            PriorityQueue<SpillRun.Reader> queue = new PriorityQueue<>(Spills::compareKeys);
            for (SpillRun run : group) {
                SpillRun.Reader reader = new SpillRun.Reader(run, bufferBytes);
                open.add(reader);
                advance(reader, queue);
            }
            merge(queue, sink);
        } finally {
            for (SpillRun.Reader reader : open) {
                reader.close();
            }
        }
        for (SpillRun run : group) {
            fileSystem.deleteTree(run.path());
        }
    }

    private void merge(PriorityQueue<SpillRun.Reader> queue, CountSink sink) throws IOException, CancelledException {
        int keys = 0;
        for (SpillRun.Reader least = queue.poll(); least != null; least = queue.poll()) {
            if (keys++ % KEYS_BETWEEN_CHECKS == 0) {
                progress.checkpoint();
            }
            long count = least.count();
            SpillRun.Reader same = queue.peek();
            while (same != null && compareKeys(same, least) == 0) {
                queue.remove();
                count = Math.addExact(count, same.count());
                advance(same, queue);
                same = queue.peek();
            }
            sink.accept(least.key(), least.length(), count);
            advance(least, queue);
        }
    }

    private static void advance(SpillRun.Reader reader, PriorityQueue<SpillRun.Reader> queue) throws IOException {
        if (reader.next()) {
            queue.add(reader);
        }
    }

    private static int compareKeys(SpillRun.Reader a, SpillRun.Reader b) {
        return Arrays.compareUnsigned(a.key(), 0, a.length(), b.key(), 0, b.length());
    }
}
