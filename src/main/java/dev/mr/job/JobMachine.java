package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.ExitCode;
import dev.mr.task.InputFile;
import dev.mr.task.JobSpec;
import dev.mr.task.JobState;
import dev.mr.task.OneLine;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The coordinator of one job as a deterministic state machine: the same events at the same times give the same effects. It
 * does no I/O and owns no clock or thread; one thread calls it. The order law is its caller's: all Persist effects of a turn
 * are committed before anything else of it is carried out.
 */
public final class JobMachine {
    private final JobContext context;
    private final JobLife life;
    private final TaskBoard board;
    private final Crew crew;
    private final Ledger ledger;
    private final Outcomes outcomes;
    private final Skips skips;
    private List<JobSnapshot.StoredSkip> storedSkips = List.of();
    private final Dispatch dispatch;
    private final Reports reports;
    private final Recall recall;
    private final Leases leases;

    /**
     * Takes over the job of a snapshot; {@link Event.Started} must be the first event but for WinnerDamaged.
     *
     * @param build workers of another build are refused
     * @param directory the job directory, absolute, which workers are told
     * @param nonces a fresh random number each time
     */
    public JobMachine(JobSnapshot snapshot, String build, String directory, LongSupplier nonces) {
        JobSpec spec = snapshot.spec();
        this.context = new JobContext(
                snapshot.uuid(),
                spec,
                snapshot.inputs(),
                snapshot.splits(),
                snapshot.epoch(),
                build,
                directory,
                nonces);
        this.life = new JobLife(snapshot.state(), snapshot.message());
        this.board = new TaskBoard(spec.mapTasks(), spec.reduceTasks());
        this.crew = new Crew(snapshot.workers());
        this.ledger = new Ledger(spec.reduceTasks());
        this.outcomes = new Outcomes(context, life, board, crew, ledger);
        this.skips = new Skips(spec.rules().skipBadRecords());
        this.recall = new Recall(context, life, board, outcomes);
        this.dispatch = new Dispatch(context, life, board, crew, recall, skips, outcomes, ledger);
        this.reports = new Reports(context, life, board, crew, outcomes, recall, skips);
        this.leases = new Leases(spec, board, crew, outcomes);
        restore(snapshot);
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
            board.get(stored.attempt().task()).add(new LiveAttempt(stored.attempt(), 0, stored.worker()));
        }
        snapshot.skips().forEach(skip -> skips.restore(skip.task(), skip.record()));
        storedSkips = snapshot.skips();
        board.lineUp();
    }

    /**
     * Handles one event.
     *
     * @param now the monotonic clock, in nanoseconds, read once a turn
     */
    public List<Effect> handle(Event event, long now) {
        Turn turn = new Turn();
        if (!life.isStopped()) {
            take(event, now, turn);
            if (life.doom() != null && life.isRunning()) {
                finish(JobState.FAILED, String.valueOf(life.doom()), ExitCode.JOB_FAILED, turn);
            }
            complete(turn);
            dispatch.handOut(turn);
            Effect.Stop stop = life.stop();
            if (stop != null) {
                turn.add(stop);
            }
        }
        return turn.effects();
    }

    private void take(Event event, long now, Turn turn) {
        if (event instanceof Event.Said said) {
            reports.said(said, now, turn);
        } else if (event instanceof Event.Reported reported) {
            reports.reported(reported, now, turn);
        } else if (event instanceof Event.Tick) {
            leases.tick(now, turn);
            dispatch.tick(turn);
        } else if (event instanceof Event.StreamClosed closed) {
            reports.closed(closed, turn);
        } else if (event instanceof Event.MapPublished published) {
            outcomes.published(board.get(published.winner().task()), published.winner(), turn);
        } else if (event instanceof Event.DiskChecked checked) {
            dispatch.diskChecked(checked, turn);
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
            outputPublished(turn);
        } else if (event instanceof Event.Stuck stuck) {
            life.stop(ExitCode.ENVIRONMENT, stuck.line());
        } else {
            throw new IllegalArgumentException(event.toString());
        }
    }

    private void started(Turn turn) {
        turn.note("driver-started", null, 0, 0, "epoch " + context.epoch());
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
            publishOutput(turn);
        }
    }

    /** A winner known to be damaged has fallen by now. */
    private static boolean isToPublish(TaskEntry committed) {
        Recovery.Stored winner = Recovery.Stored.winner(committed.id.kind(), committed.published);
        return Recovery.of(winner, Recovery.ReceiptFound.VALID, Recovery.FilesFound.TRUSTED)
                == Recovery.Decision.PUBLISH;
    }

    private void complete(Turn turn) {
        boolean done = life.isRunning()
                && board.allCommitted(TaskKind.MAP)
                && board.allCommitted(TaskKind.REDUCE)
                && recall.noneSuspected()
                && outcomes.allPublished();
        if (!done) {
            return;
        }
        List<String> imbalances = ledger.imbalances(context.inputs(), board.all(TaskKind.MAP));
        if (!imbalances.isEmpty()) {
            finish(
                    JobState.FAILED,
                    "the books do not balance: " + OneLine.of(String.join("; ", imbalances))
                            + "; nothing was published",
                    ExitCode.JOB_FAILED,
                    turn);
            return;
        }
        life.move(JobState.COMMITTING, "", turn);
        publishOutput(turn);
    }

    private void publishOutput(Turn turn) {
        List<Effect.Winner> winners = new ArrayList<>();
        for (TaskEntry map : board.all(TaskKind.MAP)) {
            var receipt = map.receipt;
            if (receipt != null && !receipt.sideFiles().isEmpty()) {
                winners.add(new Effect.Winner(receipt, map.wonInEpoch != context.epoch()));
            }
        }
        for (TaskEntry reduce : board.all(TaskKind.REDUCE)) {
            var receipt = reduce.receipt;
            if (receipt == null) {
                throw new IllegalStateException(reduce.id + " is committed without a receipt");
            }
            winners.add(new Effect.Winner(receipt, reduce.wonInEpoch != context.epoch()));
        }
        turn.add(new Effect.PublishOutput(winners));
    }

    private void outputPublished(Turn turn) {
        if (life.state() == JobState.COMMITTING) {
            finish(JobState.SUCCEEDED, ledger.equation(context.inputs()), ExitCode.DONE, turn);
        }
    }

    private void finish(JobState state, String line, ExitCode exitCode, Turn turn) {
        for (TaskKind kind : TaskKind.values()) {
            for (TaskEntry entry : board.all(kind)) {
                free(entry, turn);
            }
        }
        life.move(state, line, turn);
        turn.add(new Effect.Finish(state, line));
        for (Session session : crew.all()) {
            turn.persist(new Change.WorkerLeft(session.worker, "the job ended"));
            turn.send(session.id, new DriverMessage.JobDone(state, line));
        }
        life.stop(exitCode, line);
    }

    /** Nobody works on a task of a job that ended, not even for a driver that is gone. */
    private void free(TaskEntry entry, Turn turn) {
        for (LiveAttempt live : entry.live()) {
            outcomes.supersede(entry, live, "the job ended", turn);
        }
        if (entry.state == TaskState.LEASED) {
            board.move(entry, TaskState.PENDING, turn);
        }
    }

    /** Whether no map task is left to do. */
    public boolean hasAllMaps() {
        return board.allCommitted(TaskKind.MAP);
    }

    /** Whether nothing is left of the job but what its driver does itself; until then publishes are no hurry. */
    public boolean awaitsPublishes() {
        return board.allCommitted(TaskKind.MAP) && board.allCommitted(TaskKind.REDUCE);
    }

    /** How often a Tick is due at least. */
    public long tickNanos() {
        return leases.tickNanos();
    }

    /** The attempts a worker holds at this moment, by its session. */
    public List<AttemptId> held(long session) {
        Session holder = crew.find(session);
        return holder == null ? List.of() : List.copyOf(holder.held);
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

    /** Where the job is now, for people. */
    public JobProgress progress() {
        return new JobProgress(
                board.all(TaskKind.MAP).length,
                board.count(TaskKind.MAP, TaskState.LEASED),
                board.count(TaskKind.MAP, TaskState.COMMITTED),
                board.all(TaskKind.REDUCE).length,
                board.count(TaskKind.REDUCE, TaskState.LEASED),
                board.count(TaskKind.REDUCE, TaskState.COMMITTED),
                crew.size(),
                ledger.counters());
    }
}
