package dev.mr.driver;

import dev.mr.files.IoFailure;
import dev.mr.job.Effect;
import dev.mr.job.Event;
import dev.mr.task.JobState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what a committed turn decided about a job: file work on the helper, in the order decided. */
final class Hands {
    private static final Logger LOG = LoggerFactory.getLogger(Hands.class);

    private final long job;
    private final Housekeeping housekeeping;
    private final Executor helper;
    private final Inbox inbox;
    private final String goOn;
    private final Consumer<Effect.Finish> end;

    private Effect.@Nullable Stop stop;
    private @Nullable JobState finished;
    private boolean quiet;

    /**
     * For the job with this number.
     *
     * @param helper runs file work, one piece after the other, in the order given
     * @param goOn how the job goes on when the trouble is over, for messages
     * @param end is told when the job has ended
     */
    Hands(long job, Housekeeping housekeeping, Executor helper, Inbox inbox, String goOn, Consumer<Effect.Finish> end) {
        this.job = job;
        this.housekeeping = housekeeping;
        this.helper = helper;
        this.inbox = inbox;
        this.goOn = goOn;
        this.end = end;
    }

    /** Why the driver is to end; null while it is not. */
    Effect.@Nullable Stop stop() {
        return stop;
    }

    /** The state in which the job ended under this driver; null while it has not. */
    @Nullable
    JobState finished() {
        return finished;
    }

    void carryOut(Effect effect) {
        if (effect instanceof Effect.PublishMap publish) {
            ask(() -> housekeeping.publishMap(publish), event -> inbox.addUnhurried(about(event)));
        } else if (effect instanceof Effect.Discard discard) {
            helper.execute(() -> housekeeping.discard(discard.attempt()));
        } else if (effect instanceof Effect.Inspect inspect) {
            ask(() -> List.of(housekeeping.inspect(inspect.winner(), inspect.bucket(), inspect.expected())));
        } else if (effect instanceof Effect.Quarantine bad) {
            ask(() -> housekeeping.quarantine().keep(bad.task(), bad.record(), bad.text()));
        } else if (effect instanceof Effect.Examine examine) {
            ask(() -> housekeeping.quarantine().examine(examine.attempt()));
        } else if (effect instanceof Effect.PublishOutput publish) {
            ask(() -> housekeeping.publishOutput(publish.winners()));
        } else if (effect instanceof Effect.Finish finish) {
            finished = finish.state();
            end.accept(finish);
        } else if (effect instanceof Effect.Stop stopping) {
            stop = stopping;
        } else if (!(effect instanceof Effect.Persist)) {
            throw new IllegalArgumentException(effect.toString());
        }
    }

    /** Nothing creates files by the thousand any more. */
    void mapsAreDone() {
        if (!quiet) {
            quiet = true;
            helper.execute(this::tidy);
        }
    }

    /** A little at a time, so that no other file work waits for long. */
    private void tidy() {
        run(() -> {
            if (housekeeping.discardSomeSpent()) {
                try {
                    helper.execute(this::tidy);
                } catch (RejectedExecutionException ending) {
                    LOG.debug("the rest goes with the job's end");
                }
            }
        });
    }

    /** Every byte counts. */
    void diskIsShort() {
        helper.execute(() -> run(housekeeping::discardSpent));
    }

    /** Deletes what nothing needs. */
    void delete(List<Path> strays) {
        helper.execute(() -> run(() -> housekeeping.delete(strays)));
    }

    /** The driver cannot do its part for this job. */
    void isStuck(IOException failure) {
        inbox.add(about(new Event.Stuck(
                "the driver's file work failed: " + IoFailure.text(failure) + "; free or mend the disk, " + goOn)));
    }

    private Event about(Event event) {
        return new Event.OfJob(job, event);
    }

    private void ask(Callable<List<Event>> work) {
        ask(work, event -> inbox.add(about(event)));
    }

    private void ask(Callable<List<Event>> work, Consumer<Event> answers) {
        helper.execute(() -> run(() -> work.call().forEach(answers)));
    }

    /** A piece of file work. */
    private interface Work {
        void run() throws Exception;
    }

    private void run(Work work) {
        try {
            work.run();
        } catch (IOException failure) {
            isStuck(failure);
        } catch (Exception bug) {
            LOG.error("file work failed", bug);
            inbox.add(about(new Event.Stuck("internal error in the driver's file work: " + bug + "; " + goOn)));
        }
    }
}
