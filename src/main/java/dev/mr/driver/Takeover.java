package dev.mr.driver;

import dev.mr.job.Event;
import dev.mr.job.JobSnapshot;
import dev.mr.job.Recovery;
import dev.mr.store.JobStore;
import dev.mr.task.AttemptId;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.Receipt;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The first turn of a driver: what the recovery table says about everything an earlier driver left. */
final class Takeover {
    private final JobSnapshot snapshot;
    private final Receipts receipts;
    private final Housekeeping housekeeping;
    private final Opening opening;

    /** Of a job that is opened in this way. */
    Takeover(JobSnapshot snapshot, Opening opening, Receipts receipts, Housekeeping housekeeping) {
        this.snapshot = snapshot;
        this.receipts = receipts;
        this.housekeeping = housekeeping;
        this.opening = opening;
    }

    /**
     * Looks for damage of the database before anyone relies on it.
     *
     * @throws MrException STATE_UNUSABLE
     */
    static void checkDatabase(JobStore store, long epoch) {
        Optional<String> damage = epoch > 1 ? store.findDamage() : Optional.empty();
        if (damage.isPresent()) {
            throw damaged(damage.get());
        }
    }

    private static MrException damaged(String finding) {
        return new MrException(
                ExitCode.STATE_UNUSABLE,
                "job.db is damaged: " + finding + "; restore it from a backup, or begin again in another --dir");
    }

    /** A task that is at work nowhere would never end. Rows that are sound may still be fewer than there were. */
    private void requireAttempts() {
        Set<TaskId> alive = new HashSet<>();
        snapshot.live().forEach(live -> alive.add(live.attempt().task()));
        for (JobSnapshot.StoredTask task : snapshot.tasks()) {
            if (task.state() == TaskState.LEASED && !alive.contains(task.task())) {
                throw damaged(task.task() + " is LEASED, expected a LIVE attempt of it, found none");
            }
        }
    }

    /**
     * The events of the first turn, in order.
     *
     * @throws MrException STATE_UNUSABLE when the job cannot have been stored as it was loaded
     */
    List<Event> events() throws IOException {
        requireAttempts();
        List<Event> events = new ArrayList<>();
        Map<TaskId, TaskState> states = new HashMap<>();
        for (JobSnapshot.StoredTask task : snapshot.tasks()) {
            states.put(task.task(), task.state());
            if (opening == Opening.AFTER_REBOOT
                    && task.state() == TaskState.COMMITTED
                    && task.winner().isPresent()) {
                ofWinner(task, task.winner().get()).ifPresent(events::add);
            }
        }
        events.add(new Event.Started());
        for (JobSnapshot.StoredAttempt live : snapshot.live()) {
            ofLive(live, states.getOrDefault(live.attempt().task(), TaskState.PENDING))
                    .ifPresent(events::add);
        }
        return events;
    }

    private Optional<Event> ofWinner(JobSnapshot.StoredTask task, Receipt winner) throws IOException {
        String damage = receipts.damage(winner);
        Recovery.Decision decision = Recovery.of(
                Recovery.Stored.winner(task.task().kind(), task.published()),
                Recovery.ReceiptFound.VALID,
                damage.isEmpty() ? Recovery.FilesFound.VERIFIED : Recovery.FilesFound.DAMAGED);
        return decision == Recovery.Decision.RERUN
                ? Optional.of(new Event.WinnerDamaged(winner.attempt(), damage))
                : Optional.empty();
    }

    /** Nothing happens to what its worker will come back for. */
    private Optional<Event> ofLive(JobSnapshot.StoredAttempt live, TaskState task) throws IOException {
        Receipts.Found found = receipts.find(live.attempt());
        Recovery.Decision decision = Recovery.of(
                Recovery.Stored.live(
                        live.attempt().task().kind(), task, opening != Opening.AGAIN && live.reconnectMillis() > 0),
                found.receiptFound(),
                found.filesFound());
        Receipt receipt = found.receipt();
        if (decision == Recovery.Decision.HARVEST && receipt != null) {
            return Optional.of(new Event.Harvested(live.attempt(), receipt));
        }
        if (decision == Recovery.Decision.ADOPT) {
            return Optional.empty();
        }
        return Optional.of(new Event.Abandoned(
                live.attempt(),
                (opening == Opening.AGAIN ? "its job paused, and " : "its driver ended, and ")
                        + (decision == Recovery.Decision.DROP ? "its task has no use for it" : found.detail())));
    }

    /** Deletes what killed runs left beside attempts. Before the first turn, whose file work may already assemble the output. */
    void sweep() throws IOException {
        housekeeping.sweep();
    }

    /** The attempt directories that nothing needs; to be asked for before there can be new ones. */
    List<Path> strayAttempts() throws IOException {
        Set<String> keep = new HashSet<>();
        for (JobSnapshot.StoredAttempt live : snapshot.live()) {
            keep.add(live.attempt().directoryName());
        }
        for (JobSnapshot.StoredTask task : snapshot.tasks()) {
            task.winner()
                    .filter(winner -> !task.published() || !winner.sideFiles().isEmpty())
                    .map(Receipt::attempt)
                    .map(AttemptId::directoryName)
                    .ifPresent(keep::add);
        }
        return housekeeping.strayAttempts(keep);
    }
}
