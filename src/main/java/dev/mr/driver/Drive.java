package dev.mr.driver;

import dev.mr.files.DriverFile;
import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.job.Coordinator;
import dev.mr.job.Effect;
import dev.mr.job.Event;
import dev.mr.job.JobMachine;
import dev.mr.job.JobProgress;
import dev.mr.job.JobSnapshot;
import dev.mr.store.JobStore;
import dev.mr.task.JobState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One job under one driver, put together: the machine, its loop and its hands. Owned by the driver thread. */
final class Drive {
    /** Its only one; the store knows which that is. */
    private static final long JOB = 1;

    private final Site site;
    private final JobStore store;
    private final Outside outside;
    private final DriverFile driverFile;
    private final Coordinator coordinator;
    private final JobMachine machine;
    private final Housekeeping housekeeping;
    private final Hands hands;
    private final DriverLoop loop;
    private final Takeover takeover;
    private final Unrecorded unrecorded;

    /**
     * What a driver's thread works with that is not the job's.
     *
     * @param helper runs file work, one piece after the other, in the order given
     */
    record Outside(Inbox inbox, Outbox outbox, Executor helper, Voice voice) {}

    /**
     * Puts together a driver of the stored job, under its current epoch.
     *
     * @param snapshot the job as it is stored
     * @param address where workers connect to
     * @param rebooted whether the machine has been down since the last driver drove
     */
    Drive(
            Site site,
            JobStore store,
            JobSnapshot snapshot,
            Outside outside,
            String address,
            OptionalLong minFreeBytes,
            boolean rebooted) {
        this.site = site;
        this.store = store;
        this.outside = outside;
        JobDirectory directory = site.directory();
        FileSystem files = site.files();
        String prefix = snapshot.spec().outputPrefix();
        this.driverFile = DriverFile.ofThisProcess(snapshot.uuid(), site.startedMillis(), address, snapshot.epoch());
        this.coordinator =
                Coordinator.of(JOB, snapshot, site.build(), directory.root().toString(), site.randoms());
        this.machine = Objects.requireNonNull(coordinator.job(JOB));
        Receipts receipts = new Receipts(directory, files, prefix);
        this.housekeeping = new Housekeeping(
                directory,
                files,
                receipts,
                new FinalOutput(directory, files, receipts, directory.publish(snapshot.uuid(), snapshot.epoch())),
                new QuarantineFolder(directory, files, snapshot.spec(), snapshot.inputs()));
        this.hands = new Hands(
                JOB,
                housekeeping,
                outside.helper(),
                outside.inbox(),
                outside.voice(),
                driverFile,
                new Hands.DriverFiles(directory, files));
        this.loop = new DriverLoop(
                coordinator,
                new OneJobsRows(store, snapshot.epoch()),
                outside.inbox(),
                new Mouth(outside.outbox(), outside.voice()),
                new DriverLoop.Senses(site.time(), new DiskSense(files, directory.root(), minFreeBytes)));
        loop.add(new OpenJob(machine, hands, receipts));
        this.takeover = new Takeover(snapshot, rebooted, receipts, housekeeping);
        this.unrecorded = new Unrecorded(snapshot, directory, files);
    }

    /** The first turn, and what it takes to take it. */
    void takeOver() throws IOException, JobStore.SupersededException {
        JobDirectory directory = site.directory();
        FileSystem files = site.files();
        files.ensureDirectories(directory.intermediate());
        files.ensureDirectories(directory.attempts());
        files.ensureDirectories(directory.logs());
        takeover.checkDatabase(store);
        unrecorded.warning().ifPresent(outside.voice()::warn);
        takeover.sweep();
        List<Path> stray = takeover.strayAttempts();
        loop.turn(takeover.events().stream()
                .<Event>map(event -> new Event.OfJob(JOB, event))
                .toList());
        if (!stray.isEmpty()) {
            outside.helper().execute(() -> housekeeping.delete(stray));
        }
        if (stop() == null) {
            files.write(directory.driverJson(), driverFile.content());
        }
    }

    DriverLoop loop() {
        return loop;
    }

    /** Why the driver is to end; null while it is not. */
    Effect.@Nullable Stop stop() {
        return hands.stop();
    }

    /** The state in which the job ended under this driver; null while it has not. */
    @Nullable
    JobState finished() {
        return hands.finished();
    }

    String message() {
        return machine.message();
    }

    JobProgress progress() {
        return machine.progress(coordinator.workers());
    }

    /** Deletes what winners left; for a job that ended, but cannot be cleared. No file work may be going on. */
    void discardSpent() {
        housekeeping.discardSpent();
    }

    /** Deletes what a job that succeeded has no use for; it has succeeded whatever becomes of that. */
    void clear() {
        housekeeping.clear(outside.voice());
    }
}
