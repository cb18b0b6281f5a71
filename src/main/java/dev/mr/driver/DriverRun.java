package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.Machine;
import dev.mr.job.Effect;
import dev.mr.job.JobSnapshot;
import dev.mr.rpc.DriverServer;
import dev.mr.rpc.Token;
import dev.mr.store.JobStore;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One driver's run over one job: listens, drives, and leaves a state from which the next can go on. Used once. */
public final class DriverRun implements AutoCloseable {
    private static final long FAREWELL_MILLIS = 3_000;

    private final Site site;
    private final JobDirectory directory;
    private final FileSystem files;
    private final RunOptions options;
    private final Voice voice;
    private final OwnWorkers workers;
    private final Inbox inbox = new Inbox();
    private final Wire wire = new Wire(inbox);
    private final FileWork helper;
    private @Nullable DriverServer server;

    /** With as many worker processes of its own as the options say. */
    public DriverRun(Site site, RunOptions options, Voice voice) {
        this(site, options, voice, new LocalWorkers(options, site.directory().logs(), voice));
    }

    /** With these workers instead of processes. */
    public DriverRun(Site site, RunOptions options, Voice voice, OwnWorkers workers) {
        this.workers = workers;
        this.site = site;
        this.directory = site.directory();
        this.files = site.files();
        this.options = options;
        this.voice = voice;
        this.helper = new FileWork(directory, voice);
    }

    /**
     * How a run ended.
     *
     * @param state the job's state when the run saw it end; empty when the job can be resumed
     */
    public record Outcome(ExitCode exitCode, Optional<JobState> state, String line, boolean ranNothing) {
        static Outcome ofFinished(JobState state, String message) {
            ExitCode code = state == JobState.SUCCEEDED ? ExitCode.DONE : ExitCode.JOB_FAILED;
            return new Outcome(code, Optional.of(state), message, true);
        }
    }

    /** This process, as the database remembers it. */
    static JobStore.DriverIdentity identity(String bootId) {
        return new JobStore.DriverIdentity(Machine.pid(), Machine.host(), bootId);
    }

    /** Ends the run after its current turn; the job stays resumable. Any thread. */
    public void stop() {
        inbox.stop();
    }

    /** Whether {@link #stop} was called. Any thread. */
    public boolean isStopping() {
        return inbox.isStopping();
    }

    /**
     * Lets workers of this run's own begin to start while the job is planned and stored: a JVM takes longer for that than the
     * driver does.
     */
    void hurryWorkers() throws IOException {
        if (options.localWorkers() > 0) {
            files.ensureDirectories(directory.logs());
            workers.hurry();
        }
    }

    /** Makes the token and listens, so that an address that cannot be had is known before anything is stored. */
    void prepare() throws IOException {
        Token token = new TokenFile(directory, files).readOrMake(site);
        DriverServer listening = new DriverServer(options.listen(), token, new WorkDirectory(directory, files), wire);
        wire.connect(listening);
        server = listening;
    }

    /** Drives the job, stored as {@code snapshot}, until it ends, something stops the driver, or {@link #stop} is called. */
    Outcome drive(JobStore store, JobSnapshot snapshot, boolean rebooted) throws IOException {
        DriverServer listening = server;
        if (listening == null) {
            throw new IllegalStateException("drive before prepare");
        }
        String address = listening.address();
        Drive drive = new Drive(
                site,
                store,
                snapshot,
                new Drive.Outside(inbox, wire, helper, voice),
                address,
                options.minFreeBytes(),
                rebooted);
        // The streams close before the workers are waited for, since that is what ends them.
        try (OwnWorkers own = workers;
                DriverServer streams = listening) {
            drive.takeOver();
            Announcer announcer = new Announcer(site.time(), voice, directory, options.localWorkers());
            if (drive.stop() == null) {
                voice.info("driver   " + (address.isEmpty() ? "in this program" : "listening on " + address)
                        + ", epoch " + snapshot.epoch());
                announcer.begin();
                workers.start();
            }
            turns(drive, announcer);
            return end(drive, listening);
        } catch (JobStore.SupersededException taken) {
            throw new MrException(ExitCode.OTHER_DRIVER, String.valueOf(taken.getMessage()), taken);
        } finally {
            // The lock goes when this returns, and no file work of this driver may come after.
            helper.stop();
            if (drive.finished() != null) {
                drive.discardSpent();
            }
        }
    }

    private void turns(Drive drive, Announcer announcer) throws JobStore.SupersededException {
        while (drive.stop() == null && !inbox.isStopping()) {
            drive.loop().awaitAndTurn();
            announcer.tell(drive.progress());
        }
    }

    private Outcome end(Drive drive, DriverServer listening) {
        Effect.Stop stop = drive.stop();
        JobState finished = drive.finished();
        if (finished != null) {
            helper.finish(); // nobody comes after who would do it: a failed job's quarantine, for one
        }
        if (finished == JobState.SUCCEEDED) {
            drive.clear();
        }
        workers.dismiss();
        listening.shutdown(FAREWELL_MILLIS);
        workers.close();
        if (stop == null) {
            return new Outcome(ExitCode.DONE, Optional.empty(), "stopped", false);
        }
        return new Outcome(
                stop.exitCode(),
                Optional.ofNullable(finished),
                finished == null ? stop.line() : drive.message(),
                false);
    }

    @Override
    public void close() {
        helper.close();
        if (server != null) {
            server.close();
        }
        workers.close();
    }
}
