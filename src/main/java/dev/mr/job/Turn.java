package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The effects of one event, in the order they were decided. */
final class Turn {
    private final List<Effect> effects = new ArrayList<>();

    void add(Effect effect) {
        effects.add(effect);
    }

    void persist(Change change) {
        effects.add(new Effect.Persist(change));
    }

    void send(long session, DriverMessage message) {
        effects.add(new Effect.Send(session, message));
    }

    void warn(String line) {
        effects.add(new Effect.Warn(line));
    }

    void note(String what, @Nullable TaskId task, int attempt, int worker, String text) {
        persist(new Change.Noted(what, task, attempt, worker, text));
    }

    void note(String what, AttemptId attempt, int worker, String text) {
        note(what, attempt.task(), attempt.number(), worker, text);
    }

    List<Effect> effects() {
        return effects;
    }
}
