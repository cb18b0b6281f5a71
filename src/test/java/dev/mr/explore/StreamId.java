package dev.mr.explore;

import java.util.Comparator;

/** A stream by the epoch of its driver, and what the driver calls it. */
record StreamId(long epoch, long session) implements Comparable<StreamId> {
    private static final Comparator<StreamId> ORDER =
            Comparator.comparingLong(StreamId::epoch).thenComparingLong(StreamId::session);

    /** Of a worker that has none. */
    static final StreamId NONE = new StreamId(0, 0);

    @Override
    public int compareTo(StreamId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "stream " + session + " of driver " + epoch;
    }
}
