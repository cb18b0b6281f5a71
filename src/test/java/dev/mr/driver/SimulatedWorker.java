package dev.mr.driver;

import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.WorkerMessage;
import dev.mr.worker.Outlet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A worker's process: says what a worker says, through a real {@link Outlet}, and does attempts step by step. */
final class SimulatedWorker extends SimulatedProcess {
    private static final long SEEK_NANOS = 100_000_000L;

    final SimulatedFiles files;
    private final int slots;
    private final long reconnectNanos;
    private final Outlet outlet;
    private final Set<String> folders = new HashSet<>();
    private final Deque<SimulatedAttempt> waiting = new ArrayDeque<>();
    private final Map<AttemptId, SimulatedAttempt> running = new LinkedHashMap<>();
    private final int pace;
    private @Nullable SimulatedStream stream;
    private DriverMessage.@Nullable Welcome last;
    private long heardAt;
    private long lostAt;
    private boolean welcome;
    private int userFailures;
    private int misreadings;

    SimulatedWorker(Simulation world, String name) {
        super(world, name);
        this.slots = 1 + world.random.nextInt(2);
        this.reconnectNanos = world.random.nextInt(3) == 0 ? world.job.lease.toNanos() * 3 : 0;
        this.pace = switch (world.random.nextInt(6)) {
            case 0 -> 10;
            case 1 -> 100; // so that what it does has backups
            default -> 1;
        };
        this.outlet = new Outlet(slots);
        this.files = new SimulatedFiles(world.disk, this);
    }

    void begins() {
        world.trace.add(name, "begins, " + slots + " slots, comes back within " + reconnectNanos);
        seeks();
        beats();
    }

    private void seeks() {
        if (stream != null) {
            return;
        }
        if (lostAt > 0 && world.timetable.now() - lostAt > reconnectNanos) {
            dies("since it found no driver");
            return;
        }
        SimulatedDriver driver = world.listeningDriver();
        if (driver == null) {
            if (world.promises.state().isFinished() && world.livingDriver() == null) {
                dies("since the job has ended");
                return;
            }
        } else {
            stream = world.open(this, driver);
            heardAt = world.timetable.now();
            welcome = false;
            stream.up(new WorkerMessage.Hello(
                    name,
                    "alpha",
                    1,
                    slots,
                    "1.2.3",
                    reconnectNanos / 1_000_000,
                    "job-1",
                    held(),
                    last == null ? 0 : last.worker()));
        }
        later(SEEK_NANOS, this::seeks);
    }

    private List<AttemptId> held() {
        Set<AttemptId> held = new LinkedHashSet<>(running.keySet());
        held.addAll(outlet.unheard());
        return List.copyOf(held);
    }

    private void beats() {
        if (stream != null && welcome) {
            List<WorkerMessage.Progress> progress = running.keySet().stream()
                    .map(attempt -> new WorkerMessage.Progress(attempt, 1, 1, "somewhere"))
                    .toList();
            outlet.beat(progress);
        }
        if (stream != null && world.timetable.now() - heardAt > world.silenceNanos()) {
            loses(stream);
        }
        later(world.job.heartbeat.toNanos(), this::beats);
    }

    void hears(SimulatedStream from, DriverMessage message) {
        if (from != stream) {
            return;
        }
        world.trace.add(name, message);
        heardAt = world.timetable.now();
        if (message instanceof DriverMessage.Welcome greeting) {
            greeted(greeting, from);
        } else if (message instanceof DriverMessage.JobDone) {
            dies("since the job is done");
        } else if (welcome) {
            outlet.heard(message);
            if (message instanceof DriverMessage.Assign assign) {
                assigned(assign);
            } else if (message instanceof DriverMessage.Revoke revoke) {
                revoked(revoke.attempt());
            }
        }
    }

    private void greeted(DriverMessage.Welcome greeting, SimulatedStream from) {
        if (last != null && greeting.epoch() < last.epoch()) {
            from.breaks("a driver of long ago");
            loses(from);
            return;
        }
        held().forEach(attempt -> world.promises.adopted(attempt, from));
        last = greeting;
        lostAt = 0;
        welcome = true;
        outlet.attach(from::up);
    }

    private void assigned(DriverMessage.Assign assign) {
        outlet.assigned();
        folders.add(assign.attempt().directoryName());
        waiting.add(new SimulatedAttempt(this, assign, pace));
        starts();
    }

    private void starts() {
        while (running.size() < slots && !waiting.isEmpty()) {
            SimulatedAttempt next = waiting.remove();
            running.put(next.id(), next);
            next.begins();
        }
    }

    private void revoked(AttemptId attempt) {
        if (waiting.removeIf(task -> task.id().equals(attempt))) {
            outlet.send(new WorkerMessage.Ready(1));
        }
        SimulatedAttempt task = running.get(attempt);
        if (task != null) {
            task.isRevoked();
        }
    }

    /** An attempt is over; there may be nothing to report. */
    void ends(AttemptId attempt, @Nullable WorkerMessage report) {
        if (report != null) {
            outlet.keep(report);
        }
        running.remove(attempt);
        if (report != null) {
            outlet.send(report);
            if (stream != null && world.random.nextInt(20) == 0) {
                stream.up(report); // heard twice
            }
        }
        outlet.send(new WorkerMessage.Ready(1));
        starts();
    }

    /** The stream is gone, as far as this process can tell. */
    void loses(SimulatedStream lost) {
        if (lost != stream) {
            return;
        }
        stream = null;
        if (reconnectNanos == 0 && welcome) {
            dies("without its driver");
            return;
        }
        lost.breaks("the worker gave it up");
        outlet.detach();
        outlet.dropped(waiting.size());
        waiting.clear();
        if (lostAt == 0 && last != null) {
            lostAt = world.timetable.now();
        }
        later(SEEK_NANOS, this::seeks);
    }

    /** It ends of its own will, and says so. */
    void leaves() {
        SimulatedStream there = stream;
        if (there != null && welcome) {
            there.up(new WorkerMessage.Goodbye("it is told to end"));
            stream = null;
            dies("as it was told");
            there.breaks("its worker left");
        }
    }

    /** Its next attempt throws. */
    void isToFail() {
        userFailures++;
    }

    boolean failsNow() {
        boolean now = userFailures > 0;
        userFailures = Math.max(0, userFailures - 1);
        return now;
    }

    /** The next bucket that it reads seems to be damaged, and is not. */
    void isToMisread() {
        misreadings++;
    }

    boolean misreadsNow() {
        boolean now = misreadings > 0;
        misreadings = Math.max(0, misreadings - 1);
        return now;
    }

    /** Whether it was ever assigned the attempt of this directory. */
    boolean works(String folder) {
        return folders.contains(folder);
    }

    @Nullable
    SimulatedStream stream() {
        return stream;
    }

    static WorkerMessage failed(AttemptId attempt, FailureKind kind, String message) {
        return new WorkerMessage.Failed(attempt, kind, message, "");
    }

    @Override
    void died() {
        SimulatedStream there = stream;
        stream = null;
        if (there != null) {
            there.breaks("the worker's process ended");
        }
        world.workerDied(this);
    }
}
