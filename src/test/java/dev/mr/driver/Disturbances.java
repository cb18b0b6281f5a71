package dev.mr.driver;

import dev.mr.job.Change;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What goes wrong in a simulation, and when: chosen by its seed, within what the rules of the job promise to survive. */
final class Disturbances {
    /** A task survives twenty losses of its worker, and a map four repairs. */
    private static final int MOST_WORKER_TROUBLE = 18;

    private static final int MOST_POWER_CUTS = 2;
    private static final int MOST_USER_FAILURES = 3;

    private final Simulation world;
    private final Random random;
    private final SimulatedDamage damage;
    private final int wanted;
    private final long rest;
    private final double driverMortality;
    private int count;
    private int workerTrouble;
    private int powerCuts;
    private int userFailures;

    Disturbances(Simulation world) {
        this.world = world;
        this.random = world.random;
        this.damage = new SimulatedDamage(world);
        this.wanted = random.nextInt(8) == 0 ? 0 : 20 + random.nextInt(30);
        this.rest = (10_000_000L + random.nextInt(200_000_000)) * (random.nextInt(6) == 0 ? 20 : 1);
        this.driverMortality = random.nextInt(3) * 0.2;
    }

    int count() {
        return count;
    }

    void begin() {
        next();
    }

    private void next() {
        if (count >= wanted || (world.promises.state().isFinished() && random.nextInt(3) == 0)) {
            world.calms();
            return;
        }
        world.timetable.afterNanos((long) (rest * -Math.log(1 - random.nextDouble())), () -> {
            count++;
            strikes();
            next();
        });
    }

    /** A driver has begun; it may be one that dies early. */
    void mayStrike(SimulatedDriver driver) {
        if (count < wanted && world.drivers().size() == 1) {
            if (random.nextInt(3) == 0) {
                damage.strikesWhatNobodyHasHeardOf();
            }
            damage.strikesTheOutput();
        }
        if (count > 0 && count < wanted && random.nextDouble() < driverMortality) {
            count++;
            driver.diesAfter(1 + random.nextInt(40));
        }
    }

    /** These were committed just now. */
    void mayStrike(List<Change> committed) {
        for (Change change : committed) {
            if (change instanceof Change.Won won
                    && world.job.doom.rots(won.receipt().attempt().task())) {
                damage.strikes(won.receipt());
            }
        }
    }

    private void strikes() {
        switch (random.nextInt(16)) {
            case 0, 1 -> driverDies();
            case 2 -> driverPauses();
            case 3 -> driverHasTrouble();
            case 4 -> workerDies();
            case 5 -> workerPauses();
            case 6 -> workerHasTrouble();
            case 7 -> streamBreaks();
            case 8 -> streamVanishes();
            case 9 -> streamsClog();
            case 10 -> diskFills();
            case 11 -> damage.strikesAFile();
            case 12 -> powerGoes();
            case 13 -> world.timetable.jumpWallClock(random.nextInt(7_200_000) - 3_600_000);
            case 14 -> secondDriver();
            default -> damage.strikesAReceipt();
        }
    }

    private void note(String what) {
        world.trace.add("trouble", what);
    }

    private <T> @Nullable T any(List<T> all) {
        return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
    }

    private void driverDies() {
        SimulatedDriver driver = any(world.drivers());
        if (driver != null && random.nextInt(3) == 0) {
            driver.dies("of kill -9");
        } else if (driver != null) {
            driver.diesAfter(1 + random.nextInt(30));
        }
    }

    private void driverPauses() {
        SimulatedDriver driver = any(world.drivers());
        if (driver != null) {
            note(driver.name + " is paused");
            driver.pausesFor(upToThreeLeases());
        }
    }

    private long upToThreeLeases() {
        return (long) (world.job.lease.toNanos() * 3 * random.nextDouble());
    }

    private void driverHasTrouble() {
        SimulatedDriver driver = any(world.drivers());
        if (driver != null) {
            world.excuse();
            switch (random.nextInt(3)) {
                case 0 -> driver.failsAfter(1 + random.nextInt(10));
                case 1 -> driver.set(SimulatedStore.CommitFate.FAILS);
                default -> driver.set(SimulatedStore.CommitFate.SEEMS_TO_FAIL);
            }
        }
    }

    private boolean mayTroubleWorkers() {
        return ++workerTrouble <= MOST_WORKER_TROUBLE;
    }

    private void workerDies() {
        SimulatedWorker worker = any(world.workers());
        if (worker != null && mayTroubleWorkers()) {
            switch (random.nextInt(3)) {
                case 0 -> worker.dies("of kill -9");
                case 1 -> worker.leaves();
                default -> worker.diesAfter(1 + random.nextInt(6));
            }
        }
    }

    private void workerPauses() {
        SimulatedWorker worker = any(world.workers());
        if (worker != null && mayTroubleWorkers()) {
            note(worker.name + " is paused");
            worker.pausesFor(upToThreeLeases());
        }
    }

    private void workerHasTrouble() {
        SimulatedWorker worker = any(world.workers());
        if (worker == null) {
            return;
        }
        if (random.nextBoolean() && ++userFailures <= MOST_USER_FAILURES) {
            worker.isToFail();
        } else if (random.nextInt(3) == 0) {
            world.excuse(); // four of them in a row stop the driver
            worker.isToMisread();
        } else {
            world.excuse();
            worker.failsAfter(1 + random.nextInt(6));
        }
    }

    private void streamBreaks() {
        SimulatedStream stream = any(world.streams());
        if (stream != null && mayTroubleWorkers()) {
            stream.breaks("connection reset");
        }
    }

    private void streamVanishes() {
        SimulatedStream stream = any(world.streams());
        if (stream != null && mayTroubleWorkers()) {
            int which = random.nextInt(3);
            stream.vanishes(which != 0, which != 1);
        }
    }

    /** Swizzle-clog: some streams stand still, and go on one after the other. */
    private void streamsClog() {
        for (SimulatedStream stream : world.streams()) {
            if (random.nextBoolean() && mayTroubleWorkers()) {
                note("session " + stream.session + " is clogged");
                stream.clogs(upToThreeLeases() / 2);
            }
        }
    }

    private void diskFills() {
        note("the disk is full");
        world.excuse();
        world.disk.setFreeBytes(0);
        world.timetable.afterNanos(random.nextInt(2_000_000_000), () -> world.disk.setFreeBytes(Long.MAX_VALUE / 4));
    }

    /** What the maps of a fickle job wrote is not lost: the reduces would run again, whose output may be in place already. */
    private void powerGoes() {
        if (!world.job.fickle && ++powerCuts <= MOST_POWER_CUTS) {
            note("the power goes");
            world.losesPower();
        }
    }

    /** By mistake; the lock keeps it out, unless somebody has removed that. */
    private void secondDriver() {
        if (world.livingDriver() != null && random.nextBoolean()) {
            note("a second driver comes, past the lock");
            world.startDriver();
        }
    }
}
