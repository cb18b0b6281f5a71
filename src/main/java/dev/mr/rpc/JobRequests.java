package dev.mr.rpc;

import java.util.List;
import java.util.function.Consumer;

/**
 * What clients ask of a service about its jobs. Called on several threads at once, which may wait; what is answered is committed.
 *
 * <p>Throws {@link JobRefusal} when a request cannot be granted, and {@link dev.mr.task.MrException} when it cannot be now.
 */
public interface JobRequests {
    /** Accepts a job, once for each {@link Submission#request}, and answers with its id. */
    String submit(Submission submission);

    /** The job of this id, with its progress. */
    JobView get(String job);

    /**
     * A page of the jobs, in the order in which they were accepted, without progress: the first {@code limit} of those after
     * {@code after}, which is an id, or empty for the first page.
     */
    List<JobView> list(String after, int limit);

    /** Ends a job without output, unless it has ended; answers with what it is then. */
    JobView cancel(String job);

    /** The first {@code limit} lines of a job's history whose sequence is above {@code after}. */
    Page history(String job, long after, int limit);

    /** From now on {@code listener} is told the ids of jobs whose history grew, after that was committed. It only enqueues. */
    void onGrowth(Consumer<String> listener);

    /** Lines in order; {@code complete} when no more will follow them. */
    record Page(List<JobLine> lines, boolean complete) {}
}
