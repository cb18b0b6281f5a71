package dev.mr.driver;

import dev.mr.job.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where every thread leaves what the driver thread is to handle, in order of arrival. Thread-safe. */
public final class Inbox {
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile boolean stopping;

    public void add(Event event) {
        events.add(event);
    }

    /** Wakes the driver thread and tells it to stop before its next turn. */
    public void stop() {
        stopping = true;
        events.add(new Event.Tick());
    }

    public boolean isStopping() {
        return stopping;
    }

    /** All that has arrived; waits up to {@code nanos} for the first. Empty when nothing came. */
    List<Event> await(long nanos) {
        List<Event> arrived = new ArrayList<>();
        try {
            @Nullable Event first = events.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
            if (first != null) {
                arrived.add(first);
                events.drainTo(arrived);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
        return arrived;
    }
}
