package dev.mr.worker;

import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.WorkerMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says to its driver, on whichever stream there is. Reports are kept until the driver has surely heard them, and told again
 * on the next stream; the rest is of use on the stream of the moment alone. Thread-safe.
 */
public final class Outlet {
    private final int slots;
    private final Map<AttemptId, Kept> kept = new LinkedHashMap<>();
    private @Nullable Consumer<WorkerMessage> stream;
    private long beats;

    /** Tasks that were assigned and for which no Ready has been said. */
    private int taken;

    /** A report; {@code toldAfter} heartbeats on this stream or ones before, or {@link #UNTOLD}. */
    private record Kept(WorkerMessage report, long toldAfter) {
        static final long UNTOLD = Long.MAX_VALUE;

        boolean isTold() {
            return toldAfter != UNTOLD;
        }
    }

    /** Of a worker with so many slots, without a stream. */
    public Outlet(int slots) {
        this.slots = slots;
    }

    /** Speaks on this stream: tells again all that nobody is known to have heard, in order, then how many slots are free. */
    public synchronized void attach(Consumer<WorkerMessage> next) {
        stream = next;
        kept.replaceAll((attempt, report) -> new Kept(report.report(), beats));
        kept.values().forEach(report -> next.accept(report.report()));
        if (taken < slots) {
            next.accept(new WorkerMessage.Ready(slots - taken));
        }
    }

    public synchronized void detach() {
        stream = null;
        kept.replaceAll((attempt, report) -> new Kept(report.report(), Kept.UNTOLD));
    }

    /** One more task is with this worker, until it says Ready for it. */
    public synchronized void assigned() {
        taken++;
    }

    /** So many that were assigned will never be begun, and nobody is told. */
    public synchronized void dropped(int count) {
        taken -= count;
    }

    /** The end of an attempt, which is to be told with {@link #send}; from now on it is one of the {@link #unheard}. */
    public synchronized void keep(WorkerMessage report) {
        kept.put(attempt(report), new Kept(report, Kept.UNTOLD));
    }

    /** Keeps a report and tells it. */
    public synchronized void report(WorkerMessage report) {
        keep(report);
        send(report);
    }

    /** Says this, if there is a stream; a report that is kept, and only once on a stream. */
    public synchronized void send(WorkerMessage message) {
        if (isReport(message)) {
            AttemptId attempt = attempt(message);
            Kept known = kept.get(attempt);
            if (stream != null && known != null && !known.isTold()) {
                kept.put(attempt, new Kept(message, beats));
                stream.accept(message);
            }
            return;
        }
        if (message instanceof WorkerMessage.Ready ready) {
            taken -= ready.credits();
        }
        if (stream != null) {
            stream.accept(message);
        }
    }

    /** A heartbeat, if there is a stream. */
    public synchronized void beat(List<WorkerMessage.Progress> progress) {
        if (stream != null) {
            stream.accept(new WorkerMessage.Heartbeat(++beats, progress));
        }
    }

    /** What the driver says shows what it has heard: an answer, and of what came before a heartbeat that it acknowledges, all. */
    public synchronized void heard(DriverMessage message) {
        if (message instanceof DriverMessage.HeartbeatAck ack) {
            kept.values().removeIf(report -> report.isTold() && report.toldAfter() < ack.sequence());
        } else if (message instanceof DriverMessage.Committed committed) {
            kept.remove(committed.attempt());
        } else if (message instanceof DriverMessage.Rejected rejected) {
            kept.remove(rejected.attempt());
        } else if (message instanceof DriverMessage.Revoke revoke) {
            kept.remove(revoke.attempt());
        }
    }

    /** Attempts that have ended, which the driver may not know. */
    public synchronized List<AttemptId> unheard() {
        return List.copyOf(kept.keySet());
    }

    private static boolean isReport(WorkerMessage message) {
        return message instanceof WorkerMessage.Succeeded
                || message instanceof WorkerMessage.Failed
                || message instanceof WorkerMessage.InputBad;
    }

    private static AttemptId attempt(WorkerMessage report) {
        if (report instanceof WorkerMessage.Succeeded succeeded) {
            return succeeded.attempt();
        } else if (report instanceof WorkerMessage.Failed failed) {
            return failed.attempt();
        } else if (report instanceof WorkerMessage.InputBad bad) {
            return bad.attempt();
        }
        throw new IllegalArgumentException(report.toString());
    }
}
