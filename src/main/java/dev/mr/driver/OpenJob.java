package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.job.Effect;
import dev.mr.job.Event;
import dev.mr.job.JobMachine;
import dev.mr.job.JobSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A job that a driver's loop works on: its rules, and what carries out what they decide. Owned by the driver thread. */
final class OpenJob {
    private final JobMachine machine;
    private final JobDirectory directory;
    private final FileSystem files;
    private final Drive.Outside outside;
    private final Receipts receipts;
    private final Housekeeping housekeeping;
    private final Hands hands;
    private final Takeover takeover;
    private final Unrecorded unrecorded;
    private List<Path> stray = List.of();

    /**
     * Puts together a job that the coordinator has open.
     *
     * @param snapshot the job as it was stored when it was opened
     * @param opening how the driver comes to open it
     * @param end is told when the job has ended
     */
    OpenJob(
            JobMachine machine,
            JobSnapshot snapshot,
            JobDirectory directory,
            FileSystem files,
            Drive.Outside outside,
            Opening opening,
            Consumer<Effect.Finish> end) {
        this.machine = machine;
        this.directory = directory;
        this.files = files;
        this.outside = outside;
        this.receipts = new Receipts(directory, files, snapshot.spec().outputPrefix());
        this.housekeeping = Housekeeping.of(
                snapshot.spec(),
                snapshot.inputs(),
                directory,
                files,
                directory.publish(snapshot.uuid(), snapshot.epoch()),
                machine.remedies().goOn());
        this.hands = new Hands(
                machine.number(),
                housekeeping,
                outside.helper(),
                outside.inbox(),
                machine.remedies().goOn(),
                end);
        this.takeover = new Takeover(snapshot, opening, receipts, housekeeping);
        this.unrecorded = new Unrecorded(snapshot, directory, files);
    }

    /**
     * What the first turn is to handle. To be called before it; {@link #tookOver} after it.
     */
    List<Event> takeOver() throws IOException {
        files.ensureDirectories(directory.intermediate());
        files.ensureDirectories(directory.attempts());
        files.ensureDirectories(directory.logs());
        unrecorded.warning().ifPresent(outside.voice()::warn);
        takeover.sweep();
        stray = takeover.strayAttempts();
        return takeover.events().stream().map(this::about).toList();
    }

    private Event about(Event event) {
        return new Event.OfJob(machine.number(), event);
    }

    /** Deletes what earlier drivers' attempts left. */
    void tookOver() {
        List<Path> old = stray;
        if (!old.isEmpty()) {
            hands.delete(old);
        }
        stray = List.of();
    }

    JobMachine machine() {
        return machine;
    }

    Hands hands() {
        return hands;
    }

    Receipts receipts() {
        return receipts;
    }

    /** Deletes what winners left; for a job that ended, but cannot be cleared. No file work may be going on. */
    void discardSpent() {
        housekeeping.discardSpent(outside.voice());
    }

    /** Deletes what a job that has ended has no use for; it has ended whatever becomes of that. */
    void clear() {
        housekeeping.clear(outside.voice());
    }
}
