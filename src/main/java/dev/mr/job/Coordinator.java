package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.ExitCode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator of all jobs of one driver as a deterministic state machine: the same events at the same times give the same
 * decisions. It does no I/O and owns no clock or thread; one thread calls it. The order law is its caller's: all Persist effects of
 * a turn are committed before anything else of it is carried out.
 *
 * <p>Jobs come with {@link #open} and go when they end or stop; workers come and go with their streams, and work for whichever job
 * has a task for them. A driver of one job is the case in which that job's end is the driver's.
 */
public final class Coordinator {
    private final Terms terms;
    private final Map<Long, JobMachine> jobs = new TreeMap<>();
    private final Crew crew;
    private final Leases leases;
    private final Returns returns;
    private final Streams streams;
    private final HandOut handOut;
    private boolean over;

    /** No job is open yet. {@code workers} ids of workers were given out before. */
    public Coordinator(Terms terms, int workers) {
        this.terms = terms;
        this.crew = new Crew(workers);
        Orphans orphans = new Orphans();
        this.leases = new Leases(terms.lease(), crew, orphans);
        this.returns = new Returns(terms, crew, jobs, orphans);
        this.streams = new Streams(terms, crew, jobs, returns);
        this.handOut = new HandOut(terms, crew, jobs);
    }

    /** Of a driver that ends with this job, which has the number {@code job}. */
    public static Coordinator of(long job, JobSnapshot snapshot, String build, String directory, LongSupplier nonces) {
        Coordinator coordinator = new Coordinator(Terms.of(snapshot, build, directory), snapshot.workers());
        coordinator.open(job, "", snapshot, Remedies.ofDriver(directory), nonces);
        return coordinator;
    }

    /**
     * Takes over the job of a snapshot. {@link Event.Started} must be the first event about it but for WinnerDamaged.
     *
     * @param job its number in the driver's database
     * @param folder where its directory is, below that of the driver
     * @param remedies what can be done when it is in trouble, for messages
     * @param nonces a fresh random number each time
     */
    public JobMachine open(long job, String folder, JobSnapshot snapshot, Remedies remedies, LongSupplier nonces) {
        JobMachine machine = new JobMachine(job, folder, snapshot, remedies, crew, nonces);
        jobs.put(job, machine);
        return machine;
    }

    /**
     * Handles one event.
     *
     * @param now the monotonic clock, in nanoseconds, read once a turn
     */
    public List<Decision> handle(Event event, long now) {
        Turn turn = new Turn(now);
        if (!over) {
            take(event, turn);
            for (JobMachine job : jobs.values()) {
                job.settle(turn.of(job.number()));
            }
            handOut.all(turn);
            for (JobMachine job : List.copyOf(jobs.values())) {
                if (job.life().isStopped()) {
                    stopped(job, turn);
                }
            }
        }
        return turn.decisions();
    }

    private void take(Event event, Turn turn) {
        if (event instanceof Event.Said said) {
            streams.said(said, turn);
        } else if (event instanceof Event.Reported reported) {
            streams.reported(reported, turn);
        } else if (event instanceof Event.Tick) {
            leases.tick(turn.now()).forEach(silent -> streams.fellSilent(silent, leases.leaseMillis(), turn));
            leases.unclaimed().forEach(orphan -> returns.unclaimed(orphan, leases.leaseMillis(), turn));
            handOut.tick(turn);
        } else if (event instanceof Event.StreamClosed closed) {
            streams.closed(closed, turn);
        } else if (event instanceof Event.DiskChecked checked) {
            handOut.diskChecked(checked, turn);
        } else if (event instanceof Event.OfJob about) {
            JobMachine job = jobs.get(about.job());
            if (job != null) {
                Turn ofJob = turn.of(about.job());
                job.take(about.event(), ofJob);
                if (about.event() instanceof Event.Started) {
                    returns.expect(about.job(), job.inherited(), turn.now());
                    streams.enterAll(ofJob);
                }
            }
        } else {
            throw new IllegalArgumentException(event + " is about a job, and does not say which");
        }
    }

    /** A job has ended, or cannot go on now. */
    private void stopped(JobMachine job, Turn turn) {
        Turn ofJob = turn.of(job.number());
        if (terms.isService() && job.life().requireStop().exitCode() == ExitCode.INPUT_CHANGED) {
            job.failAsStopped(ofJob); // nobody can go on with it from here
        }
        boolean ended = job.state().isFinished();
        if (ended) {
            streams.leaveAll(ofJob);
        }
        if (terms.isService()) {
            streams.forget(job.number(), ended);
            jobs.remove(job.number());
            crew.all().forEach(session -> turn.send(session.id, new DriverMessage.JobClosed(job.folder())));
        } else {
            over = true;
            if (ended) {
                crew.all()
                        .forEach(session ->
                                turn.send(session.id, new DriverMessage.JobDone(job.state(), job.message())));
            }
        }
        ofJob.add(job.life().requireStop());
    }

    /** A job that is open; null when there is none of this number. */
    public @Nullable JobMachine job(long number) {
        return jobs.get(number);
    }

    /** How often a Tick is due at least. */
    public long tickNanos() {
        return leases.tickNanos();
    }

    /** The number of the job of which a worker, by its session, holds this attempt; 0 when it does not. */
    public long jobOf(long session, AttemptId attempt) {
        Session holder = crew.find(session);
        return holder == null ? 0 : holder.held.getOrDefault(attempt, 0L);
    }

    /** The attempts a worker holds at this moment, by its session, each with the number of its job. */
    public Map<AttemptId, Long> held(long session) {
        Session holder = crew.find(session);
        return holder == null ? Map.of() : Map.copyOf(holder.held);
    }

    /** How many workers are attached. */
    public int workers() {
        return crew.size();
    }
}
