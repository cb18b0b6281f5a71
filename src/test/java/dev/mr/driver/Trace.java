package dev.mr.driver;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** What happened in a simulation, as a hash of all of it and as the last lines of it. The same seed has the same hash. */
final class Trace {
    private static final long FNV_PRIME = 0x100000001b3L;

    private final int kept;
    private final Deque<String> last = new ArrayDeque<>();
    private long hash = 0xcbf29ce484222325L;
    private long now;
    private long lines;

    /** Keeps so many lines. */
    Trace(int kept) {
        this.kept = kept;
    }

    void at(long nanos) {
        now = nanos;
    }

    void add(String who, Object what) {
        lines++;
        hash = (hash ^ now) * FNV_PRIME;
        String text = what.toString();
        hash(who);
        hash(text);
        if (kept > 0) {
            if (last.size() == kept) {
                last.removeFirst();
            }
            last.addLast(String.format(Locale.ROOT, "%12.6f s  %-9s %s", now / 1e9, who, text));
        }
    }

    private void hash(String text) {
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
    }

    long hash() {
        return hash;
    }

    long lines() {
        return lines;
    }

    List<String> last() {
        return List.copyOf(last);
    }
}
