package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.ExitCode;
import dev.mr.task.TaskState;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hands the tasks of all jobs to free workers, nothing on a full disk, nor before so many workers have come as are wanted. A free slot goes to the job that has the fewest, of equal
 * ones to the one that came first.
 */
final class HandOut {
    private final Terms terms;
    private final Crew crew;
    private final Map<Long, JobMachine> jobs;
    private boolean diskLow;
    private boolean begun;

    /** {@code jobs}, by number, are those that run; others may come and go. */
    HandOut(Terms terms, Crew crew, Map<Long, JobMachine> jobs) {
        this.terms = terms;
        this.crew = crew;
        this.jobs = jobs;
    }

    /** Assigns until there is no task that may run or no worker that is free. */
    void all(Turn turn) {
        begun |= crew.size() >= terms.minWorkers();
        while (begun && !diskLow) {
            JobMachine job = next();
            Session session = job == null ? null : crew.poll(job.pending());
            if (job == null || session == null) {
                return;
            }
            job.start(session, turn.of(job.number()));
            crew.spend(session);
        }
    }

    private @Nullable JobMachine next() {
        JobMachine best = null;
        for (JobMachine job : jobs.values()) {
            if (job.hasNext() && (best == null || job.count(TaskState.LEASED) < best.count(TaskState.LEASED))) {
                best = job;
            }
        }
        return best;
    }

    /**
     * Time passed. Where a slot is free and no task is left to hand out, one that has waited in another worker since the last tick
     * is taken back, so that it can begin; and what takes very long is tried elsewhere too.
     */
    void tick(Turn turn) {
        boolean idle = !diskLow && next() == null && crew.hasFreeSlot();
        boolean allBegun = true;
        for (Session session : crew.all()) {
            Set<AttemptId> waited = session.aheadAtTick;
            session.aheadAtTick = session.ahead();
            allBegun &= session.aheadAtTick.isEmpty();
            for (AttemptId attempt : idle ? session.aheadAtTick : Set.<AttemptId>of()) {
                JobMachine job = jobs.get(session.held.getOrDefault(attempt, 0L));
                if (job != null && waited.contains(attempt)) {
                    job.takeBack(attempt, "another worker can begin it now", turn.of(job.number()));
                }
            }
        }
        if (idle && allBegun) {
            backUp(turn);
        }
    }

    /** What takes very long is tried elsewhere too, where slots are free for which there is no other task. */
    private void backUp(Turn turn) {
        for (JobMachine job : jobs.values()) {
            Session session = job.startBackup(crew, turn.of(job.number()));
            while (session != null) {
                crew.spend(session);
                session = job.startBackup(crew, turn.of(job.number()));
            }
        }
    }

    /** Room on the disk changed. With too little, a service waits; another driver does until nothing runs that could end. */
    void diskChecked(Event.DiskChecked checked, Turn turn) {
        boolean wasLow = diskLow;
        diskLow = checked.freeBytes() < checked.lowBytes();
        String space = "the disk of " + (terms.isService() ? terms.directory() : "the job directory") + " has "
                + checked.freeBytes() + " bytes free";
        String wanted = space + ", at least " + checked.lowBytes() + " are wanted (--min-free); ";
        if (!terms.isService() && diskLow) {
            jobs.values().forEach(job -> stopIfNothingRuns(job, wanted));
        } else if (terms.isService() && diskLow && !wasLow) {
            turn.warn(wanted + "no task begins until there is space");
        } else if (terms.isService() && wasLow && !diskLow) {
            turn.warn(space + " again; tasks begin again");
        }
    }

    private static void stopIfNothingRuns(JobMachine job, String line) {
        if (job.life().isRunning() && job.count(TaskState.LEASED) == 0 && job.count(TaskState.PENDING) > 0) {
            job.life()
                    .stop(
                            ExitCode.ENVIRONMENT,
                            line + "free some space, " + job.remedies().goOn());
        }
    }
}
