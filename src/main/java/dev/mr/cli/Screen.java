package dev.mr.cli;

import java.util.Map;

/**
 * What stderr leads to.
 *
 * @param redraws whether a line can be taken back and drawn again
 * @param columns how wide a line may be before it wraps
 */
record Screen(boolean redraws, int columns) {
    private static final int USUAL_COLUMNS = 80;

    /** As the launchers and the environment say; {@code COLUMNS} is the shell's own, where it is exported. */
    static Screen of(Map<String, String> properties, Map<String, String> environment) {
        boolean redraws =
                "true".equals(properties.get("mr.stderr.terminal")) && !"dumb".equals(environment.get("TERM"));
        String told = properties.getOrDefault("mr.columns", "");
        String columns = told.isEmpty() ? environment.getOrDefault("COLUMNS", "") : told;
        boolean known = columns.matches("[1-9][0-9]{0,4}");
        return new Screen(redraws, known ? Integer.parseInt(columns) : USUAL_COLUMNS);
    }

    /** This process's. */
    static Screen ofThisProcess() {
        return of(
                Map.of(
                        "mr.stderr.terminal",
                        System.getProperty("mr.stderr.terminal", ""),
                        "mr.columns",
                        System.getProperty("mr.columns", "")),
                System.getenv());
    }
}
