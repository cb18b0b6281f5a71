package dev.mr.cli;

import dev.mr.job.JobProgress;
import dev.mr.task.Counted;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Where a job is, as one line that never exceeds its columns. What people look for first stands first. */
final class ProgressLine {
    private static final int BAR = 10;
    private static final long WINDOW_NANOS = 10_000_000_000L;
    private static final String READ = "map.input.bytes";
    private static final String REDUCED = "reduce.input.records";

    private final int columns;
    private final long startedAt;
    private final Deque<Sample> samples = new ArrayDeque<>();

    /** What had been done at a time; of a resumed job that includes what earlier drivers did. */
    private record Sample(long nanos, long bytesRead, long recordsReduced) {}

    ProgressLine(int columns, long startedAt) {
        this.columns = columns;
        this.startedAt = startedAt;
    }

    String at(JobProgress progress, long now) {
        Sample sample = new Sample(
                now,
                progress.counters().getOrDefault(READ, 0L),
                progress.counters().getOrDefault(REDUCED, 0L));
        samples.addLast(sample);
        while (now - samples.getFirst().nanos() > WINDOW_NANOS) {
            samples.removeFirst();
        }
        String rest = "  " + (progress.mapsLeased() + progress.reducesLeased()) + " running, "
                + Counted.of(progress.workers(), "worker") + "  " + rate(progress, samples.getFirst(), sample) + "  "
                + Text.duration((now - startedAt) / 1_000_000);
        List<String> fromFullToShort = List.of(
                phases(progress, true) + rest + "  " + Text.bytes(sample.bytesRead()) + " read",
                phases(progress, true) + rest,
                phases(progress, false) + rest);
        for (String line : fromFullToShort) {
            if (line.length() <= columns) {
                return line;
            }
        }
        return fromFullToShort.get(2).substring(0, Math.max(0, columns));
    }

    /** Over the last ten seconds: bytes that committed maps read, or once all have, records that committed reduces read. */
    private static String rate(JobProgress progress, Sample first, Sample last) {
        double seconds = (last.nanos() - first.nanos()) / 1e9;
        boolean mapping = progress.mapsCommitted() < progress.maps();
        long done = mapping ? last.bytesRead() - first.bytesRead() : last.recordsReduced() - first.recordsReduced();
        long perSecond = seconds <= 0 ? 0 : Math.max(0, Math.round(done / seconds));
        return mapping ? Text.bytes(perSecond) + "/s" : Text.count(perSecond) + " records/s";
    }

    private static String phases(JobProgress progress, boolean bars) {
        return phase("map ", progress.mapsCommitted(), progress.maps(), bars)
                + phase("  reduce ", progress.reducesCommitted(), progress.reduces(), bars);
    }

    private static String phase(String name, int done, int total, boolean bars) {
        int filled = total == 0 ? BAR : (int) ((long) done * BAR / total);
        String bar = "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] ";
        return name + (bars ? bar : "") + done + "/" + total;
    }
}
