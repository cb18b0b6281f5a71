package dev.mr.driver;

import dev.mr.job.Event;
import dev.mr.task.DriverMessage;
import dev.mr.task.WorkerMessage;
import java.util.Map;

/**
 * One stream between a worker and a driver. Either way messages keep their order, take their time, may be clogged, or fall into a hole
 * from which none comes back; then each side finds out by itself, the driver by its keepalive, the worker by the silence.
 */
final class SimulatedStream {
    private static final long KEEPALIVE_NANOS = 15_000_000_000L;

    final long session;
    final SimulatedWorker worker;
    final SimulatedDriver driver;
    private final Simulation world;
    private final Way up;
    private final Way down;
    private boolean broken;
    private long spokeAt;
    private long unheardAt;

    SimulatedStream(Simulation world, long session, SimulatedWorker worker, SimulatedDriver driver) {
        this.world = world;
        this.session = session;
        this.worker = worker;
        this.driver = driver;
        this.up = new Way(driver);
        this.down = new Way(worker);
    }

    /** One direction. */
    private final class Way {
        private final SimulatedProcess to;
        private long last;
        private long cloggedUntil;
        private boolean isHole;

        Way(SimulatedProcess to) {
            this.to = to;
        }

        void carries(Runnable delivery) {
            if (isHole) {
                return;
            }
            last = Math.max(Math.max(last + 1, cloggedUntil), world.timetable.now() + world.latency());
            to.later(last - world.timetable.now(), () -> {
                if (!isHole) {
                    delivery.run();
                }
            });
        }
    }

    void up(WorkerMessage message) {
        if (broken) {
            return;
        }
        up.carries(() -> {
            world.trace.add(worker.name, message);
            driver.hears(new Event.Said(session, message));
        });
        long now = world.timetable.now();
        long lease = world.job.lease.toNanos();
        if (up.isHole || up.last - now > lease / 4 || now - spokeAt > lease / 2) {
            unheardAt = now;
        }
        spokeAt = now;
    }

    void down(DriverMessage message) {
        if (!broken) {
            world.promises.sent(this, message);
            down.carries(() -> worker.hears(this, message));
        }
    }

    /** Both ends find out, after what is under way has come, or instead of it. */
    void breaks(String reason) {
        if (broken) {
            return;
        }
        broken = true;
        world.trace.add("stream", session + " breaks: " + reason);
        boolean upLost = world.random.nextBoolean();
        boolean downLost = world.random.nextBoolean();
        boolean upHole = up.isHole;
        boolean downHole = down.isHole;
        up.isHole |= upLost;
        down.isHole |= downLost;
        long soon = world.latency();
        if (!upHole) {
            notify(up, soon, () -> driver.hears(new Event.StreamClosed(session, reason, Map.of())));
        }
        if (!downHole) {
            notify(down, soon, () -> worker.loses(this));
        }
    }

    private void notify(Way way, long soon, Runnable notice) {
        long at = Math.max(way.last + 1, world.timetable.now() + soon);
        way.to.later(at - world.timetable.now(), notice);
    }

    /** From now on nothing comes through, one way or both, and nobody is told. */
    void vanishes(boolean upwards, boolean downwards) {
        world.trace.add("stream", session + " is a hole " + upwards + " " + downwards);
        up.isHole |= upwards;
        down.isHole |= downwards;
        driver.later(KEEPALIVE_NANOS + world.latency(), () -> {
            if (!broken) {
                broken = true;
                driver.hears(new Event.StreamClosed(session, "keepalive failed", Map.of()));
                down.carries(() -> worker.loses(this));
            }
        });
    }

    void clogs(long nanos) {
        up.cloggedUntil = Math.max(up.cloggedUntil, world.timetable.now() + nanos);
        down.cloggedUntil = Math.max(down.cloggedUntil, world.timetable.now() + nanos);
    }

    void unclogs() {
        up.cloggedUntil = Math.min(up.cloggedUntil, world.timetable.now());
        down.cloggedUntil = Math.min(down.cloggedUntil, world.timetable.now());
    }

    boolean isBroken() {
        return broken;
    }

    /** Whether the worker has spoken for a lease without a pause, and its driver has heard it or is about to. */
    boolean isHealthy() {
        return isAlive() && world.timetable.now() - unheardAt > world.job.lease.toNanos();
    }

    /** Whether the worker is there, has spoken lately, and the stream stands as far as both know. */
    boolean isAlive() {
        return !broken && worker.isAlive() && world.timetable.now() - spokeAt < world.job.lease.toNanos() / 2;
    }
}
