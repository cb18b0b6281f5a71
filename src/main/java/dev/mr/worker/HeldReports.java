package dev.mr.worker;

import dev.mr.task.WorkerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What slots have to report. While tasks enough wait to be begun, so that nothing is held up, reports of quick successes wait for
 * each other: they travel together, the driver stores them in one turn, and answers them together. None waits longer than
 * {@link #HOLD_MILLIS}. Thread-safe.
 */
final class HeldReports {
    static final long HOLD_MILLIS = 5;

    /** As many successes travel together at most. */
    static final int MOST = 4;

    /** With fewer tasks left to begin, the driver is to know at once how far this worker is. */
    static final int ENOUGH = 3;

    private final Consumer<WorkerMessage> sender;
    private final Consumer<Runnable> later;
    private final List<WorkerMessage> held = new ArrayList<>();
    private int successes;
    private boolean timed;

    /** {@code later} runs what it is given after {@link #HOLD_MILLIS}, on another thread. */
    HeldReports(Consumer<WorkerMessage> sender, Consumer<Runnable> later) {
        this.sender = sender;
        this.later = later;
    }

    /** Tells the end of a task, and whatever else is to follow it, when {@code waiting} tasks are left to begin. */
    synchronized void tell(List<WorkerMessage> messages, int waiting) {
        held.addAll(messages);
        boolean isSuccess = !messages.isEmpty() && messages.get(0) instanceof WorkerMessage.Succeeded;
        if (!isSuccess || waiting < ENOUGH || ++successes >= MOST) {
            flush();
        } else if (!timed) {
            timed = true;
            later.accept(this::timeIsUp);
        }
    }

    private synchronized void timeIsUp() {
        timed = false;
        flush();
    }

    /** Sends what is held. */
    synchronized void flush() {
        successes = 0;
        held.forEach(sender);
        held.clear();
    }
}
