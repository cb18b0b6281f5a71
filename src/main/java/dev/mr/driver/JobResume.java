package dev.mr.driver;

import dev.mr.catalog.JarFiles;
import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.Machine;
import dev.mr.job.Change;
import dev.mr.job.JobSnapshot;
import dev.mr.job.Retry;
import dev.mr.store.JobStatus;
import dev.mr.store.JobStore;
import dev.mr.store.StatusReader;
import dev.mr.task.Counted;
import dev.mr.task.ExitCode;
import dev.mr.task.InputFile;
import dev.mr.task.JobCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import dev.mr.task.NextCommand;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code mr-driver resume}: takes over a job as its database has it, and runs on. */
public final class JobResume {
    private final Site site;
    private final Voice voice;
    private final JobDirectory directory;
    private final FileSystem files;

    public JobResume(Site site, Voice voice) {
        this.voice = voice;
        this.site = site;
        this.directory = site.directory();
        this.files = site.files();
    }

    /**
     * What is asked of a resume.
     *
     * @param given job options named on the command line; they must be the stored ones
     * @param inputs likewise, empty when not named
     * @param retryFailed let a failed job's failed tasks run again
     */
    public record Request(Map<String, String> given, List<Path> inputs, boolean retryFailed) {}

    /** Goes on with the job; one that has finished is left as it is. */
    public DriverRun.Outcome run(Request request, DriverRun run) throws IOException {
        ServiceRoot.refuse(directory, files);
        Tenancy tenancy = new Tenancy(directory, files);
        tenancy.checkOwner();
        tenancy.checkDatabaseIsThere();
        if (!Files.exists(directory.database())) {
            throw noJob();
        }
        // One of an older schema is migrated first.
        EndedJob ended = new EndedJob(site, voice);
        boolean isToBeLeft =
                ended.isTidy() && StatusReader.identify(directory.database()).isPresent();
        Optional<JobStatus> status = isToBeLeft ? StatusReader.read(directory.database()) : Optional.empty();
        if (status.isPresent() && status.get().state() == JobState.SUCCEEDED) {
            contradictions(status.get().options(), List.of(), request);
            return DriverRun.Outcome.ofFinished(
                    status.get().state(), status.get().message());
        }
        try (DriverLock lock = DriverLock.take(directory, files);
                JobStore store = site.stores().apply(directory.database())) {
            tenancy.checkDatabase(store.databaseUuid());
            JobStore.JobHeader header = store.current().orElseThrow(this::noJob);
            JobStore.JobOutline stored = store.outline();
            contradictions(stored.spec().options(), stored.inputs(), request);
            boolean retry = header.state() == JobState.FAILED && request.retryFailed();
            tenancy.own(store.databaseUuid());
            if (header.state().isFinished() && !retry) {
                ended.tidy(header, stored);
                return DriverRun.Outcome.ofFinished(header.state(), header.message());
            }
            checkInputs(stored);
            if (header.state() != JobState.COMMITTING) {
                checkJars(stored.spec().code());
            }
            run.prepare();
            if (!retry) {
                run.hurryWorkers(); // after a failure driver.json would tell them that the job has ended
            }
            // After a reboot the old boot id stays, so that every later resume verifies too, whatever becomes of this
            // one.
            String lastBoot = store.lastDriver().bootId();
            boolean rebooted = Machine.hasRebootedSince(lastBoot);
            long epoch = store.claim(
                    DriverRun.identity(rebooted ? lastBoot : Machine.bootId()),
                    site.time().wallMillis());
            if (retry) {
                retry(store, epoch);
            }
            // Only now, since until the claim a driver that had lost its lock could still commit.
            JobSnapshot snapshot = store.load();
            sayWhatIsKept(snapshot);
            return run.drive(store, snapshot, rebooted);
        }
    }

    /**
     * What {@link #run} would do with each task; nothing is changed.
     *
     * @throws MrException as {@link #run} would, but for inputs and jars that changed: those are told
     */
    public Explained explain(Request request) throws IOException {
        ServiceRoot.refuse(directory, files);
        Tenancy tenancy = new Tenancy(directory, files);
        tenancy.checkOwner();
        tenancy.checkDatabaseIsThere();
        StatusReader.Whole whole = StatusReader.whole(directory.database()).orElseThrow(this::noJob);
        JobSnapshot job = whole.job();
        if (job.state() == JobState.REPLACED) {
            throw noJob();
        }
        contradictions(job.spec().options(), job.inputs(), request);
        if (!job.state().isFinished() && files.facts(directory.lock()).isPresent()) {
            DriverLock.take(directory, files).close(); // nobody drives it
        }
        boolean rebooted = Machine.hasRebootedSince(whole.bootId());
        boolean goesOn = !job.state().isFinished() || (job.state() == JobState.FAILED && request.retryFailed());
        return new Explained(
                new Explanation(job, directory, files, rebooted, request.retryFailed()).lines(),
                goesOn ? refusal(job) : "");
    }

