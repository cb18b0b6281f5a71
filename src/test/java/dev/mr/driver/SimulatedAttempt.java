package dev.mr.driver;

import dev.mr.files.JobDirectory;
import dev.mr.task.AttemptId;
import dev.mr.task.BucketSource;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.Receipt;
import dev.mr.task.Work;
import dev.mr.task.WorkerMessage;
import dev.mr.worker.LastAct;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An attempt at a simulated worker, step by step, with time between the steps. */
final class SimulatedAttempt {
    private final SimulatedWorker worker;
    private final Simulation world;
    private final JobDirectory directory;
    private final DriverMessage.Assign assign;
    private final Path own;
    private final int pace;
    private final Deque<Step> steps = new ArrayDeque<>();
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private boolean revoked;

    /** Something it does; the answer is its report, null when more is to come. */
    private interface Step {
        @Nullable
        WorkerMessage take() throws IOException;
    }

    SimulatedAttempt(SimulatedWorker worker, DriverMessage.Assign assign, int pace) {
        this.worker = worker;
        this.world = worker.world;
        this.directory = world.directory;
        this.assign = assign;
        this.own = directory.attempt(assign.attempt());
        this.pace = pace;
    }

    AttemptId id() {
        return assign.attempt();
    }

    void isRevoked() {
        revoked = true;
    }

    void begins() {
        steps.add(() -> {
            worker.files.createDirectory(own);
            if (world.job.doom.killsIn(id().task())) {
                throw new Crash("of what its task does");
            }
            boolean fails = worker.failsNow() || world.job.doom.throwsIn(id().task());
            return fails ? SimulatedWorker.failed(id(), FailureKind.USER, "the job's code threw") : null;
        });
        if (assign.work() instanceof Work.ReduceWork reduce) {
            reduce.sources().forEach(source -> steps.add(() -> reads(source)));
            steps.add(() -> {
                Path output = own.resolve("out-" + id().task().index());
                worker.files.writeNew(output, SimulatedJob.output(read.toByteArray()));
                worker.files.fsync(output);
                return null;
            });
            steps.add(() -> succeeds(world.job.reduceReceipt(id(), SimulatedJob.output(read.toByteArray()))));
        } else {
            for (int i = 0; i < world.job.reduces; i++) {
                int bucket = i;
                steps.add(() -> {
                    Path file = own.resolve(SimulatedJob.bucketName(id(), bucket));
                    worker.files.writeNew(file, world.job.bucket(id(), bucket));
                    return null;
                });
            }
            steps.add(() -> succeeds(world.job.mapReceipt(id())));
        }
        goesOn();
    }

    private void goesOn() {
        worker.later(world.stepNanos() * pace, () -> {
            if (revoked) {
                worker.ends(id(), null);
                return;
            }
            WorkerMessage report = takesAStep();
            if (report == null) {
                goesOn();
            } else {
                worker.ends(id(), report);
            }
        });
    }

    private @Nullable WorkerMessage takesAStep() {
        try {
            return steps.remove().take();
        } catch (IOException failure) {
            String message = String.valueOf(failure.getMessage());
            FailureKind kind = message.contains("No space") ? FailureKind.RESOURCE : FailureKind.EXTERNAL;
            return SimulatedWorker.failed(id(), kind, message);
        }
    }

    private WorkerMessage succeeds(Receipt receipt) throws IOException {
        return new WorkerMessage.Succeeded(
                id(), LastAct.of(receipt, assign.spec().shuffle().durability(), directory, worker.files));
    }

    /** As the data plane reads: in the winner's directory first, then where its files are published. */
    private @Nullable WorkerMessage reads(BucketSource source) {
        int bucket = id().task().index();
        String name = SimulatedJob.bucketName(source.winner(), bucket);
        for (Path folder : List.of(directory.attempt(source.winner()), directory.intermediate())) {
            SimulatedDisk.Node file = world.disk.find(folder.resolve(name));
            if (file != null) {
                if (worker.misreadsNow()) {
                    return new WorkerMessage.InputBad(id(), source.winner(), bucket, name + " is misread");
                }
                if (file.content.length == source.bytes() && SimulatedFiles.crc32c(file.content) == source.crc32c()) {
                    world.promises.read(id(), source.winner(), file);
                    read.writeBytes(file.content);
                    return null;
                }
                return new WorkerMessage.InputBad(id(), source.winner(), bucket, folder + " has another " + name);
            }
        }
        return new WorkerMessage.InputBad(id(), source.winner(), bucket, name + " is missing");
    }
}
