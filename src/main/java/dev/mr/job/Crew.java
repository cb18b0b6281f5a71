package dev.mr.job;

import dev.mr.task.WorkerMessage;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The workers that are attached, and the line in which the free ones wait: first come, first served. Those without a free slot
 * wait in a second line for tasks to hold in advance, which a worker gets only while its tasks are quick and many more are left
 * than all workers can begin: nobody is to wait for a task that lies with another.
 */
final class Crew {
    private final Map<Long, Session> sessions = new LinkedHashMap<>();
    /** Reports that follow each other faster come from a worker that the wait for a commit would hold up. */
    static final long QUICK_NANOS = 50_000_000;

    /** How many tasks a slot may have in advance. */
    private static final int AHEAD = 8;

    /** So many tasks for each slot there is are many. */
    private static final int MANY = 8;

    private final Deque<Session> line = new ArrayDeque<>();
    private final Deque<Session> aheadLine = new ArrayDeque<>();
    private int slots;
    private int workers;

    /** {@code workers} ids were given out before. */
    Crew(int workers) {
        this.workers = workers;
    }

    /** A worker introduces itself; it gets the next id. */
    Session attach(long session, WorkerMessage.Hello hello, long now) {
        Session attached = new Session(session, ++workers, hello, now);
        slots += attached.slots;
        sessions.put(session, attached);
        return attached;
    }

    @Nullable
    Session find(long session) {
        return sessions.get(session);
    }

    @Nullable
    Session remove(long session) {
        Session removed = sessions.remove(session);
        if (removed != null) {
            removed.credits = 0;
            slots -= removed.slots;
        }
        return removed;
    }

    Collection<Session> all() {
        return sessions.values();
    }

    int size() {
        return sessions.size();
    }

    /** The worker spoke: it is alive, and in line again if it has a free slot. */
    void heard(Session session, long now) {
        session.heardNanos = now;
        session.silent = false;
        enqueue(session);
    }

    /** The worker takes so many more tasks, unless it has said that it leaves. */
    void offer(Session session, int credits) {
        if (!session.leaving) {
            session.credits += credits;
            session.owed = Math.max(0, session.owed - credits);
            enqueue(session);
        }
    }

    void leaves(Session session) {
        session.leaving = true;
        session.credits = 0;
    }

    /**
     * The worker that is to have the next of this many tasks that may run: the one that has waited longest with a free slot, or
     * else one that may hold it in advance. Out of its line; null when there is none.
     */
    @Nullable
    Session poll(int ready) {
        for (Session first = line.pollFirst(); first != null; first = line.pollFirst()) {
            first.queued = false;
            if (takes(first) && first.credits > 0) {
                return first;
            }
        }
        for (Session first = aheadLine.pollFirst(); first != null; first = aheadLine.pollFirst()) {
            first.queuedAhead = false;
            if (takes(first) && first.quick && -first.credits < share(first, ready)) {
                return first;
            }
        }
        return null;
    }

    /** The one that has waited longest with a free slot, if it is not this worker. Out of its line; null when there is none. */
    @Nullable
    Session pollOther(int worker) {
        for (Session waiting : line) {
            if (waiting.worker != worker && takes(waiting) && waiting.credits > 0) {
                line.remove(waiting);
                waiting.queued = false;
                return waiting;
            }
        }
        return null;
    }

    /** Of so many tasks that may run, how many a worker may hold in advance. */
    private int share(Session session, int ready) {
        return Math.min(AHEAD, ready / (MANY * slots)) * session.slots;
    }

    /** Whether a worker could begin a task now. */
    boolean hasFreeSlot() {
        return line.stream().anyMatch(session -> takes(session) && session.credits > 0);
    }

    /** One credit of a polled worker was used. */
    void spend(Session session) {
        session.credits--;
        enqueue(session);
    }

    /** Those that were heard more than {@code lease} ago and not declared silent before; they are now. */
    List<Session> fallSilent(long now, long lease) {
        List<Session> fallen = sessions.values().stream()
                .filter(session -> !session.silent && now - session.heardNanos > lease)
                .toList();
        fallen.forEach(session -> session.silent = true);
        return fallen;
    }

    /** Everyone gets a full lease from now. */
    void renewAll(long now) {
        sessions.values().forEach(session -> session.heardNanos = now);
    }

    private boolean takes(Session session) {
        return sessions.get(session.id) == session && !session.silent && !session.leaving;
    }

    private void enqueue(Session session) {
        if (!takes(session)) {
            return;
        }
        if (session.credits > 0 && !session.queued) {
            session.queued = true;
            line.addLast(session);
        } else if (session.credits <= 0 && session.quick && !session.queuedAhead) {
            session.queuedAhead = true;
            aheadLine.addLast(session);
        }
    }
}
