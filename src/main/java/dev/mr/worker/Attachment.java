package dev.mr.worker;

import dev.mr.files.JobDirectory;
import dev.mr.rpc.DriverConnection;
import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.WorkerMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A worker at work for one driver, from Welcome to the end of the stream: runs what is assigned, one task a slot, and speaks
 * on a thread of its own so that a busy task never makes it silent.
 */
final class Attachment implements AutoCloseable {
    private final DriverConnection connection;
    private final WorkerPorts ports;
    private final JobDirectory directory;
    private final Map<AttemptId, TaskExecution> running = new ConcurrentHashMap<>();
    private final AtomicLong sequence = new AtomicLong();
    private final ExecutorService slots;
    private volatile boolean leaving;
    private final ScheduledExecutorService pulse;

    Attachment(
            DriverConnection connection,
            WorkerPorts ports,
            JobDirectory directory,
            DriverMessage.Welcome welcome,
            int slots) {
        this.connection = connection;
        this.ports = ports;
        this.directory = directory;
        this.slots = Executors.newFixedThreadPool(slots, ports.threads());
        this.pulse = Executors.newSingleThreadScheduledExecutor(ports.threads());
        long interval = Math.max(1, welcome.heartbeatMillis());
        var unused = pulse.scheduleWithFixedDelay(this::beat, interval, interval, TimeUnit.MILLISECONDS);
        connection.send(new WorkerMessage.Ready(slots));
    }

    private void beat() {
        List<WorkerMessage.Progress> progress = running.values().stream()
                .map(task -> new WorkerMessage.Progress(
                        task.attempt(),
                        task.progress().records(),
                        task.progress().bytes(),
                        task.progress().position()))
                .toList();
        connection.send(new WorkerMessage.Heartbeat(sequence.incrementAndGet(), progress));
    }

    /** Handles one message, on the worker's main thread. */
    void handle(DriverMessage message) {
        if (message instanceof DriverMessage.Assign assign) {
            TaskExecution task = new TaskExecution(assign, directory, ports.files(), ports.jobs(), ports.failures());
            running.put(task.attempt(), task);
            slots.execute(() -> work(task));
        } else if (message instanceof DriverMessage.Revoke revoke) {
            ports.voice().accept(revoke.attempt() + " revoked: " + revoke.reason());
            TaskExecution task = running.get(revoke.attempt());
            if (task != null) {
                task.progress().cancel();
            }
        } else if (message instanceof DriverMessage.Rejected rejected) {
            ports.voice().accept(rejected.attempt() + " rejected: " + rejected.reason());
        }
    }

    private void work(TaskExecution task) {
        Optional<WorkerMessage> report = run(task);
        running.remove(task.attempt());
        if (report.isPresent()) {
            ports.voice().accept(line(task, report.get()));
            connection.send(report.get());
        }
        if (!leaving) {
            connection.send(new WorkerMessage.Ready(1));
        }
    }

    /** An attempt that ended without a report would stay alive in every heartbeat. */
    private static Optional<WorkerMessage> run(TaskExecution task) {
        try {
            return task.run();
        } catch (Throwable unspeakable) {
            String what = unspeakable.getClass().getName();
            return Optional.of(new WorkerMessage.Failed(task.attempt(), FailureKind.USER, what, ""));
        }
    }

    private static String line(TaskExecution task, WorkerMessage report) {
        String did = task.progress().records() + " records, " + task.progress().bytes() + " bytes read";
        if (report instanceof WorkerMessage.Failed failed) {
            return task.attempt() + " failed (" + failed.kind() + "): " + failed.message();
        }
        if (report instanceof WorkerMessage.InputBad bad) {
            return task.attempt() + " stopped, " + bad.winner() + " bucket " + bad.bucket() + ": " + bad.detail();
        }
        return task.attempt() + " done: " + did;
    }

    /** Says good-bye: whatever is held is given back. */
    void giveBack(String reason) {
        leaving = true;
        running.values().forEach(task -> task.progress().cancel());
        connection.send(new WorkerMessage.Goodbye(reason));
    }

    @Override
    public void close() {
        running.values().forEach(task -> task.progress().cancel());
        pulse.shutdownNow();
        slots.shutdown();
    }
}
