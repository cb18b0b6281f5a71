package dev.mr.cli;

import dev.mr.driver.DriverLock;
import dev.mr.driver.InputPlan;
import dev.mr.driver.QuarantineFolder;
import dev.mr.driver.ServiceRoot;
import dev.mr.driver.Site;
import dev.mr.driver.Voice;
import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.shuffle.JobPlan;
import dev.mr.shuffle.SampleRequest;
import dev.mr.shuffle.SequentialRun;
import dev.mr.shuffle.TaskException;
import dev.mr.shuffle.TaskProgress;
import dev.mr.shuffle.UserFailureException;
import dev.mr.task.Counted;
import dev.mr.task.ExitCode;
import dev.mr.task.FailureKind;
import dev.mr.task.JobSpec;
import dev.mr.task.MrException;
import dev.mr.task.PartitionerName;
import dev.mr.worker.Stack;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import picocli.CommandLine.Model.CommandSpec;

/** {@code start --runner sequential}: the job on this thread, without server or database; nothing of it can be resumed. */
final class SequentialSession {
    private final JobDirectory directory;
    private final FileSystem files;
    private final Path shownDirectory;
    private final Voice voice;
    private final CommandSpec spec;

    SequentialSession(Site site, Path shownDirectory, Voice voice, CommandSpec spec) {
        this.directory = site.directory();
        this.files = site.files();
        this.shownDirectory = shownDirectory;
        this.voice = voice;
        this.spec = spec;
    }

    int run(JobSpec job, JobPlan jobPlan, InputPlan plan, boolean force) throws IOException {
        checkRoom(force);
        files.ensureDirectories(directory.own());
        try (DriverLock lock = DriverLock.take(directory, files)) {
            checkRoom(force);
            return runAlone(job, jobPlan, plan);
        }
    }

    private int runAlone(JobSpec job, JobPlan jobPlan, InputPlan plan) throws IOException {
        Path work = directory.sequentialWork();
        files.deleteTree(work);
        files.deleteTree(directory.quarantine()); // of a run before
        files.createDirectory(work);
        JobSpec complete = sampled(job, jobPlan, plan, work.resolve("sample"));
        SortedMap<String, Long> counters;
        try {
            counters = SequentialRun.run(
                    complete,
                    jobPlan,
                    plan.splits(),
                    new SequentialRun.Place(directory.root(), work),
                    files,
                    new TaskProgress(),
                    quarantine(job, plan));
        } catch (TaskException failed) {
            files.deleteTree(work);
            throw told(job, failed);
        }
        files.write(directory.sequentialMark(), "made by --runner sequential\n".getBytes(StandardCharsets.UTF_8));
        for (Path results : List.of(directory.intermediate(), directory.output())) {
            files.deleteTree(results);
            files.rename(work.resolve(results.getFileName()), results);
        }
        files.fsync(directory.root());
        files.deleteTree(work);
        voice.info("done     " + Counted.of(job.mapTasks(), "map") + ", "
                + Counted.of(job.reduceTasks(), "reduce") + ", one after the other; "
                + Counted.of(counters.getOrDefault("map.output.records", 0L), "record")
                + quarantined(counters.getOrDefault("map.skipped.records", 0L)));
        PrintWriter out = spec.commandLine().getOut();
        out.println(shownDirectory.resolve("out"));
        StandardOutput.finish(out, "the job is done, its output is in " + shownDirectory.resolve("out"));
        return ExitCode.DONE.code();
    }

    /** Keeps what maps leave out, as a driver does. */
    private SequentialRun.LeftOut quarantine(JobSpec job, InputPlan plan) {
        QuarantineFolder folder = new QuarantineFolder(directory, files, job, plan.inputs());
        return (task, record, count, failure) -> {
            String what = Stack.summary(failure) + Stack.place(failure);
            folder.keep(task, record, what + "\n" + Stack.text(failure));
            voice.warn(task + " leaves out the record of " + Counted.of(record.bytes(), "byte") + " at offset "
                    + record.offset() + ", on which it failed 2 times: " + what + "; " + count + " of "
                    + job.rules().skipBadRecords() + " records (--skip-bad-records)");
        };
    }

    private String quarantined(long records) {
        return records == 0
                ? ""
                : "; " + Counted.of(records, "record") + " quarantined in "
                        + shownDirectory.resolve(".mr").resolve("quarantine");
    }

    private static MrException told(JobSpec job, TaskException failed) {
        if (failed.kind() == FailureKind.INPUT_CHANGED) {
            return new MrException(ExitCode.INPUT_CHANGED, String.valueOf(failed.getMessage()), failed);
        }
        boolean ofRecord = failed instanceof UserFailureException user && user.record() != null;
        String exhausted = ofRecord
                ? "; no more records may be left out: " + job.rules().skipBadRecords() + " of "
                        + job.rules().skipBadRecords() + " used (--skip-bad-records)"
                : "";
        return new MrException(ExitCode.JOB_FAILED, Stack.summary(failed) + Stack.place(failed) + exhausted, failed);
    }

    /** On this thread, as all else. */
    private JobSpec sampled(JobSpec job, JobPlan jobPlan, InputPlan plan, Path scratch) throws IOException {
        if (job.shuffle().partitioner() != PartitionerName.RANGE) {
            return job;
        }
        files.createDirectory(scratch);
        List<String> points = RangePoints.here(
                SampleRequest.of(job, directory.root(), jobPlan.input(), plan.inputs()), jobPlan, scratch, files);
        files.deleteTree(scratch);
        return job.withShuffle(job.shuffle().withRangePoints(points));
    }

    private void checkRoom(boolean force) throws IOException {
        ServiceRoot.refuse(directory, files);
        boolean results = !files.list(directory.output()).isEmpty()
                || !files.list(directory.intermediate()).isEmpty();
        boolean ours = files.facts(directory.sequentialMark()).isPresent();
        if (files.facts(directory.database()).isPresent()) {
            throw new MrException(
                    ExitCode.USAGE, directory.root() + " belongs to a job with a database; choose another --dir");
        }
        if (results && !(ours && force)) {
            throw new MrException(
                    ExitCode.USAGE,
                    directory.root() + " holds results already; "
                            + (ours ? "say --force to replace them, or choose another --dir" : "choose another --dir"));
        }
    }
}
