package dev.mr.driver;

import dev.mr.job.Event;
import dev.mr.job.JobSnapshot;
import dev.mr.job.Recovery;
import dev.mr.store.JobStore;
import dev.mr.task.AttemptId;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.Receipt;
import dev.mr.task.TaskState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The first turn of a driver: what the recovery table says about everything an earlier driver left. */
final class Takeover {
    private final JobSnapshot snapshot;
    private final Receipts receipts;
    private final Housekeeping housekeeping;
    private final boolean rebooted;

    /** {@code rebooted} when the machine has been down since the last driver drove. */
    Takeover(JobSnapshot snapshot, boolean rebooted, Receipts receipts, Housekeeping housekeeping) {
        this.snapshot = snapshot;
        this.receipts = receipts;
        this.housekeeping = housekeeping;
        this.rebooted = rebooted;
    }

    /**
     * Looks for damage of the database before anyone relies on it.
     *
     * @throws MrException STATE_UNUSABLE
     */
    void checkDatabase(JobStore store) {
        Optional<String> damage = snapshot.epoch() > 1 ? store.findDamage() : Optional.empty();
        if (damage.isPresent()) {
            throw new MrException(
                    ExitCode.STATE_UNUSABLE,
                    "job.db is damaged: " + damage.get()
                            + "; restore it from a backup, or begin again in another --dir");
        }
    }

    /** The events of the first turn, in order. */
    List<Event> events() throws IOException {
        List<Event> events = new ArrayList<>();
        if (rebooted) {
            for (JobSnapshot.StoredTask task : snapshot.tasks()) {
                Optional<Receipt> winner = task.winner().filter(held -> task.state() == TaskState.COMMITTED);
                String damage = winner.isPresent() ? receipts.damage(winner.get()) : "";
                Recovery.FilesFound found =
                        damage.isEmpty() ? Recovery.FilesFound.VERIFIED : Recovery.FilesFound.DAMAGED;
                if (winner.isPresent()
                        && Recovery.ofWinner(task.task().kind(), task.published(), found) == Recovery.Decision.RERUN) {
                    events.add(new Event.WinnerDamaged(winner.get().attempt(), damage));
                }
            }
        }
        events.add(new Event.Started());
        for (JobSnapshot.StoredAttempt live : snapshot.live()) {
            events.add(ofLive(live));
        }
        return events;
    }

    private Event ofLive(JobSnapshot.StoredAttempt live) throws IOException {
        Receipts.Found found = receipts.find(live.attempt());
        // Workers end with their stream, so none of them comes back to adopt.
        Recovery.Decision decision = Recovery.ofLive(found.receiptFound(), found.filesFound(), false);
        Receipt receipt = found.receipt();
        if (decision == Recovery.Decision.HARVEST && receipt != null) {
            return new Event.Harvested(live.attempt(), receipt);
        }
        return new Event.Abandoned(live.attempt(), "its driver ended, and " + found.detail());
    }

    /** Deletes what killed runs left. Before the first turn, whose file work may already assemble the output. */
    void sweep() throws IOException {
        Set<String> keep = new HashSet<>();
        for (JobSnapshot.StoredAttempt live : snapshot.live()) {
            keep.add(live.attempt().directoryName());
        }
        for (JobSnapshot.StoredTask task : snapshot.tasks()) {
            if (!task.published()) {
                task.winner()
                        .map(Receipt::attempt)
                        .map(AttemptId::directoryName)
                        .ifPresent(keep::add);
            }
        }
        housekeeping.sweep(keep);
    }
}
