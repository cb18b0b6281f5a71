package dev.mr.explore;

import dev.mr.job.Change;
import dev.mr.job.Effect;
import dev.mr.job.Event;
import dev.mr.task.AttemptState;
import dev.mr.task.DriverMessage;
import java.util.List;
import java.util.function.Supplier;

/** Turns of drivers, whole and cut short: handle, commit, and only then carry out what was decided. */
final class Turns {
    private final Scope scope;
    private final List<Step> steps;
    private final boolean fault;

    /** Adds to {@code steps}; what leads to the turns is a {@code fault} or not. */
    Turns(Scope scope, List<Step> steps, boolean fault) {
        this.scope = scope;
        this.steps = steps;
        this.fault = fault;
    }

    /**
     * A turn with these events, and the same cut short by the driver's death after COMMIT and after each thing it then does. A death
     * before COMMIT is one before the turn: it leaves nothing.
     */
    void take(SmallWorld at, Driver driver, List<Moment> input, Supplier<String> what) {
        Outcome turn = core(driver).handle(input);
        Supplier<String> line = () -> "driver " + driver.epoch() + " " + what.get() + Wording.of(turn);
        try {
            take(at, driver.as(turn.next), turn, deeds(input, turn), line);
        } catch (Violation violation) {
            throw new Violation(line.get() + "\n     BROKEN: " + violation.getMessage());
        }
    }

    static Core core(Driver driver) {
        Core core = driver.core();
        if (core == null) {
            throw new IllegalStateException("driver " + driver.epoch() + " has not begun");
        }
        return core;
    }

    private List<Effect> deeds(List<Moment> input, Outcome turn) {
        boolean forgets = scope.conduct() == Conduct.FORGETS_FILE_WORK
                && input.get(0).event() instanceof Event.OfJob first
                && first.event() instanceof Event.Started;
        return turn.deeds.stream()
                .filter(deed -> !forgets || !(deed instanceof Effect.PublishMap))
                .toList();
    }

    private void take(SmallWorld at, Driver driver, Outcome turn, List<Effect> deeds, Supplier<String> line) {
        long as = scope.conduct() == Conduct.IGNORES_THE_EPOCH ? at.stored().epoch() : driver.epoch();
        Durable content = at.stored().commit(turn, as);
        if (content == null) {
            steps.add(new Step(
                    () -> line.get() + "\n     refused: another driver took over, and this one ends",
                    fault,
                    at.dies(driver.epoch())));
            return;
        }
        if (!turn.changes.isEmpty() && driver.epoch() != at.stored().epoch()) {
            throw new Violation("driver " + driver.epoch() + " changes rows while driver "
                    + at.stored().epoch() + " drives");
        }
        turn.changes.forEach(change -> checkFiles(change, at.files()));
        SmallWorld next = at.drive(driver).store(content);
        Faults faults = new Faults(scope, steps);
        for (int done = 0; done < deeds.size(); done++) {
            int soFar = done;
            if (!next.hasSucceeded()) {
                faults.crash(
                        next, driver, () -> line.get() + "\n     but it dies when " + soFar + " of these are done");
            }
            Effect deed = deeds.get(done);
            next = Deeds.carryOut(scope, next, driver.epoch(), deed, isTooEarly(deed) ? at.stored() : content);
        }
        if (next.hasSucceeded()) {
            checkEnd(next, turn.next);
        }
        steps.add(new Step(line, fault, next));
    }

    private boolean isTooEarly(Effect deed) {
        return scope.conduct() == Conduct.ACKNOWLEDGES_BEFORE_COMMIT
                && deed instanceof Effect.Send send
                && send.message() instanceof DriverMessage.Committed;
    }

    /** The world when the helper of a driver has done its first piece of work, which is to publish a map, and the driver has heard. */
    static SmallWorld published(Scope scope, SmallWorld world, Driver driver) {
        Effect.PublishMap publish = (Effect.PublishMap) driver.work().get(0);
        Outcome turn = core(driver).handle(Hearing.about(new Event.MapPublished(publish.winner())));
        Durable content = world.stored().commit(turn, driver.epoch());
        if (content == null || !turn.deeds.isEmpty()) {
            throw new Violation("that a map is published leads to " + turn.deeds);
        }
        return world.drive(driver.worked().as(turn.next)).store(content);
    }

    /** What wins is there, and only what is damaged falls. */
    private static void checkFiles(Change change, Files files) {
        if (change instanceof Change.Won won
                && !files.finished().contains(won.receipt().attempt())) {
            throw new Violation(won.receipt().attempt() + " wins, and its directory is not complete");
        }
        if (change instanceof Change.AttemptEnded ended
                && ended.from() == AttemptState.WON
                && !files.damaged().contains(ended.attempt())) {
            throw new Violation(ended.attempt() + " had won, is intact, and is given up");
        }
    }

    /** Whatever still arrives, a driver whose job succeeded decides nothing more. */
    private void checkEnd(SmallWorld world, Core core) {
        for (Stream stream : world.streams()) {
            if (!stream.up().isEmpty() && stream.id().epoch() == world.stored().epoch()) {
                Outcome late =
                        core.handle(Hearing.of(scope, world, stream, stream.up().get(0)));
                if (!late.changes.isEmpty() || !late.deeds.isEmpty()) {
                    throw new Violation("after the end: " + late.changes + late.deeds);
                }
            }
        }
    }
}
