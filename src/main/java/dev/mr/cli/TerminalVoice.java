package dev.mr.cli;

import dev.mr.driver.Voice;
import dev.mr.job.JobProgress;
import dev.mr.task.TimeSource;
import java.io.PrintWriter;

/** A driver's words on stderr: lines, and one progress line that is redrawn on a terminal and repeated now and then elsewhere. */
final class TerminalVoice implements Voice {
    private static final long PLAIN_NANOS = 5_000_000_000L;
    private static final int BAR = 10;

    private final PrintWriter err;
    private final TimeSource time;
    private final boolean terminal;
    private final long startedAt;
    private long nextPlain;
    private boolean drawn;

    TerminalVoice(PrintWriter err, TimeSource time, boolean terminal) {
        this.err = err;
        this.time = time;
        this.terminal = terminal;
        this.startedAt = time.nanos();
        this.nextPlain = startedAt + PLAIN_NANOS;
    }

    @Override
    public void info(String line) {
        erase();
        err.println(OneLine.of(line));
        err.flush();
    }

    @Override
    public void warn(String line) {
        erase();
        err.println("warn     " + OneLine.of(line));
        err.flush();
    }

    @Override
    public void progress(JobProgress progress) {
        long now = time.nanos();
        if (terminal) {
            err.print("\r\u001b[K" + line(progress, now));
            err.flush();
            drawn = true;
        } else if (now - nextPlain >= 0) {
            nextPlain = now + PLAIN_NANOS;
            err.println(line(progress, now));
            err.flush();
        }
    }

    /** Takes the progress line away, for good or until the next. */
    void erase() {
        if (drawn) {
            err.print("\r\u001b[K");
            drawn = false;
        }
    }

    private String line(JobProgress progress, long now) {
        return "map " + bar(progress.mapsCommitted(), progress.maps()) + " " + progress.mapsCommitted() + "/"
                + progress.maps() + "  reduce " + bar(progress.reducesCommitted(), progress.reduces()) + " "
                + progress.reducesCommitted() + "/" + progress.reduces() + "  running "
                + (progress.mapsLeased() + progress.reducesLeased()) + "  workers " + progress.workers() + "  "
                + Text.bytes(progress.counters().getOrDefault("map.input.bytes", 0L)) + " read  "
                + Text.duration((now - startedAt) / 1_000_000);
    }

    private static String bar(int done, int total) {
        int filled = total == 0 ? BAR : (int) ((long) done * BAR / total);
        return "#".repeat(filled) + ".".repeat(BAR - filled);
    }
}
