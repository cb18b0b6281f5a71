package dev.mr.task;

/** The partitioners a job can name. */
public enum PartitionerName {
    /** Code point of the word's first letter, modulo M. */
    FIRST_LETTER("first-letter"),
    /** 32-bit FNV-1a of the key's bytes {@code & 0x7fffffff}, modulo M. */
    FNV1A("fnv1a");

    private final String option;

    PartitionerName(String option) {
        this.option = option;
    }

    /** The value as given on the command line. */
    public String option() {
        return option;
    }

    /**
     * The partitioner a command line names.
     *
     * @throws IllegalArgumentException naming the known ones
     */
    public static PartitionerName ofOption(String option) {
        for (PartitionerName name : values()) {
            if (name.option.equals(option)) {
                return name;
            }
        }
        throw new IllegalArgumentException(
                "partitioner \"" + option + "\" is unknown; known: " + FIRST_LETTER.option + ", " + FNV1A.option);
    }

    @Override
    public String toString() {
        return option;
    }
}
