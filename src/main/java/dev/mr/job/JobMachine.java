package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.ExitCode;
import dev.mr.task.InputFile;
import dev.mr.task.JobSpec;
import dev.mr.task.JobState;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One job under a {@link Coordinator}: its tasks, what their attempts come to, and when it ends. Deterministic; it does no I/O and owns
 * no clock or thread.
 */
public final class JobMachine {
    private final JobContext context;
    private final JobLife life;
    private final TaskBoard board;
    private final Ledger ledger;
    private final Outcomes outcomes;
    private final Skips skips;
    private List<JobSnapshot.StoredSkip> storedSkips = List.of();
    private final List<JobSnapshot.StoredAttempt> inherited;
    private final Dispatch dispatch;
    private final Reports reports;
    private final Recall recall;
    private final Backups backups;
    private final JobEnding ending;

    /** See {@link Coordinator#open}. */
    JobMachine(long job, String folder, JobSnapshot snapshot, Remedies remedies, Crew crew, LongSupplier nonces) {
        JobSpec spec = snapshot.spec();
        this.context = new JobContext(
                job,
                folder,
                snapshot.uuid(),
                spec,
                snapshot.inputs(),
                snapshot.splits(),
                snapshot.epoch(),
                remedies,
                nonces);
        this.life = new JobLife(snapshot.state(), snapshot.message());
        this.board = new TaskBoard(spec.mapTasks(), spec.reduceTasks());
        this.ledger = new Ledger(spec.reduceTasks());
        this.outcomes = new Outcomes(context, life, board, crew, ledger);
        this.skips = new Skips(spec.rules().skipBadRecords());
        this.recall = new Recall(context, life, board, outcomes);
        this.dispatch = new Dispatch(context, life, board, recall, skips, ledger);
        this.backups = new Backups(spec.rules(), board);
        this.reports = new Reports(context, life, board, outcomes, recall, skips, backups);
        this.inherited = snapshot.live();
        this.ending = new JobEnding(context, life, board, ledger, outcomes, recall);
        restore(snapshot);
    }

    /** The attempts that were live when the driver before ended. */
    List<JobSnapshot.StoredAttempt> inherited() {
        return inherited;
    }

    private void restore(JobSnapshot snapshot) {
        for (JobSnapshot.StoredTask stored : snapshot.tasks()) {
            TaskEntry entry = board.get(stored.task());
            board.place(entry, stored.state());
            entry.attempts = stored.attempts();
            entry.receipt = stored.winner().orElse(null);
            entry.wonInEpoch = stored.wonInEpoch();
            entry.published = stored.published();
            entry.userFailures = stored.userFailures();
            entry.workerLosses = stored.workerLosses();
            entry.repairs = stored.repairs();
            if (stored.state() == TaskState.COMMITTED) {
                stored.winner().ifPresent(ledger::restore);
            }
        }
        for (JobSnapshot.StoredAttempt stored : snapshot.live()) {
            board.get(stored.attempt().task()).add(new LiveAttempt(stored.attempt(), 0, stored.worker(), 0, true));
        }
        snapshot.skips().forEach(skip -> skips.restore(skip.task(), skip.record()));
        storedSkips = snapshot.skips();
        board.lineUp();
    }

    /** One of the events about a job. */
    void take(Event event, Turn turn) {
        if (life.isStopped()) {
            return;
        }
        if (event instanceof Event.MapPublished published) {
            outcomes.published(board.get(published.winner().task()), published.winner(), turn);
        } else if (event instanceof Event.WinnerDamaged damaged) {
            recall.damaged(damaged.winner(), damaged.finding(), turn);
        } else if (event instanceof Event.BucketSound sound) {
            recall.sound(sound.winner(), sound.bucket(), turn);
        } else if (event instanceof Event.Started) {
            started(turn);
        } else if (event instanceof Event.Harvested harvested) {
            reports.harvested(harvested, turn);
        } else if (event instanceof Event.Abandoned abandoned) {
            reports.abandoned(abandoned, turn);
        } else if (event instanceof Event.LastRecord last) {
            reports.lastRecord(last, turn);
        } else if (event instanceof Event.OutputPublished) {
            ending.outputPublished(turn);
        } else if (event instanceof Event.Cancelled) {
            ending.cancel(turn);
        } else if (event instanceof Event.Stuck stuck) {
            life.stop(ExitCode.ENVIRONMENT, stuck.line());
        } else {
            throw new IllegalArgumentException(event.toString());
        }
    }

