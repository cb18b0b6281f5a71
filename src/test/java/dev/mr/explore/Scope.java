package dev.mr.explore;

import dev.mr.job.SampleJob;
import dev.mr.task.AttemptId;
import dev.mr.task.Receipt;
import dev.mr.task.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How large a small world is.
 *
 * @param workers how many worker processes there are at a time; one that ends is replaced
 * @param receipts those that were asked for
 */
record Scope(int maps, int reduces, int workers, Budget budget, Conduct conduct, Map<AttemptId, Receipt> receipts) {
    static Scope of(int maps, int reduces, int workers, Budget budget) {
        return new Scope(maps, reduces, workers, budget, Conduct.LAWFUL, new HashMap<>());
    }

    Scope with(Conduct other) {
        return new Scope(maps, reduces, workers, budget, other, receipts);
    }

    /** Backups are off: which attempts get one depends on how long they run, and time is not told here. */
    SampleJob job() {
        return SampleJob.of(maps, reduces).withoutBackup();
    }

    List<TaskId> tasks() {
        List<TaskId> all = new ArrayList<>();
        IntStream.range(0, maps).mapToObj(TaskId::map).forEach(all::add);
        IntStream.range(0, reduces).mapToObj(TaskId::reduce).forEach(all::add);
        return all;
    }

    /** What the RECEIPT of an attempt says. */
    Receipt receipt(AttemptId attempt) {
        return receipts.computeIfAbsent(attempt, job()::receipt);
    }

    @Override
    public String toString() {
        return maps + " maps, " + reduces + " reduces, " + workers + " workers; faults: " + budget.crashes()
                + " driver crashes, " + budget.pauses() + " paused drivers, " + budget.zombies() + " zombies, "
                + budget.losses() + " lost streams, " + budget.repeats() + " repeats, " + budget.damages()
                + " damaged files";
    }
}
