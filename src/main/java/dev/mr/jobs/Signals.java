package dev.mr.jobs;

import java.util.Map;

/** The names of signals that have the same number everywhere. */
final class Signals {
    private static final int MOST = 64;
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "HUP"),
            Map.entry(2, "INT"),
            Map.entry(3, "QUIT"),
            Map.entry(4, "ILL"),
            Map.entry(5, "TRAP"),
            Map.entry(6, "ABRT"),
            Map.entry(8, "FPE"),
            Map.entry(9, "KILL"),
            Map.entry(11, "SEGV"),
            Map.entry(13, "PIPE"),
            Map.entry(14, "ALRM"),
            Map.entry(15, "TERM"),
            Map.entry(24, "XCPU"),
            Map.entry(25, "XFSZ"));

    private Signals() {}

    /** Such as {@code signal KILL}; empty for what is no signal. */
    static String name(int number) {
        return number < 1 || number > MOST ? "" : "signal " + NAMES.getOrDefault(number, Integer.toString(number));
    }
}