    private void started(Turn turn) {
        turn.note("driver-started", null, 0, 0, "epoch " + context.epoch());
        if (life.state() == JobState.PENDING) {
            life.move(JobState.RUNNING, "", turn);
        }
        for (TaskEntry map : board.all(TaskKind.MAP)) {
            var winner = map.receipt;
            if (map.winner() != null && winner != null && isToPublish(map)) {
                outcomes.publish(map, winner, turn);
            }
        }
        for (JobSnapshot.StoredSkip skip : storedSkips) {
            turn.add(new Effect.Quarantine(skip.task(), skip.record(), skip.text()));
        }
        if (life.state() == JobState.COMMITTING) {
            ending.publishOutput(turn);
        }
    }

    /** A winner known to be damaged has fallen by now. */
    private static boolean isToPublish(TaskEntry committed) {
        Recovery.Stored winner = Recovery.Stored.winner(committed.id.kind(), committed.published);
        return Recovery.of(winner, Recovery.ReceiptFound.VALID, Recovery.FilesFound.TRUSTED)
                == Recovery.Decision.PUBLISH;
    }

    /** Ends the job if it can neither go on nor has to. To be called after every event. */
    void settle(Turn turn) {
        ending.settle(turn);
    }

    /** Ends the job that has stopped although it could go on later, if that depends on others. */
    void failAsStopped(Turn turn) {
        ending.failAsStopped(turn);
    }

    /** Whether no map task is left to do. */
    public boolean hasAllMaps() {
        return board.allCommitted(TaskKind.MAP);
    }

    /** Whether nothing is left of the job but what its driver does itself; until then publishes are no hurry. */
    public boolean awaitsPublishes() {
        return board.allCommitted(TaskKind.MAP) && board.allCommitted(TaskKind.REDUCE);
    }

    /** Whether there is a task that may run now. */
    boolean hasNext() {
        return dispatch.next() != null;
    }

    /** Begins the next task, of which there is one, in this worker. */
    void start(Session session, Turn turn) {
        dispatch.start(Objects.requireNonNull(dispatch.next()), session, turn);
    }

    /** Begins a backup attempt of what has run longest, if that is long enough; answers in which worker, null for none. */
    @Nullable
    Session startBackup(Crew crew, Turn turn) {
        LiveAttempt slow = dispatch.mayBackUp() ? backups.next(turn.now()) : null;
        Session session = slow == null ? null : crew.pollOther(slow.worker());
        if (slow != null && session != null) {
            dispatch.startBackup(slow, session, turn);
            backups.began(slow);
        }
        return session;
    }

    /** How many tasks wait that are of the kind of the next. */
    int pending() {
        TaskEntry next = dispatch.next();
        return next == null ? 0 : board.count(next.id.kind(), TaskState.PENDING);
    }

    int count(TaskState state) {
        return board.count(TaskKind.MAP, state) + board.count(TaskKind.REDUCE, state);
    }

    /** Gives an attempt that has not begun to another worker, if it is live. */
    void takeBack(AttemptId attempt, String reason, Turn turn) {
        TaskEntry entry = board.get(attempt.task());
        LiveAttempt live = entry.live(attempt);
        if (live != null) {
            outcomes.takeBack(entry, live, reason, turn);
        }
    }

    /** Whether a task has this winner. */
    boolean hasWinner(AttemptId attempt) {
        TaskEntry entry = board.find(attempt.task());
        return entry != null && attempt.equals(entry.winner());
    }

    Reports reports() {
        return reports;
    }

    JobLife life() {
        return life;
    }

    /** What can be done when it is in trouble, for messages. */
    public Remedies remedies() {
        return context.remedies();
    }

    /** Its number in the driver's database. */
    public long number() {
        return context.job();
    }

    /** Where its directory is, below that of the driver. */
    public String folder() {
        return context.folder();
    }

    public JobState state() {
        return life.state();
    }

    public String message() {
        return life.message();
    }

    public JobSpec spec() {
        return context.spec();
    }

    public List<InputFile> inputs() {
        return context.inputs();
    }

    /** Where the job is now, for people, with so many workers attached. */
    public JobProgress progress(int workers) {
        return new JobProgress(
                board.all(TaskKind.MAP).length,
                board.count(TaskKind.MAP, TaskState.LEASED),
                board.count(TaskKind.MAP, TaskState.COMMITTED),
                board.all(TaskKind.REDUCE).length,
                board.count(TaskKind.REDUCE, TaskState.LEASED),
                board.count(TaskKind.REDUCE, TaskState.COMMITTED),
                workers,
                ledger.counters());
    }
}
