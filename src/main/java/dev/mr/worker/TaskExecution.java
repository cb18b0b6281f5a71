package dev.mr.worker;

import dev.mr.api.Options;
import dev.mr.catalog.JarFiles;
import dev.mr.catalog.JobScope;
import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.shuffle.BadBucketException;
import dev.mr.shuffle.BucketFile;
import dev.mr.shuffle.CancelledException;
import dev.mr.shuffle.JobPlan;
import dev.mr.shuffle.MapPlan;
import dev.mr.shuffle.MapResult;
import dev.mr.shuffle.MapRun;
import dev.mr.shuffle.ReducePlan;
import dev.mr.shuffle.ReduceResult;
import dev.mr.shuffle.ReduceRun;
import dev.mr.shuffle.Skipping;
import dev.mr.shuffle.TaskException;
import dev.mr.shuffle.TaskProgress;
import dev.mr.shuffle.TaskSite;
import dev.mr.shuffle.UserFailureException;
import dev.mr.task.AttemptId;
import dev.mr.task.BadRecord;
import dev.mr.task.BucketSource;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.HeapRoom;
import dev.mr.task.JobSpec;
import dev.mr.task.Receipt;
import dev.mr.task.Work;
import dev.mr.task.WorkerMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One attempt, from its own new directory to its RECEIPT. Writes nowhere else, renames nothing out of it, and deletes
 * nothing: the directory is the driver's as soon as the report is sent. Holds its job's code until it is closed, once, whether it ran or
 * not.
 */
final class TaskExecution implements AutoCloseable {
    private final DriverMessage.Assign assign;
    private final JobDirectory directory;
    private final FileSystem files;
    private final JobSource.Held job;
    private final FailureListener failures;
    private final AttemptLog log;
    private final TaskProgress progress = new TaskProgress();
    private volatile @Nullable Thread thread;
    /** Whether the one report of this attempt is made, or none is wanted any more. */
    private final AtomicBoolean told = new AtomicBoolean();

    private volatile boolean exhausted;

    /** Of a job in its folder below {@code root}. */
    TaskExecution(
            DriverMessage.Assign assign,
            JobDirectory root,
            FileSystem files,
            JobSource jobs,
            FailureListener failures) {
        this.assign = assign;
        this.directory = root.in(assign.folder());
        this.files = files;
        this.failures = failures;
        this.log = new AttemptLog(directory.logs(), assign.attempt());
        this.job = jobs.hold(assign.folder(), assign.spec());
    }

    AttemptId attempt() {
        return assign.attempt();
    }

    /** The folder of its job. */
    String folder() {
        return assign.folder();
    }

    /** As a person who sees the lines of many jobs would name it. */
    String name() {
        return attempt() + (folder().isEmpty() ? "" : " of " + folder());
    }

    TaskProgress progress() {
        return progress;
    }

    /** Whether it failed for want of memory, so that other tasks of this process should not be tried. */
    boolean isExhausted() {
        return exhausted;
    }

    /** Runs on the calling thread; the answer is the report to send, empty when the attempt was cancelled. */
    Optional<WorkerMessage> run() {
        String shortage = HeapRoom.shortage(
                assign.spec().shuffle().memoryBytes(),
                Runtime.getRuntime().maxMemory(),
                "this worker",
                "MR_WORKER_OPTS");
        if (!shortage.isEmpty()) {
            return Optional.of(new WorkerMessage.Failed(attempt(), FailureKind.RESOURCE, shortage, ""));
        }
        thread = Thread.currentThread();
        TaskStreams.enter(log);
        try {
            Optional<WorkerMessage> report = attempted();
            return report.isPresent() && told.compareAndSet(false, true) ? report : Optional.empty();
        } finally {
            TaskStreams.enter(null);
            log.close();
            thread = null;
            var unused = Thread.interrupted();
        }
    }

    private Optional<WorkerMessage> attempted() {
        try {
            int digest = LastAct.of(execute(), assign.spec().shuffle().durability(), directory, files);
            return Optional.of(new WorkerMessage.Succeeded(attempt(), digest));
        } catch (CancelledException revoked) {
            return Optional.empty();
        } catch (BadBucketException bad) {
            BucketSource source = ((Work.ReduceWork) assign.work()).sources().get(bad.map());
            return Optional.of(new WorkerMessage.InputBad(
                    attempt(), source.winner(), attempt().task().index(), String.valueOf(bad.getMessage())));
        } catch (JarFiles.JarChangedException changed) {
            return Optional.of(failure(FailureKind.INPUT_CHANGED, changed));
        } catch (TaskException failed) {
            return Optional.of(failure(failed.kind(), failed));
        } catch (IOException failed) {
            return Optional.of(failure(DiskTrouble.kindOf(failed), failed));
        } catch (Throwable thrown) {
            // Whatever the job's code throws, an assertion or a missing class too, is news for the driver: an attempt
            // that ended without a report would stay alive in every heartbeat.
            return Optional.of(failure(FailureKind.USER, thrown));
        }
    }

