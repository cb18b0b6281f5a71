package dev.mr.worker;

import dev.mr.files.JobDirectory;
import dev.mr.task.AttemptId;
import dev.mr.task.Counted;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.WorkerMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A worker at work for one driver and its jobs, from the first Welcome on: runs what is assigned, one task a slot, and speaks on a
 * thread of its own so that a busy task never makes it silent. What runs goes on while there is no stream.
 */
final class Tasks implements AutoCloseable {
    private static final long GRACE_MILLIS = 5_000;

    /** A healthy task ends at its next record, and is better not interrupted at whatever it does. */
    private static final long PATIENCE_MILLIS = 1_000;

    private final WorkerPorts ports;
    private final JobDirectory root;
    /** Assigned and not begun; guarded by itself, as is the step from here to {@link #running}. Who takes one out closes it. */
    private final Map<AttemptId, TaskExecution> waiting = new HashMap<>();

    private final Map<AttemptId, TaskExecution> running = new ConcurrentHashMap<>();
    private final Outlet outlet;
    private final ExecutorService slots;
    private final Duration interval;
    private final Consumer<String> stuck;
    private final Map<AttemptId, TaskWatch> watches = new HashMap<>();
    private final Set<AttemptId> abandoned = new HashSet<>();
    private volatile boolean leaving;
    private final ScheduledExecutorService pulse;
    private final HeldReports reports;

