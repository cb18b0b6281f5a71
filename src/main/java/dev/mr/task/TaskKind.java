package dev.mr.task;

/** The two kinds of task of a job. */
public enum TaskKind {
    MAP("map", 'm'),
    REDUCE("reduce", 'r');

    private final String label;
    private final char initial;

    TaskKind(String label, char initial) {
        this.label = label;
        this.initial = initial;
    }

    /** The lower-case word people see: {@code map} or {@code reduce}. */
    public String label() {
        return label;
    }

    /** The letter that begins the names of attempt directories: {@code m} or {@code r}. */
    public char initial() {
        return initial;
    }
}
