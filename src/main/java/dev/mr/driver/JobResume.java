package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.Machine;
import dev.mr.job.Change;
import dev.mr.job.JobSnapshot;
import dev.mr.job.Retry;
import dev.mr.store.JobStore;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code mr-driver resume}: takes over a job as its database has it, and runs on. */
public final class JobResume {
    private final Site site;
    private final JobDirectory directory;
    private final FileSystem files;

    public JobResume(Site site) {
        this.site = site;
        this.directory = site.directory();
        this.files = site.files();
    }

    /**
     * Goes on with the job.
     *
     * @param given job options named on the command line; they must be the stored ones
     * @param retryFailed let a failed job's failed tasks run again
     */
    public DriverRun.Outcome run(Map<String, String> given, boolean retryFailed, DriverRun run) throws IOException {
        if (!Files.exists(directory.database())) {
            throw noJob();
        }
        new Tenancy(directory, files).checkOwner();
        try (DriverLock lock = DriverLock.take(directory, files);
                JobStore store = site.stores().apply(directory.database())) {
            new Tenancy(directory, files).checkDatabase(store.databaseUuid());
            JobStore.JobHeader header = store.current().orElseThrow(this::noJob);
            contradictions(store.load(), given);
            boolean retry = header.state() == JobState.FAILED && retryFailed;
            if (header.state().isFinished() && !retry) {
                return DriverRun.Outcome.ofFinished(header.state(), header.message());
            }
            run.prepare();
            // After a reboot the old boot id stays, so that every later resume verifies too, whatever becomes of this
            // one.
            String lastBoot = store.lastDriver().bootId();
            boolean rebooted = !lastBoot.isEmpty() && !lastBoot.equals(Machine.bootId());
            long epoch = store.claim(
                    DriverRun.identity(rebooted ? lastBoot : Machine.bootId()),
                    site.time().wallMillis());
            if (retry) {
                retry(store, epoch);
            }
            JobSnapshot snapshot = store.load();
            checkInputs(snapshot);
            return run.drive(store, epoch, rebooted);
        }
    }

    private void retry(JobStore store, long epoch) {
        List<Change> changes = Retry.changes(store.load());
        try {
            store.commit(epoch, site.time().wallMillis(), changes);
        } catch (JobStore.SupersededException taken) {
            throw new MrException(ExitCode.OTHER_DRIVER, String.valueOf(taken.getMessage()), taken);
        }
    }

    private void checkInputs(JobSnapshot snapshot) throws IOException {
        boolean mapsLeft = snapshot.tasks().stream()
                        .filter(task -> task.task().kind() == TaskKind.MAP)
                        .filter(task -> task.state() == TaskState.COMMITTED)
                        .count()
                < snapshot.spec().mapTasks();
        String change = mapsLeft ? new InputPlanner(files).change(snapshot.inputs()) : "";
        if (!change.isEmpty()) {
            throw new MrException(
                    ExitCode.INPUT_CHANGED,
                    change + "; restore it and run mr-driver resume --dir " + directory.root()
                            + ", or begin again in another --dir");
        }
    }

    private static void contradictions(JobSnapshot snapshot, Map<String, String> given) {
        Map<String, String> stored = snapshot.spec().options();
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, String> option : given.entrySet()) {
            String has = stored.get(option.getKey());
            if (!option.getValue().equals(has)) {
                differences.add("--" + option.getKey() + " " + option.getValue() + " (stored: " + has + ")");
            }
        }
        if (!differences.isEmpty()) {
            throw new MrException(
                    ExitCode.USAGE,
                    "the job has other options: " + String.join(", ", differences) + "; leave them out to resume");
        }
    }

    private MrException noJob() {
        return new MrException(
                ExitCode.USAGE,
                "there is no job in " + directory.root()
                        + " to resume (a start that was killed before it stored its job"
                        + " never happened); start one: mr-driver start --dir " + directory.root());
    }
}
