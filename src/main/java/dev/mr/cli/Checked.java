package dev.mr.cli;

import java.util.List;

/** A command that can say, before it is called, what is wrong with its options; mistakes in their form are told beside. */
interface Checked {
    /** Every problem as a phrase; empty when there is none. Changes nothing outside the command. */
    List<String> problems();

    /** Whether the command's help says more about them. */
    default boolean areUsage(List<String> problems) {
        return true;
    }
}
