package dev.mr.driver;

import dev.mr.files.JobDirectory;
import dev.mr.job.Change;
import dev.mr.store.JobStore;
import dev.mr.task.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A job under simulated drivers and workers on one simulated machine: the real core, driver loop, file work and store, in virtual time,
 * with everything going wrong that a seed chooses until it is enough. Then the job has to come to its end within a bound. The same seed
 * is the same story to the last step.
 */
final class Simulation {
    /** After the last disturbance a job has so many leases to get over it, and as long as its slowest worker needs for all of it. */
    private static final int CALM_LEASES = 40;

    private static final long WORK_NANOS = 1_000_000_000_000L;
    private static final long OPERATOR_NANOS = 100_000_000L;

    final Random random;
    final Trace trace;
    final Timetable timetable;
    final SimulatedDisk disk = new SimulatedDisk();
    final JobDirectory directory = new JobDirectory(Path.of("/sim/job"), Path.of("/sim/job/.mr"));
    final SimulatedJob job;
    final Promises promises;
    /** The names of files that were damaged. */
    final Set<String> damage = new HashSet<>();

    private final SimulatedDatabase database;
    private final Disturbances disturbances;
    private final List<SimulatedDriver> drivers = new ArrayList<>();
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final List<SimulatedStream> streams = new ArrayList<>();
    private final int wantedWorkers;
    private final int slowness;
    private int coming;
    private long driverComesAt;
    private long sessions;
    private int processes;
    private boolean rebooted;
    private boolean excused;
    private boolean tidied;
    private long calmAt = Long.MAX_VALUE;

    /** What became of a seed; {@code failed} when its job did, as it had to, whether or not it was tried again. */
    record Outcome(long seed, long hash, long lines, int disturbances, double virtualSeconds, boolean failed) {}

