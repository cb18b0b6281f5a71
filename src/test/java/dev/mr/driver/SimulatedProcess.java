package dev.mr.driver;

import java.io.IOException;
import java.nio.file.Path;

/** A process of a simulation: it does one thing after the other, may be paused, and may die at any step of any of them. */
abstract class SimulatedProcess implements SimulatedFiles.Peril {
    final Simulation world;
    final String name;
    private boolean alive = true;
    private long wakesAt;
    private int stepsToDeath;
    private int stepsToFailure;

    SimulatedProcess(Simulation world, String name) {
        this.world = world;
        this.name = name;
    }

    /** What becomes of the world when the process is no more. */
    abstract void died();

    /** Does this after a while, unless it is dead by then; if it is paused then, when it goes on. */
    final void later(long nanos, Runnable what) {
        world.timetable.afterNanos(nanos, () -> lives(what));
    }

    private void lives(Runnable what) {
        long asleep = wakesAt - world.timetable.now();
        if (alive && asleep > 0) {
            later(asleep, what);
        } else if (alive) {
            try {
                what.run();
            } catch (Crash crash) {
                dies("at step " + crash.getMessage());
            }
        }
    }

    final void dies(String how) {
        if (alive) {
            alive = false;
            world.trace.add(name, "dies " + how);
            died();
        }
    }

    final boolean isAlive() {
        return alive;
    }

    final boolean isPaused() {
        return wakesAt > world.timetable.now();
    }

    final void pausesFor(long nanos) {
        wakesAt = Math.max(wakesAt, world.timetable.now() + nanos);
    }

    final void diesAfter(int steps) {
        stepsToDeath = steps;
    }

    final void failsAfter(int steps) {
        stepsToFailure = steps;
    }

    /** Nothing that was in store for it happens any more. */
    final void isSpared() {
        stepsToDeath = 0;
        stepsToFailure = 0;
        wakesAt = Math.min(wakesAt, world.timetable.now());
    }

    @Override
    public void before(String operation, Path path) throws IOException {
        step(operation + " " + path.getFileName());
        world.promises.touches(this, operation, path);
        if (stepsToFailure > 0 && --stepsToFailure == 0) {
            world.trace.add(name, "EIO at " + operation + " " + path.getFileName());
            throw new IOException(path + ": Input/output error");
        }
        boolean takesRoom = operation.equals("write") || operation.equals("mkdir") || operation.equals("link");
        if (takesRoom && world.disk.freeBytes() == 0) {
            throw new IOException(path + ": No space left on device");
        }
    }

    /** About to do something after which the world is not the same. */
    final void step(String what) {
        if (stepsToDeath > 0 && --stepsToDeath == 0) {
            throw new Crash(what);
        }
    }
}
