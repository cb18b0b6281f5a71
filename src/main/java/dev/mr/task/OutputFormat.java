package dev.mr.task;

/** How output files are written. */
public enum OutputFormat implements OptionValue {
    /** A line {@code key value} for each record; a newline inside a record is written as {@code \n}. */
    TEXT("text"),
    /** Binary records, as intermediate files have them: any key and value comes out as it went in. */
    RECORDS("records");

    private final String option;

    OutputFormat(String option) {
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
