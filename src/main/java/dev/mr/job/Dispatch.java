package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.BucketSource;
import dev.mr.task.DriverMessage;
import dev.mr.task.ExitCode;
import dev.mr.task.FileStats;
import dev.mr.task.Receipt;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;
import dev.mr.task.Work;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hands tasks to free workers: maps first, reduces once every map is committed and trusted, nothing on a full disk. */
final class Dispatch {
    private final JobContext context;
    private final JobLife life;
    private final TaskBoard board;
    private final Crew crew;
    private final Recall recall;
    private final Skips skips;
    private final Outcomes outcomes;
    private final Ledger ledger;
    private boolean diskLow;
    private boolean arranged;

    Dispatch(
            JobContext context,
            JobLife life,
            TaskBoard board,
            Crew crew,
            Recall recall,
            Skips skips,
            Outcomes outcomes,
            Ledger ledger) {
        this.context = context;
        this.life = life;
        this.board = board;
        this.crew = crew;
        this.recall = recall;
        this.skips = skips;
        this.outcomes = outcomes;
        this.ledger = ledger;
    }

    /** Assigns until there is no task that may run or no worker that is free. */
    void handOut(Turn turn) {
        while (life.isRunning() && !diskLow) {
            TaskEntry entry = next();
            Session session = entry == null ? null : crew.poll(board.count(entry.id.kind(), TaskState.PENDING));
            if (entry == null || session == null) {
                return;
            }
            start(entry, session, turn);
            crew.spend(session);
        }
    }

    /**
     * Time passed. Where a slot is free and no task is left to hand out, one that has waited in another worker since the last tick
     * is taken back, so that it can begin.
     */
    void tick(Turn turn) {
        boolean idle = life.isRunning() && !diskLow && next() == null && crew.hasFreeSlot();
        for (Session session : crew.all()) {
            Set<AttemptId> waited = session.aheadAtTick;
            session.aheadAtTick = session.ahead();
            for (AttemptId attempt : idle ? session.aheadAtTick : Set.<AttemptId>of()) {
                TaskEntry entry = board.get(attempt.task());
                LiveAttempt live = waited.contains(attempt) ? entry.live(attempt) : null;
                if (live != null) {
                    outcomes.takeBack(entry, live, "another worker can begin it now", turn);
                }
            }
        }
    }

    /** Room on the disk changed. With too little and nothing running that could end, there is nothing to wait for. */
    void diskChecked(Event.DiskChecked checked, Turn turn) {
        diskLow = checked.freeBytes() < checked.lowBytes();
        if (diskLow && life.isRunning() && count(TaskState.LEASED) == 0 && count(TaskState.PENDING) > 0) {
            life.stop(
                    ExitCode.ENVIRONMENT,
                    "the disk of the job directory has " + checked.freeBytes() + " bytes free, at least "
                            + checked.lowBytes()
                            + " are wanted (--min-free); free some space, then: " + context.resume());
        }
    }

    private int count(TaskState state) {
        return board.count(TaskKind.MAP, state) + board.count(TaskKind.REDUCE, state);
    }

    private @Nullable TaskEntry next() {
        TaskEntry map = board.next(TaskKind.MAP);
        if (map != null) {
            return map;
        }
        if (!board.allCommitted(TaskKind.MAP) || !recall.noneSuspected()) {
            return null;
        }
        if (!arranged) {
            arranged = true;
            // The longest first: begun last, it would end long after the others.
            board.arrange(TaskKind.REDUCE, Comparator.comparingLong(reduce -> -ledger.written(reduce.id.index())));
        }
        return board.next(TaskKind.REDUCE);
    }

    private void start(TaskEntry entry, Session session, Turn turn) {
        entry.attempts++;
        AttemptId id = new AttemptId(entry.id, entry.attempts, context.nonces().getAsLong());
        entry.add(new LiveAttempt(id, session.id, session.worker));
        session.held.add(id);
        turn.persist(new Change.AttemptStarted(id, session.worker, session.reconnectMillis));
        board.move(entry, TaskState.LEASED, turn);
        turn.note("assigned", id, session.worker, "");
        turn.send(session.id, new DriverMessage.Assign(id, "", context.spec(), work(entry)));
    }

    private Work work(TaskEntry entry) {
        if (entry.id.kind() == TaskKind.MAP) {
            boolean careful = skips.areAllowed() && entry.attempts > 1;
            return new Work.MapWork(context.splits().get(entry.id.index()), skips.of(entry.id), careful);
        }
        List<BucketSource> sources = new ArrayList<>(board.all(TaskKind.MAP).length);
        for (TaskEntry map : board.all(TaskKind.MAP)) {
            Receipt receipt = map.receipt;
            if (receipt == null) {
                throw new IllegalStateException(map.id + " is committed without a receipt");
            }
            FileStats bucket = receipt.files().get(entry.id.index());
            sources.add(new BucketSource(receipt.attempt(), bucket.bytes(), bucket.crc32c()));
        }
        return new Work.ReduceWork(sources);
    }
}
