package dev.mr.driver;

import dev.mr.task.JobState;
import dev.mr.task.Receipt;
import dev.mr.task.TaskKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What must hold when a simulation is over: nothing is left but the result, or of a job that failed all that it may be tried again with. */
final class Aftermath {
    /** So many attempts a task may take that nothing happens to, and so many more for each disturbance. */
    private static final int UNDISTURBED = 3;

    private static final int EACH_DISTURBANCE = 2;

    private final Simulation world;
    private final Promises promises;
    private final SimulatedDoom doom;
    private final Evidence evidence;
    private final Budgets budgets;

    Aftermath(Simulation world, Evidence evidence, Budgets budgets) {
        this.world = world;
        this.promises = world.promises;
        this.doom = world.job.doom;
        this.evidence = evidence;
        this.budgets = budgets;
    }

    /** The first that does not hold; empty when all does. */
    String fault() {
        boolean failed = doom.isThere() && promises.state() == JobState.FAILED;
        return Stream.concat(ofAny(failed), failed ? ofFailed() : ofSucceeded())
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("");
    }

    private static Optional<String> unless(boolean holds, String fault) {
        return holds ? Optional.empty() : Optional.of(fault);
    }

    private Stream<Optional<String>> ofAny(boolean failed) {
        String counters = evidence.counterFault();
        int most = budgets.mostAttempts();
        int may = UNDISTURBED + EACH_DISTURBANCE * world.disturbances() + (doom.wasEver() ? budgets.allBudgets() : 0);
        return Stream.of(
                unless(
                        promises.state() == JobState.SUCCEEDED || failed,
                        "the job is " + promises.state() + " in the end"),
                unless(counters.isEmpty(), counters),
                unless(budgets.live().isEmpty(), budgets.live() + " are at work in a job that is over"),
                unless(most <= may, "a task took " + most + " attempts"));
    }

    private Stream<Optional<String>> ofSucceeded() {
        String output = evidence.outputFault();
        List<String> leftOver = evidence.leftOver();
        List<String> unpublished = evidence.unpublished();
        return Stream.of(
                unless(!doom.isCertain(), "the job has succeeded, and cannot have"),
                unless(output.isEmpty(), "the job is over, and " + output),
                unless(leftOver.isEmpty(), "left over: " + leftOver),
                unless(unpublished.isEmpty(), unpublished + " are not published"));
    }

    /** It has published nothing, and has what was committed, unless somebody or a power cut took that. */
    private Stream<Optional<String>> ofFailed() {
        SimulatedDisk.Node out = world.disk.find(world.directory.output());
        boolean none = out == null || Set.of(SimulatedDamage.STRANGER).containsAll(out.entries.keySet());
        return Stream.concat(
                Stream.of(unless(none, "the job has failed, and its output is there")),
                promises.winners().values().stream()
                        .map(winner -> unless(
                                mayBeGone(winner) || evidence.isIntact(winner),
                                winner + " was committed and is gone")));
    }

    private boolean mayBeGone(Receipt winner) {
        return evidence.isDamaged(winner)
                || (world.mayHaveLostMaps() && winner.attempt().task().kind() == TaskKind.MAP);
    }
}
