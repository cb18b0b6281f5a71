package dev.mr.job;

import dev.mr.store.JobStore;
import dev.mr.store.MemoryStore;
import dev.mr.task.AttemptId;
import dev.mr.task.JobState;
import dev.mr.task.Receipt;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A job's machine and the world around it, in memory: a store that checks every claim, workers that speak, file work that is
 * done when a test says so, and a clock that is set. The rules that hold after every event are checked after every event.
 */
final class World {
    static final String BUILD = "1.2.3";
    private static final long JOB = 7;

    final SampleJob job;
    final MemoryStore store;
    final List<Effect> effects = new ArrayList<>();
    private final Deque<Effect> fileWork = new ArrayDeque<>();
    final Coordinator coordinator;
    private final JobMachine machine;
    private final Invariants invariants;
    private final long epoch;
    private List<Effect> lastEffects = List.of();
    private long now = 1_000_000_000_000L;
    private long nonce;
    private long sessions;

    private World(SampleJob job, MemoryStore store, long epoch) {
        this.job = job;
        this.store = store;
        this.epoch = epoch;
        this.nonce = epoch << 32;
        this.coordinator = Coordinator.of(JOB, store.load(), BUILD, "/jobs/a", () -> ++nonce);
        this.machine = Objects.requireNonNull(coordinator.job(JOB));
        this.invariants = new Invariants(store);
    }

    /** A new job whose driver has started. */
    static World of(SampleJob job) {
        MemoryStore store = new MemoryStore("database");
        long epoch = store.create(job.stored(), new JobStore.DriverIdentity(1, "alpha", "boot"), 0);
        World world = new World(job, store, epoch);
        world.happens(new Event.Started());
        return world;
    }

    /** The next driver of the same job, which has seen no event yet; this world is over. */
    World successor() {
        return new World(job, store, store.claim(new JobStore.DriverIdentity(2, "alpha", "boot"), 0));
    }

    /** The next driver, which found nothing of the attempts that were live; it waits for workers that said they come back. */
    World resumed() {
        World next = successor();
        List<JobSnapshot.StoredAttempt> live = store.load().live();
        next.happens(new Event.Started());
        live.stream()
                .filter(attempt -> attempt.reconnectMillis() == 0)
                .forEach(attempt -> next.happens(new Event.Abandoned(attempt.attempt(), "it left no RECEIPT")));
        return next;
    }

    /** One event, handled and stored; what it caused. */
    List<Effect> happens(Event event) {
        List<Effect> caused = coordinator.handle(addressed(event), now).stream()
                .map(Decision::effect)
                .toList();
        List<Change> changes = caused.stream()
                .filter(Effect.Persist.class::isInstance)
                .map(effect -> ((Effect.Persist) effect).change())
                .toList();
        try {
            store.commit(epoch, 0, changes);
        } catch (JobStore.SupersededException impossible) {
            throw new AssertionError(impossible);
        }
        invariants.check(event, caused, progress());
        caused.stream().filter(World::isFileWork).forEach(fileWork::add);
        effects.addAll(caused);
        lastEffects = caused;
        return caused;
    }

    private static Event addressed(Event event) {
        boolean ofNoJob = event instanceof Event.Said
                || event instanceof Event.Reported
                || event instanceof Event.StreamClosed
                || event instanceof Event.Tick
                || event instanceof Event.DiskChecked;
        return ofNoJob ? event : new Event.OfJob(JOB, event);
    }

    private static boolean isFileWork(Effect effect) {
        return effect instanceof Effect.PublishMap
                || effect instanceof Effect.PublishOutput
                || effect instanceof Effect.Inspect;
    }

    /** Does the file work that was asked for, and what that leads to, until there is none; buckets turn out sound. */
    void fileWorkIsDone() {
        for (Effect next = fileWork.poll(); next != null; next = fileWork.poll()) {
            happens(answer(next));
        }
    }

    private static Event answer(Effect work) {
        if (work instanceof Effect.PublishMap publish) {
            return new Event.MapPublished(publish.winner());
        } else if (work instanceof Effect.Inspect inspect) {
            return new Event.BucketSound(inspect.winner(), inspect.bucket());
        }
        return new Event.OutputPublished();
    }

    /** The file work that waits, taken out of the line unanswered. */
    @Nullable
    Effect nextFileWork() {
        return fileWork.poll();
    }

    void passes(Duration time) {
        now += time.toNanos();
    }

    /** Time passes in ticks, so that the driver is never late. */
    void passesTicking(Duration time) {
        long end = now + time.toNanos();
        while (now < end) {
            now = Math.min(end, now + coordinator.tickNanos());
            happens(new Event.Tick());
        }
    }

    TestWorker worker(String label) {
        return new TestWorker(this, ++sessions, label);
    }

    /** The same process on another stream, or to another driver, that has said nothing yet. */
    TestWorker returning(TestWorker before) {
        return new TestWorker(this, ++sessions, before);
    }

    /** A worker with so many slots, all free, that works on and comes back when its stream ends. */
    TestWorker lastingWorker(String label, int slots) {
        TestWorker worker = worker(label);
        worker.lasts();
        worker.hello(slots);
        worker.ready(slots);
        return worker;
    }

    /** A worker that has said Hello and has one free slot. */
    TestWorker readyWorker(String label) {
        TestWorker worker = worker(label);
        worker.hello();
        worker.ready(1);
        return worker;
    }

    /** One worker does everything there is to do, file work included. */
    void runsToTheEnd() {
        TestWorker worker = readyWorker("last");
        for (AttemptId task = worker.newlyAssigned(); task != null; task = worker.newlyAssigned()) {
            worker.succeeds(task);
            worker.ready(1);
            fileWorkIsDone();
        }
        fileWorkIsDone();
    }

    /** The winner's files are found to be damaged. */
    List<Effect> damaged(AttemptId winner) {
        return happens(new Event.WinnerDamaged(winner, winner.task() + "'s file is missing"));
    }

    JobState state() {
        return machine.state();
    }

    String message() {
        return machine.message();
    }

    JobProgress progress() {
        return machine.progress(coordinator.workers());
    }

    /** What the last event caused. */
    List<Effect> lastEffects() {
        return lastEffects;
    }

    <T extends Effect> List<T> last(Class<T> kind) {
        return of(lastEffects.stream(), kind);
    }

    <T extends Effect> List<T> all(Class<T> kind) {
        return of(effects.stream(), kind);
    }

    private static <T> List<T> of(Stream<? super T> from, Class<T> kind) {
        return from.filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Why the driver stopped, if it did. */
    Effect.@Nullable Stop stop() {
        List<Effect.Stop> stops = all(Effect.Stop.class);
        return stops.isEmpty() ? null : stops.get(0);
    }

    List<String> warnings() {
        return all(Effect.Warn.class).stream().map(Effect.Warn::line).toList();
    }

    /** The task's stored row; that of an untouched task when it has none. */
    JobSnapshot.StoredTask task(TaskId id) {
        return store.load().tasks().stream()
                .filter(task -> task.task().equals(id))
                .findFirst()
                .orElse(new JobSnapshot.StoredTask(id, TaskState.PENDING, 0, Optional.empty(), 0, false, 0, 0, 0));
    }

    TaskState stateOf(TaskId id) {
        return task(id).state();
    }

    AttemptId winnerOf(TaskId id) {
        return task(id).winner().map(Receipt::attempt).orElseThrow();
    }
}
