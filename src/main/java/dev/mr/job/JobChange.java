package dev.mr.job;

import java.util.List;

/** A change of one of many jobs; {@code job} is the number of the job in its database. */
public record JobChange(long job, Change change) {
    /** The changes of one job, in their order. */
    public static List<JobChange> of(long job, List<Change> changes) {
        return changes.stream().map(change -> new JobChange(job, change)).toList();
    }
}
