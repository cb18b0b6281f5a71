package dev.mr.driver;

import dev.mr.job.Event;
import dev.mr.job.JobProgress;
import dev.mr.job.Retry;
import dev.mr.store.JobStore;
import dev.mr.task.DriverMessage;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A driver's process: a real {@link Drive} over a real or twin store, cranked by virtual time. */
final class SimulatedDriver extends SimulatedProcess {
    private final Map<Long, SimulatedStream> streams = new TreeMap<>();
    private final Deque<Runnable> fileWork = new ArrayDeque<>();
    private final Inbox inbox = new Inbox();
    private final SimulatedStore store;
    private final Site site;
    private @Nullable Drive drive;
    private boolean turns;
    private boolean works;
    private boolean listens;

    SimulatedDriver(Simulation world, String name) {
        super(world, name);
        this.store = new SimulatedStore(world.openStore(), this, world.promises);
        this.site = new Site(
                world.directory,
                new SimulatedFiles(world.disk, this),
                world.timetable,
                world.random::nextLong,
                "1.2.3",
                file -> store,
                0);
    }

    /** Takes the job over, as a resume does that has the lock. */
    void begins() {
        world.trace.add(name, "begins");
        guarded(() -> {
            JobStore.JobHeader header = store.current().orElseThrow();
            boolean retry = header.state() == JobState.FAILED && world.job.doom.isToBeLifted();
            if (header.state().isFinished() && !retry) {
                new EndedJob(site, voice()).tidy(header, store.outline());
                world.isTidied();
                dies("by itself, the job has ended");
                return;
            }
            long epoch = store.claim(JobSite.DRIVER, world.timetable.wallMillis());
            if (retry) {
                world.job.doom.lift();
                store.commit(epoch, world.timetable.wallMillis(), Retry.changes(store.load()));
            }
            Drive begun = new Drive(
                    site,
                    store,
                    store.load(),
                    new Drive.Outside(inbox, outbox(), this::asks, voice()),
                    "localhost:1",
                    OptionalLong.of(1),
                    world.hasRebooted());
            drive = begun;
            begun.takeOver();
            listens = begun.stop() == null;
            tick();
            endsIfItShould(begun);
        });
    }

    boolean listens() {
        return listens && isAlive();
    }

    private Outbox outbox() {
        return new Outbox() {
            @Override
            public void send(long session, DriverMessage message) {
                step("send " + message);
                SimulatedStream stream = streams.get(session);
                if (stream != null) {
                    stream.down(message);
                }
            }

            @Override
            public void refuse(long session, String reason) {
                SimulatedStream stream = streams.remove(session);
                if (stream != null) {
                    stream.breaks("refused: " + reason);
                }
            }
        };
    }

    private Voice voice() {
        return new Voice() {
            @Override
            public void info(String line) {
                world.trace.add(name, line);
            }

            @Override
            public void warn(String line) {
                world.trace.add(name, line);
            }

            @Override
            public void progress(JobProgress progress) {}
        };
    }

    void opens(SimulatedStream stream) {
        streams.put(stream.session, stream);
    }

    void hears(Event event) {
        inbox.add(event);
        plansTurn();
    }

    /** As the loop would at the latest. */
    private void tick() {
        plansTurn();
        later(Math.min(world.job.lease.toNanos() / 4, 500_000_000L), this::tick);
    }

    private void plansTurn() {
        if (!turns) {
            turns = true;
            later(world.random.nextInt(300_000), this::turn);
        }
    }

    private void turn() {
        turns = false;
        Drive driving = Objects.requireNonNull(drive);
        guarded(() -> {
            List<Event> arrived = inbox.await(0);
            driving.loop().turn(arrived);
            endsIfItShould(driving);
        });
    }

    private void asks(Runnable work) {
        fileWork.add(work);
        if (!works) {
            works = true;
            later(world.latency(), this::worksOn);
        }
    }

    private void worksOn() {
        Runnable next = fileWork.poll();
        if (next == null) {
            works = false;
            return;
        }
        guarded(next::run);
        plansTurn();
        later(world.latency(), this::worksOn);
    }

    private void endsIfItShould(Drive driving) throws IOException {
        if (driving.stop() == null) {
            return;
        }
        listens = false;
        ExitCode exitCode = driving.stop().exitCode();
        world.trace.add(name, "stops: " + driving.stop());
        if (driving.finished() != null) {
            while (!fileWork.isEmpty()) {
                fileWork.remove().run();
            }
            if (driving.finished() == JobState.SUCCEEDED) {
                driving.clear();
            }
            driving.discardSpent();
        } else if (exitCode != ExitCode.ENVIRONMENT || !world.isExcused()) {
            throw new Promises.Broken("the driver ends with " + driving.stop());
        }
        if (driving.stop().line().contains("are not this job's output")) {
            world.clearsTheWay();
        }
        dies("by itself");
    }

    /** Something that may end the process by an exception, as it would end the real one. */
    private void guarded(Work work) {
        try {
            work.run();
        } catch (JobStore.SupersededException taken) {
            dies("superseded: " + told(taken));
        } catch (IOException | MrException failure) {
            boolean environment = !(failure instanceof MrException e) || e.exitCode() == ExitCode.ENVIRONMENT;
            if (!world.isExcused() || !environment) {
                throw new Promises.Broken("the driver ends with " + failure);
            }
            dies("of " + told(failure));
        }
    }

    /** A database has another path each time, and the story is to be the same. */
    private static String told(Exception failure) {
        return String.valueOf(failure.getMessage()).replaceAll("\\S+\\.db\\b", "job.db");
    }

    /** Like a Runnable. */
    private interface Work {
        void run() throws IOException, JobStore.SupersededException;
    }

    /** Its next COMMIT goes like this. */
    void set(SimulatedStore.CommitFate fate) {
        store.set(fate);
    }

    @Override
    void died() {
        listens = false;
        fileWork.clear();
        world.closeStore(store);
        world.driverDied(this);
        List.copyOf(streams.values()).forEach(stream -> stream.breaks("the driver's process ended"));
    }
}