    /**
     * No stream is attached yet. The folders of jobs are below {@code root}; {@code stuck} is told, on another thread, when the worker
     * has to end because a task will not.
     */
    Tasks(WorkerPorts ports, JobDirectory root, Duration heartbeat, int slots, Consumer<String> stuck) {
        this.stuck = stuck;
        this.interval = heartbeat;
        this.ports = ports;
        this.root = root;
        this.outlet = new Outlet(slots);
        this.slots = Executors.newFixedThreadPool(slots, ports.threads());
        this.pulse = Executors.newSingleThreadScheduledExecutor(ports.threads());
        this.reports = new HeldReports(outlet::send, this::soon);
        var unused = pulse.scheduleWithFixedDelay(
                this::beatOrSayWhyNot, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Speaks on this stream from now on, whose driver has said Welcome: tells what nobody has heard, and how many slots are free. */
    void attach(Consumer<WorkerMessage> stream) {
        outlet.attach(stream);
    }

    /** The stream has ended. What has not begun is given up; the rest goes on. */
    void detach() {
        outlet.detach();
        outlet.dropped(forget(task -> true).size());
        reports.flush();
    }

    /** Attempts that go on, or have ended unheard. */
    Set<AttemptId> held() {
        Set<AttemptId> held = new LinkedHashSet<>(running.keySet());
        held.addAll(outlet.unheard()); // in this order: an attempt is there before it is not running any more
        return held;
    }

    /** A thread pool ends what has thrown once, be it for want of memory that the job's code gives back later. */
    private void beatOrSayWhyNot() {
        try {
            beat();
        } catch (RuntimeException | Error failure) {
            ports.voice().accept("no heartbeat: " + failure);
        }
    }

    private void beat() {
        List<WorkerMessage.Progress> progress = running.values().stream()
                .map(task -> new WorkerMessage.Progress(
                        task.attempt(),
                        task.progress().records(),
                        task.progress().bytes(),
                        task.progress().position()))
                .toList();
        outlet.beat(progress);
        watches.keySet().retainAll(running.keySet());
        running.values().forEach(this::look);
    }

    /** A task without progress is given up; if its thread does not even end then, this worker has to. */
    private void look(TaskExecution task) {
        TaskWatch watch = watches.computeIfAbsent(task.attempt(), unseen -> task.watch(interval));
        if (!watch.isStuck(task.progress().marks()) || abandoned.contains(task.attempt())) {
            return;
        }
        // If there is no memory for that now, the next heartbeat tries again.
        Optional<WorkerMessage> report = task.abandon();
        abandoned.add(task.attempt());
        report.ifPresent(told -> {
            ports.voice().accept(line(task, told));
            outlet.report(told);
        });
        awaitEnd(task, "its timeout");
    }

    /** The driver wants nothing of this task any more, and the slot is free as soon as it ends. */
    private void revoke(TaskExecution task) {
        task.revoke();
        after(PATIENCE_MILLIS, task, () -> {
            task.interrupt();
            awaitEnd(task, "it was revoked");
        });
    }

    private void awaitEnd(TaskExecution task, String after) {
        after(
                GRACE_MILLIS,
                task,
                () -> stuck.accept(task.name() + " does not stop after " + after
                        + "; this worker ends, so that a new one can take its place"));
    }

    /** If the task still runs then. */
    private void after(long millis, TaskExecution task, Runnable what) {
        var unused = pulse.schedule(
                () -> {
                    if (running.containsKey(task.attempt())) {
                        what.run();
                    }
                },
                millis,
                TimeUnit.MILLISECONDS);
    }

    private void soon(Runnable what) {
        try {
            var unused = pulse.schedule(what, HeldReports.HOLD_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException ended) {
            what.run();
        }
    }

    /** Handles one message, on the worker's main thread. */
    void handle(DriverMessage message) {
        outlet.heard(message);
        if (message instanceof DriverMessage.Assign assign) {
            TaskExecution task = new TaskExecution(assign, root, ports.files(), ports.jobs(), ports.failures());
            outlet.assigned();
            synchronized (waiting) {
                waiting.put(task.attempt(), task);
            }
            slots.execute(() -> work(task));
        } else if (message instanceof DriverMessage.Revoke revoke) {
            ports.voice().accept(revoke.attempt() + " revoked: " + revoke.reason());
            if (!forget(task -> task.attempt().equals(revoke.attempt())).isEmpty()) {
                outlet.send(new WorkerMessage.Ready(1));
                return;
            }
            TaskExecution task = running.get(revoke.attempt());
            if (task != null) {
                revoke(task);
            }
        } else if (message instanceof DriverMessage.Rejected rejected) {
            ports.voice().accept(rejected.attempt() + " rejected: " + rejected.reason());
        } else if (message instanceof DriverMessage.JobClosed closed) {
            closeJob(closed.folder());
        }
    }

    /** Nobody wants what is left of the job: its attempts end as if each were revoked, and its code with the last of them. */
    private void closeJob(String folder) {
        ports.voice().accept("the job in " + root.in(folder).root() + " is closed");
        int forgotten = forget(task -> task.folder().equals(folder)).size();
        if (forgotten > 0) {
            outlet.send(new WorkerMessage.Ready(forgotten));
        }
        running.values().stream().filter(task -> task.folder().equals(folder)).forEach(this::revoke);
        ports.jobs().forget(folder);
    }

    /** Those that had not begun, and now never do. */
    private List<TaskExecution> forget(Predicate<TaskExecution> which) {
        List<TaskExecution> forgotten;
        synchronized (waiting) {
            forgotten = waiting.values().stream().filter(which).toList();
            waiting.values().removeAll(forgotten);
        }
        forgotten.forEach(TaskExecution::close);
        return forgotten;
    }

    /** Whether it is still to be run. */
    private boolean begins(TaskExecution task) {
        synchronized (waiting) {
            if (waiting.remove(task.attempt()) == null) {
                return false;
            }
            if (leaving) {
                task.close();
                return false;
            }
            running.put(task.attempt(), task);
            return true;
        }
    }

    private void work(TaskExecution task) {
        if (!begins(task)) {
            return;
        }
        try (task) {
            Optional<WorkerMessage> report = run(task);
            report.ifPresent(outlet::keep);
            running.remove(task.attempt());
            tell(task, report);
        }
    }

    private void tell(TaskExecution task, Optional<WorkerMessage> report) {
        List<WorkerMessage> messages = new ArrayList<>(2);
        if (report.isPresent()) {
            ports.voice().accept(line(task, report.get()));
            messages.add(report.get());
        }
        if (task.isExhausted()) {
            leaving = true;
            reports.tell(messages, 0);
            stuck.accept(task.name() + " ran out of memory; this worker ends, so that a new one can take its place");
            return;
        }
        if (!leaving) {
            messages.add(new WorkerMessage.Ready(1));
        }
        reports.tell(messages, leaving ? 0 : left());
    }

    /** Tasks that are still to be begun. */
    private int left() {
        synchronized (waiting) {
            return waiting.size();
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
        long records = task.progress().records();
        long bytes = task.progress().bytes();
        String did = records + " " + Counted.noun(records, "record") + ", " + bytes + " " + Counted.noun(bytes, "byte")
                + " read";
        if (report instanceof WorkerMessage.Failed failed) {
            return task.name() + " failed (" + failed.kind() + "): " + failed.message();
        }
        if (report instanceof WorkerMessage.InputBad bad) {
            return task.name() + " stopped, " + bad.winner() + " bucket " + bad.bucket() + ": " + bad.detail();
        }
        return task.name() + " done: " + did;
    }

    /** Says good-bye: whatever is held is given back. */
    void giveBack(String reason) {
        leaving = true;
        for (TaskExecution task : running.values()) {
            task.progress().cancel();
            task.exiting().ifPresent(outlet::report);
        }
        reports.flush();
        outlet.send(new WorkerMessage.Goodbye(reason));
    }

    @Override
    public void close() {
        leaving = true;
        running.values().forEach(task -> task.progress().cancel());
        pulse.shutdownNow();
        slots.shutdown();
        ports.jobs().forgetAll();
    }
}
