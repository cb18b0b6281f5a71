package dev.mr.explore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Visits every state of a small world, the near ones first, and checks the rules on every step. Nothing is cut off: it ends when there
 * is no state left that was not visited.
 */
final class Exploration {
    private static final int PROGRESS = 1 << 18;

    private final Scope scope;
    private final Consumer<String> voice;
    private final States states = new States();
    private final Graph graph = new Graph();
    private final BitSet succeeded = new BitSet();
    private final Durable.Known known = new Durable.Known();
    private int[] parents = new int[1 << 16];
    private int ends;

    /** {@code voice} is told how far it is. */
    Exploration(Scope scope, Consumer<String> voice) {
        this.scope = scope;
        this.voice = voice;
    }

    /**
     * What was found.
     *
     * @param ends states in which nothing can happen any more
     * @param depth steps from the beginning to the farthest state
     * @param coordinators coordinators that differ
     * @param contents contents of the store that differ
     * @param circling states on circles of steps without a fault, or behind one
     * @param violation how a rule is broken, step by step; null when none is
     */
    record Result(
            Scope scope,
            int states,
            int steps,
            int faults,
            int ends,
            int succeeded,
            int depth,
            int coordinators,
            int contents,
            int circling,
            @Nullable String violation) {
        /** Throws how a rule is broken; and does so if steps without a fault may go on for ever. */
        void requireLawful() {
            if (violation != null || circling > 0) {
                throw new AssertionError(scope + ", " + circling + " states on circles:\n" + violation);
            }
        }

        @Override
        public String toString() {
            return scope + ": " + states + " states, " + steps + " transitions (" + faults + " of them faults), depth "
                    + depth + ", " + ends + " terminal states of which " + succeeded + " SUCCEEDED, " + coordinators
                    + " coordinators, " + contents + " store contents, " + circling + " states on circles, "
                    + (violation == null ? 0 : 1) + " violations";
        }
    }

    /** Visits all. */
    Result run() {
        List<WorkerProcess> processes = Collections.nCopies(scope.workers(), WorkerProcess.FRESH);
        Durable created = known.create(scope.job().stored());
        Driver first = Driver.of(created.epoch());
        states.number(new SmallWorld(created, first, null, List.of(), processes, Files.NONE, scope.budget()));
        parents[0] = -1;
        for (int state = 0; state < states.size(); state++) {
            if (state % PROGRESS == 0 && state > 0) {
                voice.accept(state + " of " + states.size() + " states visited, depth "
                        + path(state).size());
            }
            try {
                visit(state);
            } catch (Violation violation) {
                return result(story(state) + "  " + (path(state).size() + 1) + ". " + violation.getMessage());
            }
            graph.next();
        }
        BitSet stuck = graph.without(succeeded);
        int lost = stuck.nextSetBit(0);
        return result(
                lost < 0 ? null : story(lost) + "  BROKEN: from here the job can never succeed, whatever happens");
    }

    private void visit(int state) {
        SmallWorld world = states.world(state);
        List<Step> steps = Steps.of(scope, world);
        for (Step step : steps) {
            int before = states.size();
            int next = states.number(step.next().settled());
            if (next == before) {
                if (next == parents.length) {
                    parents = Arrays.copyOf(parents, parents.length * 2);
                }
                parents[next] = state;
            }
            if (next != state) {
                graph.edge(next, step.fault());
            }
        }
        if (world.hasSucceeded()) {
            succeeded.set(state);
        }
        if (steps.isEmpty()) {
            ends++;
        }
    }

    /** The states that lead to one, which is the last. */
    private List<Integer> path(int state) {
        Deque<Integer> path = new ArrayDeque<>();
        for (int at = state; parents[at] >= 0; at = parents[at]) {
            path.addFirst(at);
        }
        return new ArrayList<>(path);
    }

    /** The shortest way to a state, a line a step. */
    private String story(int state) {
        StringBuilder story = new StringBuilder();
        int at = 0;
        int number = 0;
        for (int next : path(state)) {
            story.append("  ")
                    .append(++number)
                    .append(". ")
                    .append(line(at, next))
                    .append('\n');
            at = next;
        }
        return story.toString();
    }

    private String line(int from, int to) {
        SmallWorld end = states.world(to);
        for (Step step : Steps.of(scope, states.world(from))) {
            if (step.next().settled().equals(end)) {
                return step.what().get();
            }
        }
        throw new IllegalStateException("no step leads from " + from + " to " + to);
    }

    private Result result(@Nullable String violation) {
        return new Result(
                scope,
                states.size(),
                graph.edges(),
                graph.faults(),
                ends,
                succeeded.cardinality(),
                path(states.size() - 1).size(),
                known.cores(),
                known.contents(),
                violation == null ? graph.circling() : 0,
                violation);
    }
}
