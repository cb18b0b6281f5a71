package dev.mr.cli;

import dev.mr.driver.Voice;
import dev.mr.job.JobProgress;
import dev.mr.task.OneLine;
import dev.mr.task.TimeSource;
import java.io.PrintWriter;

/** A driver's words on stderr: lines, and one progress line that is redrawn on a terminal and repeated now and then elsewhere. */
final class TerminalVoice implements Voice {
    private static final long PLAIN_NANOS = 5_000_000_000L;
    private static final String WIPE = "\r\u001b[K";

    private final PrintWriter err;
    private final TimeSource time;
    private final Screen screen;
    private final ProgressLine line;
    private long nextPlain;
    private boolean drawn;

    TerminalVoice(PrintWriter err, TimeSource time, Screen screen) {
        this.err = err;
        this.time = time;
        this.screen = screen;
        long now = time.nanos();
        this.line = new ProgressLine(screen.columns() - 1, now);
        this.nextPlain = now + PLAIN_NANOS;
    }

    @Override
    public void info(String text) {
        say(text);
    }

    @Override
    public void warn(String text) {
        say("warn     " + text);
    }

    private synchronized void say(String text) {
        erase();
        err.println(OneLine.whole(text));
        err.flush();
    }

    @Override
    public synchronized void progress(JobProgress progress) {
        long now = time.nanos();
        String text = line.at(progress, now);
        if (screen.redraws()) {
            err.print(WIPE + text);
            err.flush();
            drawn = true;
        } else if (now - nextPlain >= 0) {
            nextPlain = now + PLAIN_NANOS;
            err.println(text);
            err.flush();
        }
    }

    /** Takes the progress line away, for good or until the next. */
    synchronized void erase() {
        if (drawn) {
            err.print(WIPE);
            err.flush();
            drawn = false;
        }
    }
}