    /**
     * What would become of each task.
     *
     * @param refusal why a resume would do nothing as things are now; empty when it would
     */
    public record Explained(List<Explanation.Line> lines, String refusal) {}

    private String refusal(JobSnapshot job) throws IOException {
        try {
            checkInputs(new JobStore.JobOutline(job.spec(), job.inputs(), committed(job, TaskKind.MAP), job.epoch()));
            if (job.state() != JobState.COMMITTING) {
                checkJars(job.spec().code());
            }
            return "";
        } catch (MrException refused) {
            return refused.line();
        }
    }

    private void sayWhatIsKept(JobSnapshot snapshot) {
        long maps = committed(snapshot, TaskKind.MAP);
        long reduces = committed(snapshot, TaskKind.REDUCE);
        voice.info("mr-driver " + site.build() + "  resume of job " + snapshot.uuid() + ", "
                + snapshot.spec().name() + " in " + directory.root());
        voice.info("kept     " + maps + " of " + Counted.of(snapshot.spec().mapTasks(), "map") + ", " + reduces + " of "
                + Counted.of(snapshot.spec().reduceTasks(), "reduce") + "; "
                + snapshot.live().size() + (snapshot.live().size() == 1 ? " was running" : " were running"));
    }

    private static long committed(JobSnapshot snapshot, TaskKind kind) {
        return snapshot.tasks().stream()
                .filter(task -> task.task().kind() == kind && task.state() == TaskState.COMMITTED)
                .count();
    }

    private void retry(JobStore store, long epoch) {
        List<Change> changes = Retry.changes(store.load());
        try {
            store.commit(epoch, site.time().wallMillis(), changes);
        } catch (JobStore.SupersededException taken) {
            throw new MrException(ExitCode.OTHER_DRIVER, String.valueOf(taken.getMessage()), taken);
        }
    }

    /** What is left to do is done by the code that the rest was done by. */
    private void checkJars(JobCode code) throws IOException {
        for (JobCode.Jar jar : code.jars()) {
            try {
                JarFiles.check(jar);
            } catch (JarFiles.JarChangedException changed) {
                throw new MrException(
                        ExitCode.INPUT_CHANGED,
                        changed.getMessage() + "; restore the jar it began with, then: "
                                + NextCommand.resume(directory.root()) + ", or begin again in another --dir",
                        changed);
            }
        }
    }

    private void checkInputs(JobStore.JobOutline job) throws IOException {
        boolean mapsLeft = job.committedMaps() < job.spec().mapTasks();
        String change = mapsLeft ? new InputPlanner(files).change(job.inputs()) : "";
        if (!change.isEmpty()) {
            throw new MrException(
                    ExitCode.INPUT_CHANGED,
                    change + "; restore it and run " + NextCommand.resume(directory.root())
                            + ", or begin again in another --dir");
        }
    }

    private void contradictions(Map<String, String> stored, List<InputFile> inputs, Request request)
            throws IOException {
        RepeatedOptions repeated = new RepeatedOptions(stored, request.given());
        List<String> differences = new ArrayList<>(repeated.differences());
        List<String> read = inputs.stream().map(InputFile::path).toList();
        if (!request.inputs().isEmpty()
                && !read.isEmpty()
                && !read.equals(new InputPlanner(files).paths(request.inputs()))) {
            differences.add("--inputs " + request.inputs() + " (stored: " + Counted.of(read.size(), "file")
                    + ", the first " + read.get(0) + ")");
        }
        if (!differences.isEmpty()) {
            throw new MrException(
                    ExitCode.USAGE,
                    "the job has other options: " + String.join(", ", differences) + "; leave them out to resume"
                            + repeated.nextStep());
        }
    }

    private MrException noJob() {
        return new MrException(
                ExitCode.USAGE,
                "there is no job in " + directory.root()
                        + " to resume (a start that was killed before it stored its job"
                        + " never happened); start one: " + NextCommand.start(directory.root()));
    }
}
