package dev.mr.job;

import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The state of the job itself, and whether this driver has stopped driving it. */
final class JobLife {
    private JobState state;
    private String message;
    private Effect.@Nullable Stop stop;
    private @Nullable String doom;

    JobLife(JobState state, String message) {
        this.state = state;
        this.message = message;
    }

    JobState state() {
        return state;
    }

    String message() {
        return message;
    }

    /** Whether tasks are handed out and reports are believed. */
    boolean isRunning() {
        return state == JobState.RUNNING && stop == null;
    }

    boolean isStopped() {
        return stop != null;
    }

    /** Why this driver stops; null while it drives. */
    Effect.@Nullable Stop stop() {
        return stop;
    }

    /** Why this driver stops, which it does. */
    Effect.Stop requireStop() {
        if (stop == null) {
            throw new IllegalStateException("the driver goes on");
        }
        return stop;
    }

    void move(JobState to, String line, Turn turn) {
        turn.persist(new Change.JobMoved(state, to, line));
        turn.note("job-" + to.name().toLowerCase(Locale.ROOT), null, 0, 0, line);
        state = to;
        message = line;
    }

    /** The job cannot succeed; the machine fails it at the end of the event. The first reason stands. */
    void doom(String line) {
        if (doom == null) {
            doom = line;
        }
    }

    @Nullable
    String doom() {
        return doom;
    }

    /** This driver stops at the end of the event; the job stays as it is stored. The first reason stands. */
    void stop(ExitCode exitCode, String line) {
        if (stop == null) {
            stop = new Effect.Stop(exitCode, line);
        }
    }
}
