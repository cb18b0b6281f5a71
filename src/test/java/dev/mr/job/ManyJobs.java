package dev.mr.job;

import dev.mr.store.JobStore;
import dev.mr.store.MemoryStore;
import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.JobState;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;
import dev.mr.task.WorkerMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A service's coordinator with jobs, workers and file work, all in memory. The rules of each job are checked after every event. */
final class ManyJobs {
    private static final String BUILD = "1.2.3";
    static final Duration LEASE = Duration.ofSeconds(10);

    Coordinator coordinator;
    private final int minWorkers;
    final List<Decision> decisions = new ArrayList<>();
    private final Map<Long, Open> jobs = new TreeMap<>();
    /** What each worker holds, as far as it was told. */
    private final Map<Long, Map<AttemptId, Long>> held = new TreeMap<>();

    /** What Welcome called the workers of sessions. */
    private final Map<Long, Integer> workers = new TreeMap<>();

    private final Deque<Decision> fileWork = new ArrayDeque<>();
    private long now = 1_000_000_000_000L;
    private long nonce;
    private long sessions;
    private long numbers;

    private Coordinator coordinator(long epoch, int known) {
        return new Coordinator(
                new Terms(BUILD, "/service", "", epoch, LEASE, Duration.ofSeconds(1), minWorkers), known);
    }

    /** The service is killed, and another goes on with all jobs; workers that come back have their attempts still. */
    void restarts() {
        fileWork.clear();
        coordinator = coordinator(2, (int) sessions);
        jobs.replaceAll((number, open) -> {
            MemoryStore store = open.store();
            long epoch = store.claim(new JobStore.DriverIdentity(2, "alpha", "boot"), 0);
            JobMachine machine =
                    coordinator.open(number, "jobs/" + number, store.load(), Remedies.ofService(), () -> ++nonce);
            return new Open(open.job(), store, epoch, machine, new Invariants(store));
        });
        Map<Long, List<JobSnapshot.StoredAttempt>> live = new TreeMap<>();
        jobs.forEach((number, open) -> live.put(number, open.store().load().live()));
        live.forEach((number, attempts) -> {
            happens(new Event.OfJob(number, new Event.Started()));
            attempts.stream()
                    .filter(attempt -> attempt.reconnectMillis() == 0)
                    .forEach(attempt -> happens(
                            new Event.OfJob(number, new Event.Abandoned(attempt.attempt(), "it left no RECEIPT"))));
        });
    }

    /** A worker that comes back, with so many slots, all free; its session. */
    long lasts(int slots) {
        long session = ++sessions;
        says(session, hello(slots, 0, List.of()));
        says(session, new WorkerMessage.Ready(slots));
        return session;
    }

    /** The worker of this session is back on another stream, with all it holds; its session. */
    long returns(long before, int slots) {
        long session = ++sessions;
        Map<AttemptId, Long> its = held.remove(before);
        Map<AttemptId, Long> kept = its == null ? new LinkedHashMap<>() : its;
        held.put(session, kept);
        List<AttemptId> named = List.copyOf(kept.keySet());
        says(session, hello(slots, workers.getOrDefault(before, 0), named));
        int free = slots - kept.size();
        if (free > 0) {
            says(session, new WorkerMessage.Ready(free));
        }
        return session;
    }

    private static WorkerMessage hello(int slots, int former, List<AttemptId> named) {
        return new WorkerMessage.Hello("lasting", "alpha", 4711, slots, BUILD, 120_000, "", named, former);
    }

    private record Open(SampleJob job, MemoryStore store, long epoch, JobMachine machine, Invariants invariants) {}

    ManyJobs() {
        this(0);
    }

    /** Nothing begins before so many workers have come. */
    ManyJobs(int minWorkers) {
        this.minWorkers = minWorkers;
        this.coordinator = coordinator(1, 0);
    }

    /** A job begins; its number. */
    long opens(SampleJob job) {
        long number = ++numbers;
        MemoryStore store = new MemoryStore("database");
        long epoch = store.create(job.stored(), new JobStore.DriverIdentity(1, "alpha", "boot"), 0);
        opens(number, job, store, epoch);
        return number;
    }

    /** A job that waited in line begins; its number. */
    long opensAccepted(SampleJob job) {
        long number = ++numbers;
        MemoryStore store = new MemoryStore("database");
        long epoch = store.claim(new JobStore.DriverIdentity(1, "alpha", "boot"), 0);
        try {
            store.accept(epoch, job.stored(), new JobStore.Acceptance("request", "jobs/" + number), 0);
        } catch (JobStore.SupersededException impossible) {
            throw new AssertionError(impossible);
        }
        opens(number, job, store, epoch);
        return number;
    }

    /** A job that stopped, but had not ended, is opened again, and what it had running is given up. */
    void reopens(long number) {
        Open old = Objects.requireNonNull(jobs.get(number));
        JobSnapshot stored = old.store().load();
        opens(number, old.job(), old.store(), old.epoch());
        stored.live()
                .forEach(live ->
                        happens(new Event.OfJob(number, new Event.Abandoned(live.attempt(), "it left no RECEIPT"))));
    }

    private void opens(long number, SampleJob job, MemoryStore store, long epoch) {
        JobMachine machine =
                coordinator.open(number, "jobs/" + number, store.load(), Remedies.ofService(), () -> ++nonce);
        jobs.put(number, new Open(job, store, epoch, machine, new Invariants(store)));
        happens(new Event.OfJob(number, new Event.Started()));
    }

