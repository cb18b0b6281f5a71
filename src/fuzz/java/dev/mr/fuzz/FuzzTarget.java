package dev.mr.fuzz;

import java.util.List;

/**
 * A parser under arbitrary bytes. Names its own beginnings; whatever {@link #run} throws is a finding. One object serves all inputs
 * of a process, on one thread.
 */
public interface FuzzTarget {
    /** Inputs to begin with: at least one of each form that the parser takes. */
    List<byte[]> seeds() throws Exception;

    /** Takes whatever the parser's contract says it throws, and checks what it answers. */
    void run(byte[] input) throws Exception;
}
