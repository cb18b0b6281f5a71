package dev.mr.task;

/** What a job's intermediate files survive. Its output and the database survive power cuts in any case. */
public enum Durability implements OptionValue {
    /** The death of any process. What a power cut takes is noticed, and its maps run again. */
    PROCESS("process"),
    /** Power cuts too: what a map wrote is on the disk before the map is committed. */
    POWER("power");

    private final String option;

    Durability(String option) {
        this.option = option;
    }

    @Override
    public String option() {
        return option;
    }

    @Override
    public String toString() {
        return option;
    }
}
