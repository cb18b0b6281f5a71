package dev.mr.jobs;

import dev.mr.api.TaskContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what a command says on stderr, on a thread of its own: lines that count are counted, all else goes to the log. */
final class CommandErrors implements Runnable {
    private static final int BUFFER_BYTES = 1 << 15;
    private static final int MAX_COUNTERS = 1_000;

    private final InputStream stderr;
    private final CommandLog log;
    private final Queue<CommandEvent> events;
    private final SortedMap<String, Long> counted = new TreeMap<>();
    private final byte[] held = new byte[CounterLine.MAX_BYTES];
    private int heldBytes;
    private boolean insideText;
    private @Nullable String trouble;

    CommandErrors(InputStream stderr, CommandLog log, Queue<CommandEvent> events) {
        this.stderr = stderr;
        this.log = log;
        this.events = events;
    }

    @Override
    public void run() {
        // See CommandOutput about the monitor.
        synchronized (stderr) {
            try (stderr) {
                byte[] buffer = new byte[BUFFER_BYTES];
                for (int read = stderr.read(buffer); read >= 0; read = stderr.read(buffer)) {
                    add(buffer, read);
                }
                endLine();
            } catch (IOException unreadable) {
                events.add(new CommandEvent.Unreadable(unreadable));
            }
        }
        events.add(new CommandEvent.Ended());
    }

    private void add(byte[] bytes, int length) {
        int at = 0;
        while (at < length) {
            if (!insideText && heldBytes == 0 && !CounterLine.mayBeginWith(bytes[at])) {
                insideText = true;
            }
            int end = at;
            while (end < length && bytes[end] != '\n') {
                end++;
            }
            boolean whole = end < length;
            if (insideText) {
                int next = whole ? end + 1 : end;
                log.add(bytes, at, next);
                insideText = !whole;
                at = next;
            } else {
                at = hold(bytes, at, end, whole);
            }
        }
    }

    /** Keeps what may become a line that counts; answers how far that went. */
    private int hold(byte[] bytes, int from, int end, boolean whole) {
        int length = Math.min(end - from, held.length - heldBytes);
        System.arraycopy(bytes, from, held, heldBytes, length);
        heldBytes += length;
        if (from + length < end) {
            log.add(held, 0, heldBytes);
            heldBytes = 0;
            insideText = true;
            return from + length;
        }
        if (!whole) {
            return end;
        }
        if (!count()) {
            log.add(held, 0, heldBytes);
            log.add(bytes, end, end + 1);
        }
        heldBytes = 0;
        return end + 1;
    }

    private void endLine() {
        if (heldBytes > 0 && !count()) {
            log.add(held, 0, heldBytes);
        }
        heldBytes = 0;
    }

    /** Whether what is held was a line that counts. */
    private boolean count() {
        CounterLine line = CounterLine.of(held, heldBytes);
        if (line == null) {
            return false;
        }
        Long sum = counted.get(line.name());
        if (sum == null && counted.size() == MAX_COUNTERS) {
            trouble = "it counts under more than " + MAX_COUNTERS + " names, the last is " + line.name();
            return true;
        }
        try {
            counted.put(line.name(), Math.addExact(sum == null ? 0 : sum, line.amount()));
        } catch (ArithmeticException overflow) {
            trouble = "its counter " + line.name() + " overflows";
        }
        return true;
    }

    /** Adds what was counted to the task's counters, on its thread, once this has ended; empty or what is wrong with it. */
    String addTo(TaskContext task) {
        if (trouble == null) {
            for (Map.Entry<String, Long> sum : counted.entrySet()) {
                task.counter(sum.getKey()).add(sum.getValue());
            }
        }
        return trouble == null ? "" : trouble;
    }
}