    private Simulation(long seed, SimulatedDatabase database, int keptLines) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 0x2545F4914F6CDD1DL);
        this.trace = new Trace(keptLines);
        this.timetable = new Timetable(trace);
        this.job = new SimulatedJob(random);
        this.promises = new Promises(this);
        this.database = database;
        this.wantedWorkers = 1 + random.nextInt(3);
        this.slowness = random.nextInt(4);
        this.disturbances = new Disturbances(this);
    }

    /**
     * Lives the story of this seed.
     *
     * @param keptLines so many of its last lines are told when a promise is broken
     * @throws AssertionError when a promise was broken
     */
    static Outcome of(long seed, SimulatedDatabase database, int keptLines) {
        Simulation simulation = new Simulation(seed, database, keptLines);
        try {
            simulation.runs();
        } catch (IOException | RuntimeException | Error broken) {
            throw new AssertionError(
                    "seed " + seed + ": " + broken
                            + (keptLines == 0 ? "" : "\n" + String.join("\n", simulation.trace.last())),
                    broken);
        }
        return new Outcome(
                seed,
                simulation.trace.hash(),
                simulation.trace.lines(),
                simulation.disturbances(),
                simulation.timetable.now() / 1e9,
                simulation.promises.hasFailed());
    }

    private void runs() throws IOException {
        SimulatedFiles files = new SimulatedFiles(disk, (operation, path) -> {});
        files.ensureDirectories(directory.own());
        database.create(job.stored());
        disturbances.begin();
        operates();
        while (!tidied || livingDriver() != null) {
            if (!timetable.step()) {
                throw new Promises.Broken("nothing is left to happen, and the job is " + promises.state());
            }
            if (timetable.now() - calmAt > job.lease.toNanos() * CALM_LEASES + WORK_NANOS) {
                throw new Promises.Broken(
                        "the job is " + promises.state() + " and not over long after the last disturbance");
            }
        }
        promises.over();
    }

    /** Somebody sees to it that there are a driver and workers. */
    private void operates() {
        long now = timetable.now();
        if (livingDriver() == null && now >= driverComesAt && !tidied) {
            startDriver();
        }
        if (!promises.state().isFinished()) {
            while (workers.size() + coming < wantedWorkers) {
                coming++;
                timetable.afterNanos(random.nextInt(1_000_000_000), () -> {
                    coming--;
                    SimulatedWorker worker = new SimulatedWorker(this, "worker-" + ++processes);
                    workers.add(worker);
                    worker.begins();
                });
            }
        }
        timetable.afterNanos(OPERATOR_NANOS, this::operates);
    }

    /** A driver that has the lock, or at least believes so. */
    void startDriver() {
        SimulatedDriver driver = new SimulatedDriver(this, "driver-" + ++processes);
        drivers.add(driver);
        disturbances.mayStrike(driver);
        driver.later(0, driver::begins);
    }

    void driverDied(SimulatedDriver driver) {
        drivers.remove(driver);
        driverComesAt = timetable.now() + (calmAt == Long.MAX_VALUE ? random.nextInt(2_000_000_000) : 0);
    }

    /** The job is over, and a driver that came after it has found nothing more to do. */
    void isTidied() {
        tidied = true;
    }

    /** A turn is in the database. */
    void committed(List<Change> changes) {
        disturbances.mayStrike(changes);
    }

    /** Whoever runs the job moves away what lies where its output is to be. */
    void clearsTheWay() throws IOException {
        trace.add("operator", "moves the output away");
        disk.rename(directory.output(), Path.of("/sim/elsewhere-" + ++processes));
        disk.sync(directory.root());
    }

    void workerDied(SimulatedWorker worker) {
        workers.remove(worker);
    }

    SimulatedStream open(SimulatedWorker worker, SimulatedDriver driver) {
        SimulatedStream stream = new SimulatedStream(this, ++sessions, worker, driver);
        streams.removeIf(SimulatedStream::isBroken);
        streams.add(stream);
        driver.opens(stream);
        return stream;
    }

    /** The newest driver that lives. */
    @Nullable
    SimulatedDriver livingDriver() {
        return drivers.isEmpty() ? null : drivers.get(drivers.size() - 1);
    }

    @Nullable
    SimulatedDriver listeningDriver() {
        SimulatedDriver driver = livingDriver();
        return driver != null && driver.listens() ? driver : null;
    }

    List<SimulatedDriver> drivers() {
        return drivers;
    }

    List<SimulatedWorker> workers() {
        return workers;
    }

    List<SimulatedStream> streams() {
        return streams;
    }

    /** The power goes: nothing lives on, and the disk has what it has; what was deleted last may be back. */
    void losesPower() {
        List.copyOf(drivers).forEach(driver -> driver.dies("without power"));
        List.copyOf(workers).forEach(worker -> worker.dies("without power"));
        disk.loses(random);
        timetable.reboot(random);
        rebooted = true;
        tidied = false;
    }

    boolean hasRebooted() {
        return rebooted;
    }

    /** Whether a power cut may have taken what maps wrote. */
    boolean mayHaveLostMaps() {
        return rebooted && job.durability == Durability.PROCESS;
    }

    /** From now on a driver may end because of its environment. */
    void excuse() {
        excused = true;
    }

    boolean isExcused() {
        return excused;
    }

    /** Nothing goes wrong any more. */
    void calms() {
        calmAt = timetable.now();
        trace.add("world", "calms down");
        disk.setFreeBytes(Long.MAX_VALUE / 4);
        drivers.forEach(SimulatedProcess::isSpared);
        workers.forEach(SimulatedProcess::isSpared);
        streams.forEach(SimulatedStream::unclogs);
    }

    int disturbances() {
        return disturbances.count();
    }

    JobStore openStore() {
        return database.open();
    }

    void closeStore(JobStore store) {
        database.close(store);
    }

    /** How long a message, or a piece of file work, takes. */
    long latency() {
        long most = random.nextInt(20) == 0 && slowness > 0 ? 200_000_000L : 2_000_000L;
        return 50_000L + random.nextInt((int) most);
    }

    /** How long a step of an attempt takes. */
    long stepNanos() {
        return 2_000_000L + (random.nextLong() >>> (40 - slowness));
    }

    long silenceNanos() {
        return job.lease.toNanos() * 6;
    }
}
