package dev.mr.store;

import dev.mr.job.Change;
import dev.mr.job.NewJob;
import dev.mr.store.JobStore.DriverIdentity;
import dev.mr.task.AttemptId;
import dev.mr.task.AttemptRules;
import dev.mr.task.AttemptState;
import dev.mr.task.Extent;
import dev.mr.task.FailureKind;
import dev.mr.task.FileStats;
import dev.mr.task.InputFile;
import dev.mr.task.JobSpec;
import dev.mr.task.JobSpecs;
import dev.mr.task.Receipt;
import dev.mr.task.Split;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A small job and the changes that happen to it, for tests. */
public final class SampleJob {
    public static final DriverIdentity DRIVER = new DriverIdentity(4711, "alpha", "boot-1");
    public static final DriverIdentity OTHER_DRIVER = new DriverIdentity(4712, "beta", "boot-2");
    public static final long NOW = 1_700_000_000_000L;

    private SampleJob() {}

    /** Two inputs; map m reads two pieces of the first, and the last map reads nothing. */
    public static NewJob job(String uuid, int maps, int reduces) {
        JobSpec spec = JobSpecs.with(
                "wordcount",
                maps,
                reduces,
                new AttemptRules(
                        Duration.ofSeconds(10),
                        Duration.ofMillis(1500),
                        AttemptRules.DEFAULT_TASK_TIMEOUT,
                        4,
                        20,
                        0,
                        true));
        InputFile large = new InputFile(0, 3, "/data/ein Buch?.txt", 20L * maps, 1_600_000_000_123_456_789L, 77);
        InputFile empty = new InputFile(1, 0, "/data/empty.txt", 0, 5, 0);
        List<List<Split>> splits = new ArrayList<>();
        for (int m = 0; m < maps - 1; m++) {
            splits.add(List.of(new Split(large, 20L * m, 20L * m + 10), new Split(large, 20L * m + 10, 20L * m + 20)));
        }
        splits.add(List.of());
        return new NewJob(uuid, spec, List.of(large, empty), splits);
    }

    public static AttemptId attempt(TaskId task, int number) {
        return new AttemptId(task, number, 0xc0ffee0000000000L + task.index() * 100L + number);
    }

    public static Receipt receipt(AttemptId attempt) {
        TreeMap<String, Long> counters = new TreeMap<>();
        counters.put("words", 10L + attempt.number());
        return new Receipt(
                attempt,
                List.of(new Extent(0, 0, 12)),
                List.of(new FileStats(12, 3, 0xdeadbeef), FileStats.EMPTY),
                0,
                List.of(),
                counters);
    }

    public static Change joined(int worker) {
        return new Change.WorkerJoined(worker, "w" + worker, "alpha", 900 + worker, 2, "build-1");
    }

    public static Change moved(TaskId task, TaskState from, TaskState to) {
        return new Change.TaskMoved(task, from, to, 0, 0, 0, 0);
    }

    public static Change started(AttemptId attempt, int worker) {
        return new Change.AttemptStarted(attempt, worker, 120_000);
    }

    public static Change lost(AttemptId attempt) {
        return new Change.AttemptEnded(
                attempt, AttemptState.LIVE, AttemptState.LOST, FailureKind.WORKER_LOST, "worker 1 is gone");
    }

    public static Change fallen(AttemptId winner) {
        return new Change.AttemptEnded(
                winner, AttemptState.WON, AttemptState.LOST, FailureKind.OUTPUT_DAMAGED, "mr-0-1 is missing");
    }

    /** The first attempt of a task of worker 1. */
    public static List<Change> leased(AttemptId attempt) {
        return List.of(moved(attempt.task(), TaskState.PENDING, TaskState.LEASED), started(attempt, 1));
    }

    public static Change won(AttemptId attempt) {
        return new Change.Won(receipt(attempt));
    }
}
