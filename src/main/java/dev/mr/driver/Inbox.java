package dev.mr.driver;

import dev.mr.job.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where every thread leaves what the driver thread is to handle, in order of arrival. Thread-safe. */
public final class Inbox {
    private static final Event WAKE = new Event.Tick();

    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Queue<Event> unhurried = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile boolean hurried;

    public void add(Event event) {
        events.add(event);
    }

    /** An event that may wait for the next turn, which the next tick brings at the latest, unless nothing else is awaited. */
    public void addUnhurried(Event event) {
        unhurried.add(event);
        if (hurried) {
            events.add(WAKE);
        }
    }

    /** Whether what is unhurried wakes the driver thread from now on. */
    void setHurried(boolean now) {
        hurried = now;
    }

    /** Lets the driver thread take a turn soon, with whatever has arrived. */
    void wake() {
        events.add(WAKE);
    }

    /** Lets the driver thread do nothing for so long; an end that is asked for ends that too. */
    void pause(long millis) {
        try {
            ended.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    /** Wakes the driver thread and tells it to stop before its next turn. */
    public void stop() {
        stopping = true;
        ended.countDown();
        events.add(new Event.Tick());
    }

    public boolean isStopping() {
        return stopping;
    }

    /** All that has arrived; waits up to {@code nanos} for the first. Empty when nothing came. */
    List<Event> await(long nanos) {
        List<Event> arrived = new ArrayList<>();
        try {
            boolean waits = nanos > 0 && !(hurried && !unhurried.isEmpty());
            @Nullable Event first = events.poll(waits ? nanos : 0, TimeUnit.NANOSECONDS);
            if (first != null) {
                arrived.add(first);
                events.drainTo(arrived);
                arrived.removeIf(event -> event == WAKE);
            }
            for (Event event = unhurried.poll(); event != null; event = unhurried.poll()) {
                arrived.add(event);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
        return arrived;
    }
}
