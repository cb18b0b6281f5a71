package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.FailureKind;
import dev.mr.task.OneLine;
import dev.mr.task.WorkerMessage;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One stream of one worker that has introduced itself. */
final class Session {
    final long id;
    final int worker;
    private final Change.WorkerJoined joined;
    final String label;
    final int slots;
    final long reconnectMillis;

    /** How many more tasks it said it can begin, less those it holds in advance: below zero, so many wait there for a Ready. */
    int credits;

    /** Its tasks take so little time that it would wait for the next more than it works. */
    boolean quick;

    private long reportedNanos;

    /** How many it held in advance that were taken back, for each of which it will say Ready. */
    int owed;

    long heardNanos;

    /** Silent for a lease: what it held was freed, and it gets nothing until it speaks. */
    boolean silent;

    /** It said Goodbye: it takes nothing more, whatever was on its way from it. */
    boolean leaving;

    /** In line for a task that it can begin; at most once. */
    boolean queued;

    /** In line for a task that will wait there; at most once. */
    boolean queuedAhead;

    /** Attempts it holds, in the order in which it begins them, each with the number of its job. */
    final Map<AttemptId, Long> held = new LinkedHashMap<>();

    /** Those of them that it had before this stream: nobody knows how long they took. */
    final Set<AttemptId> adopted = new LinkedHashSet<>();

    /** Where what it holds was, as far as it said. */
    final Map<AttemptId, String> positions = new LinkedHashMap<>();

    /** Jobs that have stored that it is here. */
    final Set<Long> jobs = new TreeSet<>();

    /** Attempts it may still believe to be its own, and why they are not. */
    final Map<AttemptId, Lost> lost = new LinkedHashMap<>();

    /** Those of {@link #ahead} that were so at the last tick already. */
    Set<AttemptId> aheadAtTick = Set.of();

    /** An attempt of this job that the worker holds no more. */
    record Lost(long job, FailureKind kind) {}

    Session(long id, int worker, WorkerMessage.Hello hello, long heardNanos) {
        this.id = id;
        this.worker = worker;
        this.label = OneLine.of(hello.label());
        this.slots = Math.max(1, hello.slots());
        this.joined = new Change.WorkerJoined(worker, label, hello.host(), hello.pid(), hello.slots(), hello.build());
        this.reconnectMillis = hello.reconnectMillis();
        this.heardNanos = heardNanos;
        this.reportedNanos = heardNanos;
    }

    /** Attempts it has not begun, as far as the driver has heard: the last that it was given. */
    Set<AttemptId> ahead() {
        return credits + owed >= 0
                ? Set.of()
                : held.keySet().stream()
                        .skip(Math.max(0, held.size() + credits + owed))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** What a job stores of it. */
    Change.WorkerJoined joined() {
        return joined;
    }

    /** Whether it is the process that says this. */
    boolean isOf(WorkerMessage.Hello hello) {
        return joined.pid() == hello.pid()
                && joined.host().equals(hello.host())
                && label.equals(OneLine.of(hello.label()));
    }

    /** It reported the end of an attempt. */
    void reported(AttemptId attempt, long now, long quickNanos) {
        if (held.containsKey(attempt) && !adopted.remove(attempt)) {
            quick = (now - reportedNanos) * slots < quickNanos;
        }
        reportedNanos = now;
    }

    /** The worker as people see it: assigned id and the user's label. */
    String name() {
        return "worker " + worker + " (" + label + ")";
    }
}
