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
import dev.mr.task.NextCommand;
import dev.mr.task.PartitionerName;
import dev.mr.task.ShellWord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code mr-driver start}: a new job in a directory, then a run over it. */
public final class JobStart {
    private final Site site;
    private final JobDirectory directory;
    private final FileSystem files;
    private final Tenancy tenancy;

    /** Says what is only worth saying once the directory is this driver's. */
    @FunctionalInterface
    public interface Completion {
        /**
         * The same spec with its range points.
         *
         * @param scratch a directory of its own, empty; deleted afterwards
         */
        JobSpec complete(JobSpec spec, Path scratch) throws IOException;
    }

    public JobStart(Site site) {
        this.site = site;
        this.directory = site.directory();
        this.files = site.files();
        this.tenancy = new Tenancy(directory, files);
    }

    /** Refuses, before anything is created, a directory that cannot take a job. */
    public void check(boolean force) throws IOException {
        ServiceRoot.refuse(directory, files);
        tenancy.checkBeforeStart();
        refuseSequentialResults(force);
    }

    /**
     * Stores the job and drives it to its end. Until the job's one COMMIT nothing has happened that a later start would
     * mind.
     *
     * @param force replace a finished job, or the results of a sequential run
     * @param accepted called when the job is stored, before it runs
     */
    public DriverRun.Outcome run(JobSpec spec, InputPlan plan, boolean force, DriverRun run, Runnable accepted)
            throws IOException {
        return run(spec, (complete, scratch) -> complete, plan, force, run, accepted);
    }

    /**
     * As {@link #run(JobSpec, InputPlan, boolean, DriverRun, Runnable)}, with points where the spec has partitions by range.
     *
     * @param completion is asked under the lock, once it is known that the directory can take a job
     */
    public DriverRun.Outcome run(
            JobSpec spec, Completion completion, InputPlan plan, boolean force, DriverRun run, Runnable accepted)
            throws IOException {
        files.ensureDirectories(directory.own());
        files.ensureDirectories(directory.state());
        try (DriverLock lock = DriverLock.take(directory, files)) {
            return runLocked(complete(spec, completion, force), plan, force, run, accepted);
        }
    }

    private JobSpec complete(JobSpec spec, Completion completion, boolean force) throws IOException {
        SampleProcess.sweep(directory, files); // of a start that was killed
        if (spec.shuffle().partitioner() != PartitionerName.RANGE) {
            return spec;
        }
        refuseUnlessReplaceable(force);
        Path scratch = directory.sample(site.randomName());
        files.createDirectory(scratch);
        try {
            return completion.complete(spec, scratch);
        } finally {
            files.deleteTree(scratch);
        }
    }

    private DriverRun.Outcome runLocked(JobSpec spec, InputPlan plan, boolean force, DriverRun run, Runnable accepted)
            throws IOException {
        if (isFresh()) {
            run.hurryWorkers();
        }
        try (JobStore store = site.stores().apply(directory.database())) {
            tenancy.checkDatabase(store.databaseUuid());
            refuseUnlessReplaceable(store, force);
            run.prepare();
            makeRoom(store);
            run.hurryWorkers();
            tenancy.own(store.databaseUuid());
            NewJob job = new NewJob(site.randomName(), spec, plan.inputs(), plan.splits());
            long epoch = store.create(
                    job, DriverRun.identity(Machine.bootId()), site.time().wallMillis());
            accepted.run();
            return run.drive(store, JobSnapshot.ofNew(job, epoch), false);
        }
    }

    /** Whether nothing here could refuse a job, or tell a worker of an earlier one. */
    private boolean isFresh() throws IOException {
        return files.facts(directory.database()).isEmpty()
                && files.facts(directory.driverJson()).isEmpty()
                && files.facts(directory.output()).isEmpty()
                && files.facts(directory.intermediate()).isEmpty();
    }

