package dev.mr.explore;

import dev.mr.job.Effect;
import dev.mr.task.AttemptId;
import dev.mr.task.Receipt;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import dev.mr.task.WorkerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The faults that can happen in a state, as long as the budget pays for them. */
final class Faults {
    private final Scope scope;
    private final List<Step> steps;

    /** Adds to {@code steps}. */
    Faults(Scope scope, List<Step> steps) {
        this.scope = scope;
        this.steps = steps;
    }

    /** All that can begin in this state. */
    void add(SmallWorld world) {
        Driver driver = world.driver();
        if (driver != null) {
            crash(world, driver, () -> "driver " + driver.epoch() + " dies");
            pause(world, driver);
        }
        for (Stream stream : world.streams()) {
            if (!stream.cut()) {
                lose(world, stream);
                fallSilent(world, stream);
            }
        }
        damage(world);
    }

    /**
     * The driver dies here, and another raises the epoch; nothing can tell how long that takes. What maps its helper had published, and it
     * had stored, by then: all that differ are told apart only now.
     */
    void crash(SmallWorld world, Driver driver, Supplier<String> what) {
        Budget left = world.left();
        if (left.crashes() == 0 || driver.epoch() != world.stored().epoch()) {
            return;
        }
        int more = 0;
        for (SmallWorld before : publishing(world, driver.epoch())) {
            Durable claimed = claim(before.stored());
            String done = more++ == 0 ? "" : ", having published more";
            steps.add(new Step(
                    () -> what.get() + done + "; driver " + claimed.epoch() + " raises the epoch",
                    true,
                    before.dies(driver.epoch())
                            .left(left.crashes(left.crashes() - 1))
                            .store(claimed)
                            .drivers(Driver.of(claimed.epoch()), before.former())));
        }
    }

    private static Durable claim(Durable stored) {
        Durable claimed = stored.claim();
        if (claimed.epoch() <= stored.epoch()) {
            throw new Violation("the epoch does not rise");
        }
        return claimed;
    }

    private void pause(SmallWorld world, Driver driver) {
        Budget left = world.left();
        if (left.pauses() == 0 || driver.core() == null || world.former() != null) {
            return;
        }
        for (SmallWorld before : publishing(world, driver.epoch())) {
            Durable claimed = claim(before.stored());
            Driver idle = new Driver(driver.epoch(), core(before, driver.epoch()), List.of());
            steps.add(new Step(
                    () -> "driver " + driver.epoch() + " is paused and loses its lock; driver " + claimed.epoch()
                            + " raises the epoch",
                    true,
                    before.left(left.pauses(left.pauses() - 1))
                            .store(claimed)
                            .drivers(Driver.of(claimed.epoch()), idle)));
        }
    }

    private static Core core(SmallWorld world, long epoch) {
        Driver driver = world.driver(epoch);
        if (driver == null) {
            throw new IllegalStateException("no driver " + epoch);
        }
        return Turns.core(driver);
    }

    /** The worlds in which none, one, two ... of the maps that wait for it are published. */
    private List<SmallWorld> publishing(SmallWorld world, long epoch) {
        List<SmallWorld> worlds = new ArrayList<>(List.of(world));
        SmallWorld last = world;
        Driver driver = last.driver(epoch);
        while (driver != null && isLazy(scope, last.stored()) && !driver.work().isEmpty()) {
            if (!(driver.work().get(0) instanceof Effect.PublishMap)) {
                break;
            }
            last = Turns.published(scope, last, driver);
            worlds.add(last);
            driver = last.driver(epoch);
        }
        return worlds;
    }

    /**
     * Whether publishing waits until it can matter. That a map is published decides nothing before every task is committed, but for what
     * the next driver finds; where files are damaged, it does.
     */
    static boolean isLazy(Scope scope, Durable stored) {
        return scope.budget().damages() == 0
                && scope.tasks().stream().anyMatch(task -> stored.state(task) != TaskState.COMMITTED);
    }

    /** A stream breaks; a worker that worked may have ended its task by then, and what it said be on its way. */
    private void lose(SmallWorld world, Stream stream) {
        Budget left = world.left();
        if (left.losses() == 0) {
            return;
        }
        SmallWorld paid = world.left(left.losses(left.losses() - 1));
        steps.add(new Step(() -> stream.id() + " breaks", true, paid.change(stream.id(), Stream::cutOff)));
        WorkerProcess process = world.process(stream.id());
        if (process != null && stream.up().isEmpty()) {
            for (AttemptId task : process.tasks()) {
                steps.add(new Step(
                        () -> "the worker of " + stream.id() + " ends " + task + " and says so, and the stream breaks",
                        true,
                        paid.files(world.files().finish(task))
                                .change(process, process.without(task))
                                .change(
                                        stream.id(),
                                        open -> open.says(new WorkerMessage.Succeeded(task, 0))
                                                .says(new WorkerMessage.Ready(1))
                                                .cutOff())));
            }
        }
    }

    private void fallSilent(SmallWorld world, Stream stream) {
        Budget left = world.left();
        Driver driver = world.driver();
        boolean hears = driver != null
                && driver.core() != null
                && stream.id().epoch() == driver.epoch()
                && stream.atDriver()
                && !stream.silent();
        if (left.zombies() > 0 && driver != null && hears) {
            new Turns(scope, steps, true)
                    .take(
                            world.left(left.zombies(left.zombies() - 1)).change(stream.id(), Stream::fellSilent),
                            driver,
                            Hearing.silence(world, driver.epoch(), stream.id().session()),
                            () -> "hears nothing on stream " + stream.id().session() + " for a lease");
        }
    }

    private void damage(SmallWorld world) {
        Budget left = world.left();
        for (int m = 0; m < scope.maps() && left.damages() > 0; m++) {
            Receipt winner = world.stored().winner(TaskId.map(m));
            if (winner != null && !world.files().damaged().contains(winner.attempt())) {
                steps.add(new Step(
                        () -> "the bucket file of " + winner.attempt() + " is damaged",
                        true,
                        world.left(left.damages(left.damages() - 1))
                                .files(world.files().damage(winner.attempt()))));
            }
        }
    }
}
