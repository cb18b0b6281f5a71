package dev.mr.worker;

import dev.mr.api.Options;
import dev.mr.catalog.JarFiles;
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
import dev.mr.shuffle.TaskException;
import dev.mr.shuffle.TaskProgress;
import dev.mr.shuffle.TaskSite;
import dev.mr.task.AttemptId;
import dev.mr.task.BucketSource;
import dev.mr.task.CheckedText;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.HeapRoom;
import dev.mr.task.JobSpec;
import dev.mr.task.Receipt;
import dev.mr.task.ReceiptText;
import dev.mr.task.Work;
import dev.mr.task.WorkerMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One attempt, from its own new directory to its RECEIPT. Writes nowhere else, renames nothing out of it, and deletes
 * nothing: the directory is the driver's as soon as the report is sent.
 */
final class TaskExecution {
    private final DriverMessage.Assign assign;
    private final JobDirectory directory;
    private final FileSystem files;
    private final JobSource jobs;
    private final FailureListener failures;
    private final TaskProgress progress = new TaskProgress();

    TaskExecution(
            DriverMessage.Assign assign,
            JobDirectory directory,
            FileSystem files,
            JobSource jobs,
            FailureListener failures) {
        this.assign = assign;
        this.directory = directory;
        this.files = files;
        this.jobs = jobs;
        this.failures = failures;
    }

    AttemptId attempt() {
        return assign.attempt();
    }

    TaskProgress progress() {
        return progress;
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
        try {
            return Optional.of(new WorkerMessage.Succeeded(attempt(), write(execute())));
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
            // that
            // ended without a report would stay alive in every heartbeat.
            return Optional.of(failure(FailureKind.USER, thrown));
        }
    }

    private WorkerMessage failure(FailureKind kind, Throwable failure) {
        failures.failed(attempt(), failure);
        return new WorkerMessage.Failed(attempt(), kind, Stack.summary(failure), Stack.text(failure));
    }

    private Receipt execute() throws IOException, TaskException, JarFiles.JarChangedException {
        JobPlan plan = jobs.plan(assign.spec());
        Thread.currentThread().setContextClassLoader(jobs.classLoader(assign.spec()));
        files.createDirectory(directory.attempt(attempt()));
        if (assign.work() instanceof Work.MapWork map) {
            return map(map, plan);
        }
        return reduce((Work.ReduceWork) assign.work(), plan);
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
                new MapPlan(site(), plan, spec.shuffle(), spec.reduceTasks(), work.splits()), files, progress);
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

    /** The attempt's last act. What a reduce wrote is on the disk when this returns, with its directory. */
    private int write(Receipt receipt) throws IOException {
        byte[] content = ReceiptText.format(receipt);
        if (assign.work() instanceof Work.ReduceWork) {
            files.writeDurably(directory.receipt(attempt()), content);
            files.fsync(directory.attempts());
        } else {
            files.write(directory.receipt(attempt()), content);
        }
        return CheckedText.digest(content);
    }
}
