package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.BucketSource;
import dev.mr.task.DriverMessage;
import dev.mr.task.FileStats;
import dev.mr.task.Receipt;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;
import dev.mr.task.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which task of a job comes next, and what it is told: maps first, reduces once every map is committed and trusted. */
final class Dispatch {
    private final JobContext context;
    private final JobLife life;
    private final TaskBoard board;
    private final Recall recall;
    private final Skips skips;
    private final Ledger ledger;
    private boolean arranged;

    Dispatch(JobContext context, JobLife life, TaskBoard board, Recall recall, Skips skips, Ledger ledger) {
        this.context = context;
        this.life = life;
        this.board = board;
        this.recall = recall;
        this.skips = skips;
        this.ledger = ledger;
    }

    /** The task that is to run next; null when there is none that may run now. */
    @Nullable
    TaskEntry next() {
        if (!life.isRunning()) {
            return null;
        }
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

    /** Begins an attempt of the task that is {@link #next}. */
    void start(TaskEntry entry, Session session, Turn turn) {
        AttemptId id = begin(entry, session, turn);
        board.move(entry, TaskState.LEASED, turn);
        turn.note("assigned", id, session.worker, "");
        assign(id, session, work(entry, entry.attempts > 1), turn);
    }

    /** Begins another attempt of a task beside this one; the first that commits wins. */
    void startBackup(LiveAttempt slow, Session session, Turn turn) {
        TaskEntry entry = board.get(slow.id().task());
        AttemptId id = begin(entry, session, turn);
        String line = "backup of " + slow.id() + ", which runs for "
                + Duration.ofNanos(turn.now() - slow.sinceNanos()).toSeconds() + " s on worker " + slow.worker();
        turn.note("backup", id, session.worker, line);
        assign(id, session, work(entry, slow.id().number() > 1), turn);
    }

    private void assign(AttemptId id, Session session, Work work, Turn turn) {
        turn.send(session.id, new DriverMessage.Assign(id, context.folder(), context.spec(), work));
    }

    /** Whether all is handed out that may run now, and nothing of it stands on doubtful ground. */
    boolean mayBackUp() {
        return life.isRunning() && next() == null && recall.noneSuspected();
    }

    private AttemptId begin(TaskEntry entry, Session session, Turn turn) {
        entry.attempts++;
        AttemptId id = new AttemptId(entry.id, entry.attempts, context.nonces().getAsLong());
        entry.add(new LiveAttempt(id, session, turn.now()));
        session.held.put(id, context.job());
        turn.persist(new Change.AttemptStarted(id, session.worker, session.reconnectMillis));
        return id;
    }

    /** {@code again} when an attempt before this one did not do. */
    private Work work(TaskEntry entry, boolean again) {
        if (entry.id.kind() == TaskKind.MAP) {
            boolean careful = skips.areAllowed() && again;
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
