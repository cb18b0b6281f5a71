package dev.mr.driver;

import dev.mr.files.DriverFile;
import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.rpc.DriverServer;
import dev.mr.rpc.Token;
import dev.mr.store.JobStore;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.NextCommand;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code mr-driver serve}: a driver that stays, takes jobs from clients, and after a kill goes on with all that it accepted. Used
 * once.
 */
public final class Service {
    private static final long FAREWELL_MILLIS = 3_000;

    private final Site site;
    private final JobDirectory directory;
    private final FileSystem files;
    private final ServiceOptions options;
    private final JobPlanner planner;
    private final Voice voice;
    private final ServiceRoot root;
    private final Inbox inbox = new Inbox();
    private final FileWork helper;

    /** At the root that the site's directory is. */
    public Service(Site site, ServiceOptions options, JobPlanner planner, Voice voice) {
        this.site = site;
        this.directory = site.directory();
        this.files = site.files();
        this.options = options;
        this.planner = planner;
        this.voice = voice;
        this.root = new ServiceRoot(directory, files);
        this.helper = new FileWork(directory, voice);
    }

    /** Ends the service after its current turn. Any thread. */
    public void stop() {
        inbox.stop();
    }

    /**
     * Serves until it is stopped.
     *
     * @throws MrException when it cannot, or cannot any more; what was accepted stays
     */
    public void run() throws IOException {
        root.check();
        files.ensureDirectories(directory.own());
        try (DriverLock lock = DriverLock.take(directory, files, NextCommand.serve(directory.root()))) {
            root.own();
            SampleProcess.sweep(directory, files); // of a service that was killed
            files.ensureDirectories(directory.logs());
            try (JobStore store = site.stores().apply(directory.database())) {
                root.tenancy().checkDatabase(store.databaseUuid());
                root.tenancy().own(store.databaseUuid());
                serve(store);
            } catch (JobStore.SupersededException taken) {
                throw new MrException(ExitCode.OTHER_DRIVER, String.valueOf(taken.getMessage()), taken);
            } finally {
                helper.stop();
            }
        }
    }

    private void serve(JobStore store) throws IOException, JobStore.SupersededException {
        Token token = new TokenFile(directory, files).readOrMake(site);
        Wire wire = new Wire(inbox);
        try (Serving serving =
                        Serving.of(site, store, options, planner, new Drive.Outside(inbox, wire, helper, voice));
                LocalWorkers workers = new LocalWorkers(options.run(), directory.logs(), voice);
                // The streams close before the workers are waited for, since that is what ends them.
                DriverServer server = new DriverServer(
                        options.run().listen(),
                        token,
                        new WorkDirectory(directory, files),
                        wire,
                        Optional.of(serving.requests()))) {
            wire.connect(server);
            String jobs = serving.begin();
            files.write(
                    directory.driverJson(),
                    DriverFile.ofThisProcess("", site.startedMillis(), server.address(), serving.epoch())
                            .content());
            voice.info("mr-driver " + site.build() + "  service in " + directory.shown());
            voice.info("jobs     " + jobs);
            voice.info("driver   listening on " + server.address() + ", epoch " + serving.epoch());
            Announcer announcer =
                    new Announcer(site.time(), voice, directory, options.run().localWorkers());
            announcer.begin();
            workers.start();
            while (!inbox.isStopping()) {
                serving.turn();
                announcer.tell(serving.workers(), serving.isBusy());
            }
            serving.close();
            workers.dismiss();
            server.shutdown(FAREWELL_MILLIS);
            voice.info("stopped; nothing accepted is lost, go on with: " + NextCommand.serve(directory.shown()));
        }
    }
}
