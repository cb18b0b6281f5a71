package dev.mr.task;

/** Specs for tests. */
public final class JobSpecs {
    private JobSpecs() {}

    /** Word count with everything as it is by default. */
    public static JobSpec wordCount(int maps, int reduces) {
        return of("wordcount", maps, reduces);
    }

    /** A bundled job without options. */
    public static JobSpec of(String job, int maps, int reduces) {
        return with(job, maps, reduces, AttemptRules.DEFAULT);
    }

    public static JobSpec with(String job, int maps, int reduces, AttemptRules rules) {
        return new JobSpec(
                JobCode.bundled(job), maps, reduces, ShuffleSpec.of(PartitionerName.FIRST_LETTER), "out-", rules);
    }
}
