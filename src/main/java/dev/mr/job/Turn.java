package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The effects of one event, in the order they were decided, and the job that they are about from here on. */
final class Turn {
    private final List<Decision> decisions;
    private final long now;
    private final long job;

    /** Of no job. */
    Turn(long now) {
        this(new ArrayList<>(), now, 0);
    }

    private Turn(List<Decision> decisions, long now, long job) {
        this.decisions = decisions;
        this.now = now;
        this.job = job;
    }

    /** The monotonic clock as it was read for this turn, in nanoseconds. */
    long now() {
        return now;
    }

    /** The same turn, about this job. */
    Turn of(long other) {
        return new Turn(decisions, now, other);
    }

    /** The job it is about; 0 for none. */
    long job() {
        return job;
    }

    void add(Effect effect) {
        decisions.add(new Decision(job, effect));
    }

    void persist(Change change) {
        add(new Effect.Persist(change));
    }

    void send(long session, DriverMessage message) {
        add(new Effect.Send(session, message));
    }

    void warn(String line) {
        add(new Effect.Warn(line));
    }

    void note(String what, @Nullable TaskId task, int attempt, int worker, String text) {
        persist(new Change.Noted(what, task, attempt, worker, text));
    }

    void note(String what, AttemptId attempt, int worker, String text) {
        note(what, attempt.task(), attempt.number(), worker, text);
    }

    List<Decision> decisions() {
        return decisions;
    }
}
