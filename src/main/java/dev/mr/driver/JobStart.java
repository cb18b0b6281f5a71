package dev.mr.driver;

import dev.mr.files.DriverFile;
import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.Machine;
import dev.mr.job.JobSnapshot;
import dev.mr.job.NewJob;
import dev.mr.store.JobStore;
import dev.mr.task.ExitCode;
import dev.mr.task.JobSpec;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code mr-driver start}: a new job in a directory, then a run over it. */
public final class JobStart {
    private final Site site;
    private final JobDirectory directory;
    private final FileSystem files;
    private final Tenancy tenancy;

    public JobStart(Site site) {
        this.site = site;
        this.directory = site.directory();
        this.files = site.files();
        this.tenancy = new Tenancy(directory, files);
    }

    /** Refuses, before anything is created, a directory that cannot take a job. */
    public void check() throws IOException {
        tenancy.checkBeforeStart();
    }

    /**
     * Stores the job and drives it to its end. Until the job's one COMMIT nothing has happened that a later start would
     * mind.
     *
     * @param force replace a finished job
     * @param accepted called when the job is stored, before it runs
     */
    public DriverRun.Outcome run(JobSpec spec, InputPlan plan, boolean force, DriverRun run, Runnable accepted)
            throws IOException {
        files.ensureDirectories(directory.own());
        files.ensureDirectories(directory.state());
        try (DriverLock lock = DriverLock.take(directory, files);
                JobStore store = site.stores().apply(directory.database())) {
            tenancy.checkDatabase(store.databaseUuid());
            refuseUnlessReplaceable(store, force);
            run.prepare();
            makeRoom(store);
            tenancy.own(store.databaseUuid());
            NewJob job = new NewJob(site.randomName(), spec, plan.inputs(), plan.splits());
            long epoch = store.create(
                    job, DriverRun.identity(Machine.bootId()), site.time().wallMillis());
            accepted.run();
            return run.drive(store, JobSnapshot.ofNew(job, epoch), false);
        }
    }

    private void refuseUnlessReplaceable(JobStore store, boolean force) throws IOException {
        Optional<JobStore.JobHeader> current = store.current();
        if (current.isEmpty()) {
            if (store.replaced().isEmpty()) {
                tenancy.refuseForeignResults();
            }
            return;
        }
        JobStore.JobHeader header = current.get();
        String which = "job " + header.uuid() + " in " + directory.root();
        if (!header.state().isFinished()) {
            throw new MrException(
                    ExitCode.USAGE,
                    which + " is not finished (" + header.state() + "); use resume: mr-driver resume --dir "
                            + directory.root());
        }
        if (!force) {
            throw new MrException(
                    ExitCode.USAGE,
                    which + " is finished (" + header.state() + "); a new start would replace " + replaceable()
                            + "; say --force, or choose another --dir");
        }
    }

    private void makeRoom(JobStore store) throws IOException {
        Optional<JobStore.JobHeader> current = store.current();
        if (current.isPresent()) {
            retire();
            store.replace(current.get().uuid(), site.time().wallMillis());
        }
        Optional<JobStore.JobHeader> replaced = store.replaced();
        if (replaced.isPresent()) {
            clearAway(replaced.get().uuid());
        }
    }

    /** From now on workers that look at the directory see a driver that prepares, not a job that ended. */
    private void retire() throws IOException {
        files.write(
                directory.driverJson(),
                DriverFile.ofThisProcess("", site.startedMillis(), "", 0).content());
    }

    private String replaceable() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path results : List.of(directory.output(), directory.intermediate())) {
            List<Path> entries = files.list(results);
            if (!entries.isEmpty()) {
                names.add(entries.size() + " files in " + results);
            }
        }
        return names.isEmpty() ? "nothing but its record" : String.join(" and ", names);
    }

    /** Takes a replaced job's files out of sight, then off the disk. May be repeated after a crash at any point. */
    private void clearAway(String uuid) throws IOException {
        Path trash = directory.trash(uuid);
        files.ensureDirectories(trash);
        for (Path gone : List.of(directory.output(), directory.intermediate(), directory.attempts())) {
            if (files.facts(gone).isPresent()) {
                Path target = trash.resolve(gone.getFileName());
                files.deleteTree(target);
                files.rename(gone, target);
            }
        }
        files.deleteTree(trash);
    }
}
