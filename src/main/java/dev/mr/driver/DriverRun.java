package dev.mr.driver;

import dev.mr.files.DriverFile;
import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.Machine;
import dev.mr.job.Effect;
import dev.mr.job.Event;
import dev.mr.job.JobMachine;
import dev.mr.job.JobSnapshot;
import dev.mr.rpc.DriverServer;
import dev.mr.rpc.Token;
import dev.mr.store.JobStore;
import dev.mr.task.DriverMessage;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import dev.mr.task.WorkerMessage;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One driver's run over one job: listens, drives, and leaves a state from which the next can go on. Used once. */
public final class DriverRun implements AutoCloseable {
    private static final long FAREWELL_MILLIS = 3_000;

    private final Site site;
    private final JobDirectory directory;
    private final FileSystem files;
    private final RunOptions options;
    private final Voice voice;
    private final Inbox inbox = new Inbox();
    private final ExecutorService helper = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "mr-driver-files");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable DriverServer server;

    public DriverRun(Site site, RunOptions options, Voice voice) {
        this.site = site;
        this.directory = site.directory();
        this.files = site.files();
        this.options = options;
        this.voice = voice;
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

    /** Makes the token and listens, so that an address that cannot be had is known before anything is stored. */
    void prepare() throws IOException {
        Token token = new TokenFile(directory, files).readOrMake(site);
        server = new DriverServer(
                options.listen(), token, new WorkDirectory(directory, files), new DriverServer.Listener() {
                    @Override
                    public void said(long session, WorkerMessage message) {
                        inbox.add(new Event.Said(session, message));
                    }

                    @Override
                    public void closed(long session, String reason) {
                        inbox.add(new Event.StreamClosed(session, reason));
                    }
                });
    }

    /** Drives the stored job under this epoch until it ends, something stops the driver, or {@link #stop} is called. */
    Outcome drive(JobStore store, long epoch, boolean rebooted) throws IOException {
        DriverServer listening = server;
        if (listening == null) {
            throw new IllegalStateException("drive before prepare");
        }
        JobSnapshot snapshot = store.load();
        String prefix = snapshot.spec().outputPrefix();
        String address = options.listen().getHostString() + ":" + listening.port();
        DriverFile driverFile = new DriverFile(
                1,
                snapshot.uuid(),
                JobState.RUNNING,
                Machine.pid(),
                site.startedMillis(),
                Machine.host(),
                address,
                epoch);
        files.ensureDirectories(directory.intermediate());
        files.ensureDirectories(directory.attempts());
        files.ensureDirectories(directory.logs());
        Receipts receipts = new Receipts(directory, files, prefix);
        Housekeeping housekeeping = new Housekeeping(directory, files, receipts, prefix, snapshot.uuid(), epoch);
        Hands hands = new Hands(
                outbox(listening),
                housekeeping,
                helper,
                inbox,
                voice,
                driverFile,
                new Hands.DriverFiles(directory, files));
        JobMachine machine =
                new JobMachine(snapshot, site.build(), directory.root().toString(), site.randoms());
        DriverLoop loop = new DriverLoop(
                machine,
                store,
                epoch,
                inbox,
                hands,
                receipts,
                new DriverLoop.Senses(site.time(), new DiskSense(files, directory.root(), options.minFreeBytes())));
        // The streams close before the workers are waited for, since that is what ends them.
        try (LocalWorkers workers = new LocalWorkers(options, directory.logs(), voice);
                DriverServer streams = listening) {
            Takeover takeover = new Takeover(snapshot, rebooted, receipts, housekeeping);
            takeover.checkDatabase(store);
            takeover.sweep();
            loop.turn(takeover.events());
            files.write(directory.driverJson(), driverFile.content());
            voice.info("driver   listening on " + address + ", epoch " + epoch);
            Announcer announcer = new Announcer(site.time(), voice, directory, options.localWorkers());
            announcer.begin();
            workers.start();
            turns(loop, hands, machine, announcer);
            return end(hands, machine, housekeeping, listening, workers);
        } catch (JobStore.SupersededException taken) {
            throw new MrException(ExitCode.OTHER_DRIVER, String.valueOf(taken.getMessage()), taken);
        }
    }

    private static Outbox outbox(DriverServer server) {
        return new Outbox() {
            @Override
            public void send(long session, DriverMessage message) {
                server.send(session, message);
            }

            @Override
            public void refuse(long session, String reason) {
                server.refuse(session, reason);
            }
        };
    }

    private void turns(DriverLoop loop, Hands hands, JobMachine machine, Announcer announcer)
            throws JobStore.SupersededException {
        while (hands.stop() == null && !inbox.isStopping()) {
            loop.awaitAndTurn();
            announcer.tell(machine.progress());
        }
    }

    private Outcome end(
            Hands hands, JobMachine machine, Housekeeping housekeeping, DriverServer listening, LocalWorkers workers)
            throws IOException {
        Effect.Stop stop = hands.stop();
        JobState finished = hands.finished();
        if (finished == JobState.SUCCEEDED) {
            drainHelper();
            housekeeping.clear();
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
                finished == null ? stop.line() : machine.message(),
                false);
    }

    private void drainHelper() {
        helper.shutdown();
        try {
            if (!helper.awaitTermination(1, TimeUnit.MINUTES)) {
                voice.warn("the driver's file work takes long; what is left in " + directory.attempts()
                        + " goes with the next start");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        helper.shutdownNow();
        if (server != null) {
            server.close();
        }
    }
}
