package dev.mr.store;

import dev.mr.task.AttemptState;
import dev.mr.task.FailureKind;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a person may want to know of a job, as of one moment. Times are wall clock milliseconds since 1970.
 *
 * @param message the one line that explains the state, empty for none
 * @param epoch number of the driver's run, the current or the last one
 * @param driver who drives it, or did last; whether that process still lives is not stored
 * @param startedMillis when the job was created
 * @param finishedMillis when it finished; empty while it has not
 * @param workers every worker that ever joined, in order of id
 * @param failures attempts that failed, were lost or turned away, newest first, at most {@link #MAX_FAILURES}
 * @param options option names without dashes, in the order they are stored
 */
public record JobStatus(
        String uuid,
        String name,
        JobState state,
        String message,
        long epoch,
        Driver driver,
        long startedMillis,
        Optional<Long> finishedMillis,
        TaskCounts maps,
        TaskCounts reduces,
        List<Worker> workers,
        AttemptCounts attempts,
        SortedMap<String, Long> counters,
        List<Failure> failures,
        Map<String, String> options,
        Inputs inputs) {
    public static final int MAX_FAILURES = 100;

    /** Live attempts of tasks that have another. */
    public long backups() {
        return Math.max(0, attempts.live() - maps.leased() - reduces.leased());
    }

    /** The process that drives, or drove last, and when it took over. */
    public record Driver(long pid, String host, long startedMillis) {}

    /** Tasks of one kind by state. */
    public record TaskCounts(long total, long pending, long leased, long committed, long failed) {}

    /** A worker; {@code leftMillis} is empty while its stream is open, {@code leftReason} empty until it left. */
    public record Worker(
            int id,
            String label,
            String host,
            long pid,
            int slots,
            String build,
            long joinedMillis,
            Optional<Long> leftMillis,
            String leftReason,
            long liveAttempts) {}

    /** Attempts by state; {@code started} is their sum. */
    public record AttemptCounts(long started, long live, long won, long failed, long lost, long rejected) {}

    /** An attempt that ended badly. */
    public record Failure(
            TaskId task,
            int attempt,
            int worker,
            FailureKind kind,
            AttemptState state,
            String message,
            long endedMillis) {}

    /** How much the job reads. */
    public record Inputs(long files, long bytes) {}
}
