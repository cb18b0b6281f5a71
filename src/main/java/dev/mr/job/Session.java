package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.FailureKind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** One stream of one worker that has introduced itself. */
final class Session {
    final long id;
    final int worker;
    final String label;
    final long reconnectMillis;

    /** How many more tasks it will take. */
    int credits;

    long heardNanos;

    /** Silent for a lease: what it held was freed, and it gets nothing until it speaks. */
    boolean silent;

    /** It said Goodbye: it takes nothing more, whatever was on its way from it. */
    boolean leaving;

    /** In line for a task; at most once. */
    boolean queued;

    /** Attempts it works on. */
    final Set<AttemptId> held = new LinkedHashSet<>();

    /** Where those were, as far as they said. */
    final Map<AttemptId, String> positions = new LinkedHashMap<>();

    /** Attempts it may still believe to be its own, and why they are not. */
    final Map<AttemptId, FailureKind> lost = new LinkedHashMap<>();

    Session(long id, int worker, String label, long reconnectMillis, long heardNanos) {
        this.id = id;
        this.worker = worker;
        this.label = label;
        this.reconnectMillis = reconnectMillis;
        this.heardNanos = heardNanos;
    }

    /** The worker as people see it: assigned id and the user's label. */
    String name() {
        return "worker " + worker + " (" + label + ")";
    }
}