    /** One event, handled and stored. */
    List<Decision> happens(Event event) {
        Set<Long> closed = jobs.keySet().stream()
                .filter(number -> coordinator.job(number) == null)
                .collect(Collectors.toSet());
        List<Decision> caused = coordinator.handle(event, now);
        jobs.forEach((number, open) -> {
            List<Effect> own = caused.stream()
                    .filter(decision -> decision.job() == number)
                    .map(Decision::effect)
                    .toList();
            store(open, own);
            if (!closed.contains(number)) {
                open.invariants().check(event, own, open.machine().progress(0));
            }
        });
        for (Decision decision : caused) {
            if (decision.effect() instanceof Effect.Send send) {
                told(decision.job(), send);
            } else if (decision.effect() instanceof Effect.PublishMap
                    || decision.effect() instanceof Effect.PublishOutput
                    || decision.effect() instanceof Effect.Inspect) {
                fileWork.add(decision);
            }
        }
        decisions.addAll(caused);
        return caused;
    }

    private static void store(Open open, List<Effect> own) {
        List<Change> changes = own.stream()
                .filter(Effect.Persist.class::isInstance)
                .map(effect -> ((Effect.Persist) effect).change())
                .toList();
        try {
            open.store().commit(open.epoch(), 0, changes);
        } catch (JobStore.SupersededException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private void told(long job, Effect.Send send) {
        Map<AttemptId, Long> its = held.computeIfAbsent(send.session(), unseen -> new LinkedHashMap<>());
        if (send.message() instanceof DriverMessage.Welcome welcome) {
            workers.put(send.session(), welcome.worker());
        } else if (send.message() instanceof DriverMessage.Assign assign) {
            its.put(assign.attempt(), job);
        } else if (send.message() instanceof DriverMessage.Revoke revoke) {
            its.remove(revoke.attempt());
        } else if (send.message() instanceof DriverMessage.JobClosed closed) {
            its.values().removeIf(number -> closed.folder().equals("jobs/" + number));
        }
    }

    void fileWorkIsDone() {
        for (Decision next = fileWork.poll(); next != null; next = fileWork.poll()) {
            happens(new Event.OfJob(next.job(), answer(next.effect())));
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

    /** A worker with so many slots, all free; its session. */
    long joins(int slots) {
        long session = ++sessions;
        says(session, new WorkerMessage.Hello("w" + session, "alpha", 4711, slots, BUILD, 0, ""));
        says(session, new WorkerMessage.Ready(slots));
        return session;
    }

    List<Decision> says(long session, WorkerMessage message) {
        return happens(new Event.Said(session, message));
    }

    /** The attempts a worker believes to hold, each with its job. */
    Map<AttemptId, Long> heldBy(long session) {
        return held.getOrDefault(session, Map.of());
    }

    /** How many of its tasks are with workers. */
    int leased(long job) {
        JobProgress progress = Objects.requireNonNull(jobs.get(job)).machine().progress(0);
        return progress.mapsLeased() + progress.reducesLeased();
    }

    /** The worker has done an attempt of the job, and is free again. */
    void succeeds(long session, AttemptId attempt, long job) {
        held.getOrDefault(session, new LinkedHashMap<>()).remove(attempt);
        SampleJob sample = Objects.requireNonNull(jobs.get(job)).job();
        happens(new Event.Reported(session, attempt, sample.receipt(attempt), ""));
        says(session, new WorkerMessage.Ready(1));
    }

    void closes(long session) {
        held.remove(session);
        breaks(session);
    }

    /** The stream ends, and its worker still has what it has. */
    void breaks(long session) {
        happens(new Event.StreamClosed(session, "the connection broke"));
    }

    void passes(Duration time) {
        now += time.toNanos();
        happens(new Event.Tick());
    }

    /** Time passes in ticks, so that the driver is never late. */
    void waits(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusMillis(500)) {
            passes(Duration.ofMillis(500));
        }
    }

    /** How many attempts of its tasks were ever begun. */
    int started(long job) {
        return Objects.requireNonNull(jobs.get(job)).store().load().tasks().stream()
                .mapToInt(JobSnapshot.StoredTask::attempts)
                .sum();
    }

    /** All that is assigned is done, by these workers, until nothing is. */
    void runToTheEnd(List<Long> workers) {
        boolean worked = true;
        while (worked) {
            worked = false;
            fileWorkIsDone();
            for (long worker : workers) {
                for (Map.Entry<AttemptId, Long> next :
                        List.copyOf(heldBy(worker).entrySet())) {
                    worked = true;
                    succeeds(worker, next.getKey(), next.getValue());
                }
            }
        }
    }

    JobState state(long job) {
        return Objects.requireNonNull(jobs.get(job)).store().load().state();
    }

    long committed(long job, TaskKind kind) {
        return Objects.requireNonNull(jobs.get(job)).store().load().tasks().stream()
                .filter(task -> task.task().kind() == kind && task.state() == TaskState.COMMITTED)
                .count();
    }

    /** Of one kind of effect, those of a job. */
    <T extends Effect> List<T> of(long job, Class<T> kind) {
        return decisions.stream()
                .filter(decision -> decision.job() == job)
                .map(Decision::effect)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
