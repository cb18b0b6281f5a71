package dev.mr.task;

/** How intermediate files are compressed. */
public enum Compression implements OptionValue {
    NONE("none"),
    LZ4("lz4"),
    ZSTD("zstd");

    private final String option;

    Compression(String option) {
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
