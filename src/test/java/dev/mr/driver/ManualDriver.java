package dev.mr.driver;

import dev.mr.job.Event;
import dev.mr.store.JobStore;
import dev.mr.task.DriverMessage;
import dev.mr.task.JobState;
import dev.mr.task.WorkerMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/**
 * A driver that does nothing by itself: a test cranks each turn, each piece of file work and each attempt of its one worker.
 * Everything else is what a real driver is made of. Closing it is the death of its process.
 */
final class ManualDriver implements AutoCloseable {
    static final long SESSION = 1;

    final List<DriverMessage> sent = new ArrayList<>();
    final Deque<DriverMessage.Assign> assigned = new ArrayDeque<>();
    final Drive drive;
    final JobStore store;
    private final JobSite job;
    private final DriverLock lock;
    private final Inbox inbox = new Inbox();
    private final Deque<Runnable> fileWork = new ArrayDeque<>();
    private final ManualWorker worker;

    private ManualDriver(JobSite job, Steps steps, Claim claim, DriverLock lock) {
        this.job = job;
        this.lock = lock;
        this.worker = new ManualWorker(job.directory);
        Site site = job.site(steps);
        this.store = site.stores().apply(job.directory.database());
        if (claim != Claim.FIRST) {
            store.claim(JobSite.DRIVER, 0);
        }
        Outbox outbox = new Outbox() {
            @Override
            public void send(long session, DriverMessage message) {
                steps.next("send " + message.getClass().getSimpleName());
                sent.add(message);
                if (message instanceof DriverMessage.Assign assign) {
                    assigned.add(assign);
                }
            }

            @Override
            public void refuse(long session, String reason) {
                throw new AssertionError(reason);
            }
        };
        this.drive = new Drive(
                site,
                store,
                store.load(),
                new Drive.Outside(inbox, outbox, fileWork::add, job.voice()),
                "localhost:1",
                OptionalLong.of(0),
                claim == Claim.AFTER_REBOOT);
    }

    /** How a driver comes to drive. */
    enum Claim {
        FIRST,
        RESUME,
        AFTER_REBOOT
    }

    static ManualDriver of(JobSite job, Steps steps, Claim claim) throws IOException {
        DriverLock lock =
                DriverLock.take(job.directory, job.site(Steps.withoutCrash()).files());
        return new ManualDriver(job, steps, claim, lock);
    }

    void says(WorkerMessage message) {
        inbox.add(new Event.Said(SESSION, message));
    }

    /** Its first turn, and a worker that is ready. */
    void takesOver() throws IOException, JobStore.SupersededException {
        drive.takeOver();
        String uuid = store.current().orElseThrow().uuid();
        says(new WorkerMessage.Hello("w", "alpha", 4711, 1, "1.2.3", 0, uuid));
        says(new WorkerMessage.Ready(1));
    }

    /** One turn with whatever has arrived; false when nothing has. */
    boolean turns() throws JobStore.SupersededException {
        List<Event> arrived = inbox.await(0);
        if (!arrived.isEmpty()) {
            job.passes(Duration.ofMillis(1));
            drive.loop().turn(arrived);
        }
        return !arrived.isEmpty();
    }

    /** One piece of file work; false when none waits. */
    boolean doesFileWork() {
        Runnable next = fileWork.poll();
        if (next != null) {
            next.run();
        }
        return next != null;
    }

    void doesAllFileWork() {
        for (boolean more = true; more; ) {
            more = doesFileWork();
        }
    }

    /** The worker does what it was assigned next and reports it; false when there is nothing. */
    boolean worksAndReports() throws IOException {
        DriverMessage.Assign next = assigned.poll();
        if (next != null) {
            says(worker.work(next));
            says(new WorkerMessage.Ready(1));
        }
        return next != null;
    }

    /** The worker does what it was assigned, and nobody hears of it. */
    void worksUnheard() throws IOException {
        for (DriverMessage.Assign next = assigned.poll(); next != null; next = assigned.poll()) {
            worker.work(next);
        }
    }

    /** Everything, in an order the seed chooses, until the driver stops; then what a driver does last. */
    void runsToItsEnd(long seed) throws IOException, JobStore.SupersededException {
        takesOver();
        Random order = new Random(seed);
        while (drive.stop() == null) {
            int first = order.nextInt(3);
            boolean did = false;
            for (int i = 0; i < 3 && !did; i++) {
                did = switch ((first + i) % 3) {
                    case 0 -> turns();
                    case 1 -> doesFileWork();
                    default -> worksAndReports();
                };
            }
            if (!did) {
                throw new AssertionError("nothing is left to do; said " + job.said + ", sent " + sent);
            }
        }
        doesAllFileWork();
        if (drive.finished() == JobState.SUCCEEDED) {
            drive.clear();
        }
    }

    @Override
    public void close() throws IOException {
        store.close();
        lock.close();
    }
}
