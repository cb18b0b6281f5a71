package dev.mr.driver;

import dev.mr.files.DriverFile;
import dev.mr.files.FileSystem;
import dev.mr.files.IoFailure;
import dev.mr.files.JobDirectory;
import dev.mr.job.Coordinator;
import dev.mr.job.Effect;
import dev.mr.job.JobProgress;
import dev.mr.job.JobSnapshot;
import dev.mr.store.JobStore;
import dev.mr.task.JobState;
import java.io.IOException;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One job under one driver, put together: the coordinator, its loop and the job. Owned by the driver thread. */
final class Drive {
    /** Its only one; the store knows which that is. */
    private static final long JOB = 1;

    private final Site site;
    private final JobStore store;
    private final Outside outside;
    private final DriverFile driverFile;
    private final Coordinator coordinator;
    private final OpenJob job;
    private final DriverLoop loop;

    /**
     * What a driver's thread works with that is not the job's.
     *
     * @param helper runs file work, one piece after the other, in the order given
     */
    record Outside(Inbox inbox, Outbox outbox, Executor helper, Voice voice) {}

    /**
     * Puts together a driver of the stored job, under its current epoch.
     *
     * @param stored the job
     * @param address where workers connect to
     * @param rebooted whether the machine has been down since the last driver drove
     */
    Drive(
            Site site,
            JobStore store,
            JobSnapshot stored,
            Outside outside,
            String address,
            OptionalLong minFreeBytes,
            boolean rebooted) {
        this.site = site;
        this.store = store;
        this.outside = outside;
        JobSnapshot snapshot = rebooted ? stored.afterReboot() : stored;
        JobDirectory directory = site.directory();
        FileSystem files = site.files();
        this.driverFile = DriverFile.ofThisProcess(snapshot.uuid(), site.startedMillis(), address, snapshot.epoch());
        this.coordinator =
                Coordinator.of(JOB, snapshot, site.build(), directory.root().toString(), site.randoms());
        this.job = new OpenJob(
                Objects.requireNonNull(coordinator.job(JOB)),
                snapshot,
                directory,
                files,
                outside,
                rebooted ? Opening.AFTER_REBOOT : Opening.FIRST,
                this::tellEnd);
        this.loop = new DriverLoop(
                coordinator,
                new OneJobsRows(store, snapshot.epoch()),
                outside.inbox(),
                new Mouth(outside.outbox(), outside.voice()),
                new DriverLoop.Senses(site.time(), new DiskSense(files, directory.root(), minFreeBytes)));
        loop.add(job);
    }

    /** The first turn, and what it takes to take it. */
    void takeOver() throws IOException, JobStore.SupersededException {
        Takeover.checkDatabase(store, driverFile.epoch());
        loop.turn(job.takeOver());
        job.tookOver();
        if (stop() == null) {
            site.files().write(site.directory().driverJson(), driverFile.content());
        }
    }

    private void tellEnd(Effect.Finish finish) {
        JobDirectory directory = site.directory();
        try {
            site.files()
                    .write(
                            directory.driverJson(),
                            driverFile.withState(finish.state()).content());
        } catch (IOException failure) {
            // The database has the truth; workers only learn a little later that they may end.
            outside.voice().warn(directory.driverJson() + " cannot be written: " + IoFailure.reason(failure));
        }
    }

    DriverLoop loop() {
        return loop;
    }

    /** Why the driver is to end; null while it is not. */
    Effect.@Nullable Stop stop() {
        return job.hands().stop();
    }

    /** The state in which the job ended under this driver; null while it has not. */
    @Nullable
    JobState finished() {
        return job.hands().finished();
    }

    String message() {
        return job.machine().message();
    }

    JobProgress progress() {
        return job.machine().progress(coordinator.workers());
    }

    /** See {@link OpenJob#discardSpent}. */
    void discardSpent() {
        job.discardSpent();
    }

    /** See {@link OpenJob#clear}. */
    void clear() {
        job.clear();
    }
}
