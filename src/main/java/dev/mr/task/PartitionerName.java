package dev.mr.task;

/** The partitioners a job can be run with. */
public enum PartitionerName implements OptionValue {
    /** Code point of the key's first letter, modulo M. */
    FIRST_LETTER("first-letter"),
    /** 32-bit FNV-1a of the key's bytes {@code & 0x7fffffff}, modulo M. */
    FNV1A("fnv1a"),
    /** By ranges of keys, the boundaries sampled before the first task. */
    RANGE("range"),
    /** The job's own: what it is when none is named. */
    JOB("job");

    private final String option;

    PartitionerName(String option) {
        this.option = option;
    }

    @Override
    public String option() {
        return option;
    }

    @Override
    public boolean isOffered() {
        return this != JOB;
    }

    @Override
    public String toString() {
        return option;
    }
}
