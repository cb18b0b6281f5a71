package dev.mr.job;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The workers that are attached, and the line in which the free ones wait: first come, first served. */
final class Crew {
    private final Map<Long, Session> sessions = new LinkedHashMap<>();
    private final Deque<Session> line = new ArrayDeque<>();
    private int workers;

    /** {@code workers} ids were given out before. */
    Crew(int workers) {
        this.workers = workers;
    }

    /** A worker introduces itself; it gets the next id. */
    Session attach(long session, String label, long reconnectMillis, long now) {
        Session attached = new Session(session, ++workers, label, reconnectMillis, now);
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
            enqueue(session);
        }
    }

    void leaves(Session session) {
        session.leaving = true;
        session.credits = 0;
    }

    /** The worker that has waited longest, out of the line; null when none waits. */
    @Nullable
    Session poll() {
        for (Session first = line.pollFirst(); first != null; first = line.pollFirst()) {
            first.queued = false;
            if (first.credits > 0 && !first.silent) {
                return first;
            }
        }
        return null;
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

    private void enqueue(Session session) {
        if (session.credits > 0 && !session.queued && !session.silent && sessions.get(session.id) == session) {
            session.queued = true;
            line.addLast(session);
        }
    }
}
