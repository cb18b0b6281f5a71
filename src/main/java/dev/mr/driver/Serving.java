package dev.mr.driver;

import dev.mr.files.Machine;
import dev.mr.job.Coordinator;
import dev.mr.job.Terms;
import dev.mr.rpc.JobRequests;
import dev.mr.store.JobStore;
import dev.mr.task.Counted;
import java.io.IOException;

/**
 * A service under its current epoch, put together: the coordinator of its jobs, their agenda, and what clients ask. Owned by the
 * driver thread, but for {@link #requests}.
 */
final class Serving implements AutoCloseable {
    private static final long WORKERS_AN_EPOCH = 1_000;

    private final Coordinator coordinator;
    private final Growth growth;
    private final DriverLoop loop;
    private final Agenda agenda;
    private final Errands errands;
    private final ServiceRequests requests;
    private final long epoch;

    private Serving(
            Site site, JobStore store, ServiceOptions options, JobPlanner planner, Drive.Outside outside, Boot boot)
            throws IOException {
        this.epoch = boot.epoch();
        this.coordinator = new Coordinator(
                new Terms(
                        site.build(),
                        site.directory().root().toString(),
                        "",
                        epoch,
                        options.lease(),
                        options.heartbeat(),
                        options.minWorkers()),
                // Those that had none of a job are in no row, and may come back.
                (int) Math.max(store.workers(), (epoch - 1) * WORKERS_AN_EPOCH));
        this.growth = new Growth(store, epoch, outside);
        this.loop = new DriverLoop(
                coordinator,
                growth,
                outside.inbox(),
                new Mouth(outside.outbox(), outside.voice()),
                new DriverLoop.Senses(
                        site.time(),
                        new DiskSense(
                                site.files(),
                                site.directory().root(),
                                options.run().minFreeBytes())));
        History history = new History(site, store, epoch, outside.helper(), options.keepJobs(), options.keepFor());
        history.load();
        JobMemory memory = new JobMemory(Runtime.getRuntime().maxMemory());
        this.agenda = new Agenda(
                new Agenda.Setting(site, outside, epoch, boot.rebooted(), options.maxRunning(), memory),
                store,
                growth,
                coordinator,
                loop,
                history);
        this.errands = new Errands(outside.inbox());
        this.requests = new ServiceRequests(site, errands, agenda, growth, planner, memory);
    }

    private record Boot(long epoch, boolean rebooted) {}

    /** Takes over what earlier drivers left, under a new epoch; nothing of it runs yet. */
    static Serving of(Site site, JobStore store, ServiceOptions options, JobPlanner planner, Drive.Outside outside)
            throws IOException {
        // After a reboot the old boot id stays while there are jobs to verify, whatever becomes of this run.
        String lastBoot = store.lastDriver().bootId();
        boolean rebooted =
                Machine.hasRebootedSince(lastBoot) && !store.unfinished().isEmpty();
        long epoch = store.claim(
                DriverRun.identity(rebooted ? lastBoot : Machine.bootId()),
                site.time().wallMillis());
        Takeover.checkDatabase(store, epoch);
        return new Serving(site, store, options, planner, outside, new Boot(epoch, rebooted));
    }

    long epoch() {
        return epoch;
    }

    /** For clients. Thread-safe; what changes something waits for {@link #turn}. */
    JobRequests requests() {
        return requests;
    }

    /** Goes on with the jobs that were left; the answer says which those are, for people. */
    String begin() throws JobStore.SupersededException {
        long begun = agenda.resume();
        int left = agenda.size();
        agenda.turn();
        return left == 0 ? "none to go on with" : Counted.of(left, "job") + " to go on with, " + begun + " begun";
    }

    /** Waits for something to happen, and takes a turn. */
    void turn() throws JobStore.SupersededException {
        loop.awaitAndTurn();
        agenda.goOn();
        agenda.turn();
        errands.carryOut();
        agenda.turn();
    }

    int workers() {
        return coordinator.workers();
    }

    /** Whether there is anything for workers to do. */
    boolean isBusy() {
        return agenda.size() > 0;
    }

    /** Clients that wait for an answer are told that there will be none. */
    @Override
    public void close() {
        errands.close();
    }
}
