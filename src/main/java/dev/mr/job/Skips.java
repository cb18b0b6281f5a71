package dev.mr.job;

import dev.mr.task.BadRecord;
import dev.mr.task.TaskId;
import dev.mr.task.TaskKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The records that maps leave out because the map function failed on them ({@code --skip-bad-records}). A record that failed an
 * attempt twice is skipped from then on, as long as the job has any left to skip; the failures it caused are not held against its
 * task.
 */
final class Skips {
    private static final int FAILURES = 2;

    private final int most;
    private final Map<TaskId, List<BadRecord>> skipped = new HashMap<>();
    private final Map<TaskId, Map<BadRecord, Integer>> suspects = new HashMap<>();
    private int count;

    Skips(int most) {
        this.most = most;
    }

    /** Whether anything may be skipped at all. */
    boolean areAllowed() {
        return most > 0;
    }

    /** What a failure on a record that may not be left out says more; empty when none may. */
    String exhausted() {
        return areAllowed() && count >= most
                ? "; no more records may be left out: " + count + " of " + most
                        + " used (--skip-bad-records is fixed at the start; to allow more, begin again in another --dir)"
                : "";
    }

    /** One that the store has. */
    void restore(TaskId task, BadRecord record) {
        skipped.computeIfAbsent(task, none -> new ArrayList<>()).add(record);
        count++;
    }

    /** What a map task is to leave out. */
    List<BadRecord> of(TaskId task) {
        return List.copyOf(skipped.getOrDefault(task, List.of()));
    }

    /**
     * An attempt failed on a record, before its failure is charged to the task. Answers what to tell people if the record is skipped
     * from now on, and so the failure costs the task nothing; empty if it is not.
     *
     * @param text what happened, for people
     */
    Optional<String> failedOn(TaskEntry entry, BadRecord record, String text, Turn turn) {
        if (entry.id.kind() != TaskKind.MAP || count >= most || of(entry.id).contains(record)) {
            return Optional.empty();
        }
        int failures =
                suspects.computeIfAbsent(entry.id, none -> new HashMap<>()).merge(record, 1, Integer::sum);
        if (failures < FAILURES) {
            return Optional.empty();
        }
        restore(entry.id, record);
        turn.persist(new Change.RecordSkipped(entry.id, record, text));
        turn.add(new Effect.Quarantine(entry.id, record, text));
        return Optional.of(
                entry.id + " leaves out the record of " + record.bytes() + " bytes at offset " + record.offset()
                        + ", on which it failed " + FAILURES + " times; " + count + " of " + most
                        + " records (--skip-bad-records)");
    }
}