    private WorkerMessage failure(FailureKind kind, Throwable failure) {
        if (!told.get()) {
            failures.failed(attempt(), failure);
        }
        exhausted = Stack.isOutOfMemory(failure);
        String stack = Stack.text(failure);
        String line = Stack.summary(failure);
        if (kind == FailureKind.USER) {
            if (Stack.tells(failure)) {
                log.write(stack);
            }
            line += Stack.place(failure) + logName();
        }
        BadRecord record = failure instanceof UserFailureException user ? user.record() : null;
        return new WorkerMessage.Failed(attempt(), kind, line, stack, record);
    }

    private String logName() {
        return log.isEmpty() ? "" : "; log: " + log.file();
    }

    /** How often the watch looks is {@code interval}. */
    TaskWatch watch(Duration interval) {
        return new TaskWatch(assign.spec().rules().taskTimeout(), interval);
    }

    /** Ends the attempt, whose result nobody wants: its code is asked to stop at the next block, or record. Any thread. */
    void revoke() {
        told.set(true);
        progress.cancel();
    }

    /** Interrupts the job's code. Any thread. */
    void interrupt() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /**
     * Gives the attempt up because it makes no progress: interrupts the job's code, and has {@link #run} report nothing, whenever
     * it returns. Any thread; the answer is the report to send, empty if another has been made meanwhile. What this throws, for
     * want of memory, leaves the attempt as it was.
     */
    Optional<WorkerMessage> abandon() {
        Thread running = thread;
        StackTraceElement[] frames = running == null ? new StackTraceElement[0] : running.getStackTrace();
        String stack = "no progress; the task's thread was at" + Stack.text(frames);
        log.write(stack);
        String line = "no progress for " + assign.spec().rules().taskTimeout().toSeconds() + " s (--task-timeout)"
                + at() + Stack.place(frames) + logName();
        TimeoutException failure = new TimeoutException(line);
        failure.setStackTrace(frames);
        WorkerMessage report = new WorkerMessage.Failed(attempt(), FailureKind.USER, line, stack);
        if (!told.get()) {
            failures.failed(attempt(), failure);
        }
        Optional<WorkerMessage> first = told.compareAndSet(false, true) ? Optional.of(report) : Optional.empty();
        progress.cancel();
        interrupt();
        return first;
    }

    private String at() {
        String position = progress.position();
        return position.isEmpty() ? "" : ", last at " + position;
    }

    /** When the job's code is ending this process: the report to send while that is possible. Any thread. */
    Optional<WorkerMessage> exiting() {
        Thread running = thread;
        StackTraceElement[] frames = running == null ? new StackTraceElement[0] : running.getStackTrace();
        for (StackTraceElement frame : frames) {
            if (frame.getClassName().equals("java.lang.Runtime")
                    && frame.getMethodName().equals("exit")) {
                String line = "the job's code ended the worker process with System.exit" + at();
                log.write(line + Stack.text(frames));
                return Optional.of(new WorkerMessage.Failed(
                        attempt(), FailureKind.WORKER_LOST, line + Stack.place(frames) + logName(), ""));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        job.close();
    }

    private Receipt execute() throws IOException, TaskException, JarFiles.JarChangedException {
        JobPlan plan = job.plan();
        Receipt receipt;
        try (JobScope scope = new JobScope(job.classLoader())) {
            files.createDirectory(directory.attempt(attempt()));
            receipt = assign.work() instanceof Work.MapWork map
                    ? map(map, plan)
                    : reduce((Work.ReduceWork) assign.work(), plan);
        } catch (TaskException | RuntimeException | Error failed) {
            job.check(); // a jar that was written over fails in strange ways, none of them the job's fault
            throw failed;
        }
        job.check();
        return receipt;
    }

    private TaskSite site() {
        return new TaskSite(
                directory.attempt(attempt()),
                directory.root(),
                attempt().task(),
                attempt().number(),
                new Options(assign.spec().code().settings()));
    }

    private Receipt map(Work.MapWork work, JobPlan plan) throws IOException, TaskException {
        JobSpec spec = assign.spec();
        MapResult result = MapRun.run(
                new MapPlan(
                        site(),
                        plan,
                        spec.shuffle(),
                        spec.reduceTasks(),
                        work.splits(),
                        new Skipping(spec.rules().skipBadRecords() > 0, work.careful(), work.skips())),
                files,
                progress);
        return new Receipt(attempt(), result.extents(), result.files(), 0, result.sideFiles(), result.counters());
    }

    private Receipt reduce(Work.ReduceWork work, JobPlan plan) throws IOException, TaskException {
        JobSpec spec = assign.spec();
        int reduce = attempt().task().index();
        List<BucketFile> buckets = new ArrayList<>(work.sources().size());
        for (BucketSource source : work.sources()) {
            int map = source.winner().task().index();
            String name = JobDirectory.bucketName(map, reduce);
            List<Path> candidates = List.of(
                    directory.attempt(source.winner()).resolve(name),
                    directory.intermediate().resolve(name));
            buckets.add(new BucketFile(map, candidates, source.bytes(), source.crc32c()));
        }
        String name = spec.outputPrefix() + reduce;
        ReduceResult result = ReduceRun.run(
                new ReducePlan(site(), plan, spec.shuffle(), spec.reduceTasks(), name, buckets), files, progress);
        return new Receipt(
                attempt(),
                List.of(),
                List.of(result.output()),
                result.recordsRead(),
                result.sideFiles(),
                result.counters());
    }
}