    /** Makes no database. */
    private void refuseUnlessReplaceable(boolean force) throws IOException {
        if (files.facts(directory.database()).isEmpty()) {
            tenancy.refuseForeignResults();
            refuseSequentialResults(force);
            return;
        }
        try (JobStore store = site.stores().apply(directory.database())) {
            tenancy.checkDatabase(store.databaseUuid());
            refuseUnlessReplaceable(store, force);
        }
    }

    private void refuseUnlessReplaceable(JobStore store, boolean force) throws IOException {
        Optional<JobStore.JobHeader> current = store.current();
        Optional<JobStore.JobHeader> replaced = store.replaced();
        if (current.isPresent()) {
            refuseUnlessReplaceable(current.get(), store.outline().spec(), force);
        } else if (replaced.isPresent()) {
            refuseForeign(
                    replaced.get(),
                    OldResults.of(directory, files, store.outline().spec()));
        } else {
            tenancy.refuseForeignResults();
            refuseSequentialResults(force);
        }
    }

    private void refuseUnlessReplaceable(JobStore.JobHeader header, JobSpec job, boolean force) throws IOException {
        String which = "job " + header.uuid() + " in " + directory.root();
        if (!header.state().isFinished()) {
            throw new MrException(
                    ExitCode.USAGE,
                    which + " is not finished (" + header.state() + "); use resume: "
                            + NextCommand.resume(directory.root()));
        }
        OldResults results = OldResults.of(directory, files, job);
        if (!force) {
            String others = results.foreign()
                    .map(names -> "move away what it did not make (" + names + ") and ")
                    .orElse("");
            throw new MrException(
                    ExitCode.USAGE,
                    which + " is finished (" + header.state() + "); a new start would replace " + results.own() + "; "
                            + others + "say --force, or choose another --dir");
        }
        refuseForeign(header, results);
    }

    private void refuseForeign(JobStore.JobHeader header, OldResults results) {
        if (results.foreign().isPresent()) {
            throw new MrException(
                    ExitCode.USAGE,
                    "--dir " + ShellWord.of(directory.root()) + " is not replaced by --force because job "
                            + header.uuid()
                            + " did not make its " + results.foreign().get()
                            + ", expected only files of that job in out and intermediate (move them away, or choose"
                            + " another --dir)");
        }
    }

    private void refuseSequentialResults(boolean force) throws IOException {
        if (!force
                && files.facts(directory.sequentialMark()).isPresent()
                && !(files.list(directory.output()).isEmpty()
                        && files.list(directory.intermediate()).isEmpty())) {
            throw new MrException(
                    ExitCode.USAGE,
                    directory.root() + " holds the results of --runner sequential, which a new start would replace;"
                            + " say --force, or choose another --dir");
        }
    }

    private void makeRoom(JobStore store) throws IOException {
        if (files.facts(directory.sequentialMark()).isPresent()) {
            clearAway("sequential");
            files.deleteTree(directory.sequentialMark());
        }
        Optional<JobStore.JobHeader> current = store.current();
        if (current.isPresent()) {
            retire();
            store.replace(current.get().uuid(), site.time().wallMillis());
        }
        Optional<JobStore.JobHeader> replaced = store.replaced();
        if (replaced.isPresent()) {
            clearAway(replaced.get().uuid());
        } else {
            files.deleteTree(directory.quarantine()); // of a run without driver that failed
        }
    }

    /** From now on workers that look at the directory see a driver that prepares, not a job that ended. */
    private void retire() throws IOException {
        files.write(
                directory.driverJson(),
                DriverFile.ofThisProcess("", site.startedMillis(), "", 0).content());
    }

    /** Takes a replaced job's files out of sight, then off the disk. May be repeated after a crash at any point. */
    private void clearAway(String uuid) throws IOException {
        Path trash = directory.trash(uuid);
        files.ensureDirectories(trash);
        for (Path gone : List.of(
                directory.output(),
                directory.intermediate(),
                directory.attempts(),
                directory.quarantine(),
                directory.logs())) {
            if (files.facts(gone).isPresent()) {
                Path target = trash.resolve(gone.getFileName());
                files.deleteTree(target);
                files.rename(gone, target);
            }
        }
        files.deleteTree(trash);
    }
}
