package dev.mr.embed;

import dev.mr.driver.OwnWorkers;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.TimeSource;
import dev.mr.worker.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Workers that are threads of this process. Thread-safe. */
final class WorkerThreads implements OwnWorkers {
    private static final long RESTART_MILLIS = 100;
    private static final int MOST_RESTARTS = 10;
    private static final long GRACE_MILLIS = 1_000;
    private static final long LAST_MILLIS = 3_000;

    private final int count;
    private final Maker maker;
    private final TimeSource time;
    private final Consumer<Throwable> despair;
    private final CountDownLatch dismissed = new CountDownLatch(1);
    private final List<@Nullable Worker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile List<String> stuck = List.of();
    private boolean closed;

    /** Makes workers. */
    interface Maker {
        /** A new worker of this label, all of whose threads come from the factory. */
        Worker worker(String label, ThreadFactory factory);
    }

    /** {@code despair} is called when a worker has failed again and again: there is no hope that the job ends. */
    WorkerThreads(int count, Maker maker, TimeSource time, Consumer<Throwable> despair) {
        this.count = count;
        this.maker = maker;
        this.time = time;
        this.despair = despair;
    }

    @Override
    public synchronized void start() {
        for (int i = 0; i < count; i++) {
            int index = i;
            workers.add(null);
            thread("mr-worker-" + (i + 1), () -> serve(index)).start();
        }
    }

    private synchronized Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        threads.removeIf(ended -> ended.getState() == Thread.State.TERMINATED);
        threads.add(thread);
        return thread;
    }

    private void serve(int index) {
        for (int restarts = 0; !isDismissed(0); restarts++) {
            try {
                make(index).run();
                return;
            } catch (MrException ended) {
                // A task that does not stop after its timeout costs its worker; the attempt has paid for that.
                restarts = ended.exitCode() == ExitCode.JOB_FAILED ? 0 : restarts;
                if (isHopeless(restarts)) {
                    despair.accept(ended);
                    return;
                }
            } catch (Throwable failure) {
                // In a process of its own the worker would have ended, and been started again.
                if (isHopeless(restarts)) {
                    despair.accept(failure);
                    return;
                }
            }
        }
    }

    private boolean isHopeless(int restarts) {
        return !isDismissed(RESTART_MILLIS) && restarts >= MOST_RESTARTS;
    }

    private synchronized Worker make(int index) {
        String label = "thread-" + (index + 1);
        AtomicInteger made = new AtomicInteger();
        Worker worker =
                maker.worker(label, work -> thread("mr-worker-" + (index + 1) + "-" + made.incrementAndGet(), work));
        workers.set(index, worker);
        if (isDismissed(0)) {
            worker.stop("the run has ended");
        }
        return worker;
    }

    private boolean isDismissed(long withinMillis) {
        try {
            return dismissed.await(withinMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void dismiss() {
        dismissed.countDown();
    }

    /** What the job's code was still doing, a thread each, when it was given up; empty when all threads ended. */
    List<String> stuck() {
        return stuck;
    }

    @Override
    public void close() {
        dismiss();
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            for (Worker worker : workers) {
                if (worker != null) {
                    worker.stop("the run has ended");
                }
            }
        }
        if (!alive(GRACE_MILLIS).isEmpty()) {
            alive(0).forEach(Thread::interrupt);
            stuck = alive(LAST_MILLIS).stream().map(WorkerThreads::describe).toList();
        }
    }

    /** Those that have not ended within this time. */
    private List<Thread> alive(long millis) {
        long until = time.nanos() + TimeUnit.MILLISECONDS.toNanos(millis);
        List<Thread> left = new ArrayList<>();
        for (Thread thread : snapshot()) {
            try {
                long patience = TimeUnit.NANOSECONDS.toMillis(until - time.nanos());
                if (patience > 0) {
                    thread.join(patience);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                until = time.nanos();
            }
            if (thread.isAlive()) {
                left.add(thread);
            }
        }
        return left;
    }

    private synchronized List<Thread> snapshot() {
        return List.copyOf(threads);
    }

    private static String describe(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            String of = frame.getClassName();
            if (!of.startsWith("java.") && !of.startsWith("jdk.") && !of.startsWith("sun.")) {
                return thread.getName() + " at " + frame;
            }
        }
        return thread.getName();
    }
}
