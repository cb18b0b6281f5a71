package dev.mr.explore;

import java.util.Arrays;
import java.util.BitSet;

/** Which state leads to which, by steps that are faults and by others. States are added in order of their numbers. */
final class Graph {
    private int[] first = new int[1 << 16];
    private int[] targets = new int[1 << 18];
    private int states;
    private int edges;
    private int faults;

    /** The edges that follow are from the next state. */
    void next() {
        if (states + 2 > first.length) {
            first = Arrays.copyOf(first, first.length * 2);
        }
        first[++states] = edges;
    }

    /** An edge from the state of the moment. */
    void edge(int to, boolean fault) {
        if (edges == targets.length) {
            targets = Arrays.copyOf(targets, targets.length * 2);
        }
        targets[edges++] = fault ? ~to : to;
        faults += fault ? 1 : 0;
    }

    int edges() {
        return edges;
    }

    int faults() {
        return faults;
    }

    /** States from which none of these can be reached without another fault. */
    BitSet without(BitSet goals) {
        int[] begin = new int[states + 1];
        for (int edge = 0; edge < edges; edge++) {
            if (targets[edge] >= 0) {
                begin[targets[edge] + 1]++;
            }
        }
        for (int state = 0; state < states; state++) {
            begin[state + 1] += begin[state];
        }
        int[] sources = new int[edges - faults];
        int[] filled = begin.clone();
        for (int state = 0; state < states; state++) {
            for (int edge = first[state]; edge < first[state + 1]; edge++) {
                if (targets[edge] >= 0) {
                    sources[filled[targets[edge]]++] = state;
                }
            }
        }
        BitSet reached = (BitSet) goals.clone();
        int[] line = new int[states];
        int end = 0;
        for (int goal = goals.nextSetBit(0); goal >= 0; goal = goals.nextSetBit(goal + 1)) {
            line[end++] = goal;
        }
        for (int at = 0; at < end; at++) {
            for (int i = begin[line[at]]; i < begin[line[at] + 1]; i++) {
                if (!reached.get(sources[i])) {
                    reached.set(sources[i]);
                    line[end++] = sources[i];
                }
            }
        }
        reached.flip(0, states);
        return reached;
    }

    /** How many states lie on a circle of steps that are no faults, or can only be reached through one. */
    int circling() {
        int[] into = new int[states];
        for (int edge = 0; edge < edges; edge++) {
            if (targets[edge] >= 0) {
                into[targets[edge]]++;
            }
        }
        int[] line = new int[states];
        int end = 0;
        for (int state = 0; state < states; state++) {
            if (into[state] == 0) {
                line[end++] = state;
            }
        }
        for (int at = 0; at < end; at++) {
            for (int edge = first[line[at]]; edge < first[line[at] + 1]; edge++) {
                if (targets[edge] >= 0 && --into[targets[edge]] == 0) {
                    line[end++] = targets[edge];
                }
            }
        }
        return states - end;
    }
}
