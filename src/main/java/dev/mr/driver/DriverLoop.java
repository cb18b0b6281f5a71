package dev.mr.driver;

import dev.mr.job.Coordinator;
import dev.mr.job.Decision;
import dev.mr.job.Effect;
import dev.mr.job.Event;
import dev.mr.job.JobChange;
import dev.mr.store.JobStore;
import dev.mr.task.AttemptId;
import dev.mr.task.TimeSource;
import dev.mr.task.WorkerMessage;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The driver's one thread. The order law, once and for all; a turn is
 *
 * <ol>
 *   <li>drain the inbox, read the clocks once, let the coordinator handle each event;
 *   <li>commit every row of the turn in one transaction, fenced by the epoch; a turn without rows only looks at the epoch, and
 *       once a second is enough, so that an idle driver learns too that another took over;
 *   <li>only when COMMIT has returned: send messages, start file work, say what happened.
 * </ol>
 *
 * An exception from step 2 means the outcome is unknown: nothing of step 3 is done, the driver ends, and a resume decides.
 */
final class DriverLoop {
    private static final long DISK_CHECK_NANOS = 1_000_000_000L;
    private static final long EPOCH_CHECK_NANOS = 1_000_000_000L;

    private final Coordinator coordinator;
    private final Rows rows;
    private final Inbox inbox;
    private final Mouth mouth;
    private final Senses senses;
    private final Map<Long, OpenJob> jobs = new TreeMap<>();
    private long nextTick;
    private long nextDiskCheck;
    private long nextEpochCheck;

    /** Where the rows of a turn go, all or none; fenced by the epoch. */
    interface Rows {
        void commit(long wallMillis, List<JobChange> changes) throws JobStore.SupersededException;

        void requireEpoch() throws JobStore.SupersededException;
    }

    /** What a turn looks at besides its inbox. */
    record Senses(TimeSource time, Supplier<Event.DiskChecked> disk) {}

    DriverLoop(Coordinator coordinator, Rows rows, Inbox inbox, Mouth mouth, Senses senses) {
        this.coordinator = coordinator;
        this.rows = rows;
        this.inbox = inbox;
        this.mouth = mouth;
        this.senses = senses;
        this.nextTick = senses.time().nanos();
        this.nextDiskCheck = nextTick;
        this.nextEpochCheck = nextTick;
    }

    /** What the coordinator decides about this job is carried out from now on. */
    void add(OpenJob job) {
        jobs.put(job.machine().number(), job);
    }

    /** The coordinator has this job open no more. */
    void remove(OpenJob job) {
        jobs.remove(job.machine().number());
    }

    /** Waits for events, but no longer than until the next tick, and takes one turn. */
    void awaitAndTurn() throws JobStore.SupersededException {
        turn(inbox.await(nextTick - senses.time().nanos()));
    }

    /** One turn with these events, and a tick after them when it is time. */
    void turn(List<Event> events) throws JobStore.SupersededException {
        long now = senses.time().nanos();
        List<Decision> decisions = new ArrayList<>();
        for (Event event : events) {
            decisions.addAll(coordinator.handle(resolved(event), now));
        }
        if (now - nextDiskCheck >= 0) {
            nextDiskCheck = now + DISK_CHECK_NANOS;
            Event.DiskChecked disk = senses.disk().get();
            if (disk.freeBytes() < disk.lowBytes()) {
                jobs.values().forEach(job -> job.hands().diskIsShort());
            }
            decisions.addAll(coordinator.handle(disk, now));
        }
        if (now - nextTick >= 0) {
            nextTick = now + coordinator.tickNanos();
            decisions.addAll(coordinator.handle(new Event.Tick(), now));
        }
        List<JobChange> changes = new ArrayList<>();
        for (Decision decision : decisions) {
            if (decision.effect() instanceof Effect.Persist persist) {
                changes.add(new JobChange(decision.job(), persist.change()));
            }
        }
        if (!changes.isEmpty()) {
            rows.commit(senses.time().wallMillis(), changes);
            nextEpochCheck = now + EPOCH_CHECK_NANOS;
        } else if (now - nextEpochCheck >= 0) {
            rows.requireEpoch();
            nextEpochCheck = now + EPOCH_CHECK_NANOS;
        }
        decisions.forEach(this::carryOut);
        boolean hurried = false;
        for (OpenJob job : jobs.values()) {
            if (job.machine().hasAllMaps()) {
                job.hands().mapsAreDone();
            }
            hurried |= job.machine().awaitsPublishes();
        }
        inbox.setHurried(hurried);
    }

    private void carryOut(Decision decision) {
        OpenJob job = jobs.get(decision.job());
        try {
            if (!mouth.says(decision.effect()) && job != null) {
                job.hands().carryOut(decision.effect());
            }
        } catch (UncheckedIOException unwritten) {
            if (job == null) {
                throw unwritten;
            }
            job.hands().isStuck(Objects.requireNonNull(unwritten.getCause()));
        }
    }

    /** A Succeeded names a receipt, and a process that died may have left a note; the coordinator wants what they say. */
    private Event resolved(Event event) {
        if (event instanceof Event.Said said && said.message() instanceof WorkerMessage.Succeeded succeeded) {
            AttemptId attempt = succeeded.attempt();
            OpenJob job = jobs.get(coordinator.jobOf(said.session(), attempt));
            return job == null
                    ? new Event.Reported(said.session(), attempt, null, "its worker does not hold it")
                    : job.receipts().reported(said.session(), attempt, succeeded.receiptCrc32c());
        }
        if (event instanceof Event.StreamClosed closed) {
            Map<AttemptId, String> places = new HashMap<>();
            coordinator.held(closed.session()).forEach((held, number) -> {
                OpenJob job = jobs.get(number);
                if (job != null) {
                    job.receipts().lastPlace(held, job.machine().inputs()).ifPresent(place -> places.put(held, place));
                }
            });
            return new Event.StreamClosed(closed.session(), closed.reason(), places);
        }
        return event;
    }
}
