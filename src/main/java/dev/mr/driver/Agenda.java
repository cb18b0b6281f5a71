package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.IoFailure;
import dev.mr.files.JobDirectory;
import dev.mr.job.Coordinator;
import dev.mr.job.Effect;
import dev.mr.job.Event;
import dev.mr.job.JobMachine;
import dev.mr.job.JobProgress;
import dev.mr.job.JobSnapshot;
import dev.mr.job.NewJob;
import dev.mr.job.Remedies;
import dev.mr.store.JobStore;
import dev.mr.store.JobStore.JobEntry;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The unfinished jobs of a service: so many run side by side, the others wait in the order in which they were accepted. A job
 * that cannot go on now is tried again after a while. Owned by the driver thread.
 */
final class Agenda {
    private static final long FIRST_PAUSE_NANOS = 1_000_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 30_000_000_000L;

    private final Setting setting;
    private final JobStore store;
    private final Growth growth;
    private final Coordinator coordinator;
    private final DriverLoop loop;
    private final History history;
    private final Map<String, Long> numbers = new HashMap<>();
    private final NavigableMap<Long, JobEntry> waiting = new TreeMap<>();
    private final NavigableMap<Long, Running> running = new TreeMap<>();
    private final NavigableMap<Long, Pause> paused = new TreeMap<>();

    /**
     * What it works with and may do.
     *
     * @param rebooted whether the machine has been down since the last driver drove
     * @param maxRunning how many jobs run side by side
     */
    record Setting(Site site, Drive.Outside outside, long epoch, boolean rebooted, int maxRunning) {}

    /** {@code committed} tasks were when it was opened, after a pause of {@code pauseNanos}; 0 for none. */
    private record Running(JobEntry entry, OpenJob job, long pauseNanos, int committed) {}

    private record Pause(JobEntry entry, long untilNanos, long nanos) {}

    Agenda(Setting setting, JobStore store, Growth growth, Coordinator coordinator, DriverLoop loop, History history) {
        this.setting = setting;
        this.store = store;
        this.growth = growth;
        this.coordinator = coordinator;
        this.loop = loop;
        this.history = history;
    }

    /** Puts what an earlier driver left in line; how many of those jobs had begun. */
    long resume() {
        List<JobEntry> left = store.unfinished();
        left.forEach(this::enter);
        return left.stream().filter(entry -> entry.state() != JobState.PENDING).count();
    }

    private void enter(JobEntry entry) {
        growth.name(entry.job(), entry.uuid());
        numbers.put(entry.uuid(), entry.job());
        waiting.put(entry.job(), entry);
    }

    /** How many jobs have not finished. */
    int size() {
        return numbers.size();
    }

    /** How many jobs run or pause. */
    int begun() {
        return running.size() + paused.size();
    }

    /** The id of the job that was accepted for this request; empty when there is none. */
    Optional<String> accepted(String request) {
        return store.accepted(request).map(JobEntry::uuid);
    }

    /**
     * Stores a job, unless there is one of that request; answers the id of the one there is then.
     *
     * @return empty when it cannot be stored now: then nothing has happened
     */
    Optional<String> accept(NewJob job, String request) throws JobStore.SupersededException {
        try {
            store.accept(
                    setting.epoch(),
                    job,
                    new JobStore.Acceptance(request, ServiceRoot.folder(job.uuid())),
                    setting.site().time().wallMillis());
        } catch (MrException failure) {
            if (!JobStore.isFull(failure)) {
                throw failure;
            }
            setting.outside().voice().warn("no job is accepted: " + failure.line());
            return Optional.empty();
        }
        JobEntry entry = store.accepted(request).orElseThrow();
        if (entry.uuid().equals(job.uuid())) {
            enter(entry);
            say(
                    entry,
                    "accepted: " + job.spec().name() + ", " + job.spec().mapTasks() + " map and "
                            + job.spec().reduceTasks() + " reduce tasks");
        }
        return Optional.of(entry.uuid());
    }

    /** Ends this job, unless it is committing; its state then. Empty when it is not one of the unfinished. */
    Optional<JobState> cancel(String id) throws JobStore.SupersededException {
        settleAll();
        Long number = numbers.get(id);
        if (number == null) {
            return Optional.empty();
        }
        Running known = running.get(number);
        if (known == null) {
            Pause pause = paused.get(number);
            JobEntry entry = pause == null ? waiting.get(number) : pause.entry();
            if (entry == null || entry.state() == JobState.COMMITTING) {
                return Optional.of(JobState.COMMITTING);
            }
            waiting.remove(number);
            paused.remove(number);
            known = open(entry, 0);
        }
        loop.turn(List.of(new Event.OfJob(number, new Event.Cancelled())));
        return Optional.of(known.job().machine().state());
    }

    /** After each turn: puts away what has ended, and begins what can. */
    void turn() throws JobStore.SupersededException {
        boolean changed = true;
        while (changed) {
            changed = settleAll();
            if (begun() < setting.maxRunning() && !waiting.isEmpty()) {
                begin(waiting.pollFirstEntry().getValue(), 0);
                changed = true;
            }
            changed |= goOn();
        }
        history.prune();
    }

    private boolean goOn() throws JobStore.SupersededException {
        long now = setting.site().time().nanos();
        Optional<Pause> due = paused.values().stream()
                .filter(pause -> now - pause.untilNanos() >= 0)
                .findFirst();
        if (due.isPresent()) {
            Pause pause = due.get();
            paused.remove(pause.entry().job());
            begin(pause.entry(), pause.nanos());
        }
        return due.isPresent();
    }

    private void begin(JobEntry entry, long pauseNanos) throws JobStore.SupersededException {
        Running begun = open(entry, pauseNanos);
        List<Event> events;
        try {
            events = begun.job().takeOver();
        } catch (IOException failure) {
            events = List.of(new Event.OfJob(
                    entry.job(),
                    new Event.Stuck("its folder cannot be prepared: " + IoFailure.text(failure)
                            + "; free or mend the disk, " + Remedies.ofService().goOn())));
        }
        loop.turn(events);
        begun.job().tookOver();
    }

    private Running open(JobEntry entry, long pauseNanos) {
        Site site = setting.site();
        FileSystem files = site.files();
        JobSnapshot snapshot = store.load(entry.job());
        JobDirectory directory = site.directory().in(entry.folder());
        JobMachine machine =
                coordinator.open(entry.job(), entry.folder(), snapshot, Remedies.ofService(), site.randoms());
        OpenJob job = new OpenJob(
                machine,
                snapshot,
                directory,
                files,
                setting.outside(),
                setting.rebooted(),
                finish -> say(
                        entry,
                        finish.state().name().toLowerCase(Locale.ROOT)
                                + (finish.message().isEmpty() ? "" : ": " + finish.message())));
        loop.add(job);
        Running opened = new Running(entry, job, pauseNanos, committed(machine));
        running.put(entry.job(), opened);
        return opened;
    }

    private boolean settleAll() {
        boolean any = settle();
        boolean more = any;
        while (more) {
            more = settle();
        }
        return any;
    }

    /** Puts away a job that the coordinator has closed; whether there was one. */
    private boolean settle() {
        Optional<Running> closed = running.values().stream()
                .filter(one -> one.job().hands().stop() != null)
                .findFirst();
        closed.ifPresent(one -> {
            running.remove(one.entry().job());
            loop.remove(one.job());
            if (one.job().machine().state().isFinished()) {
                finished(one);
            } else {
                pause(one);
            }
        });
        return closed.isPresent();
    }

    private void finished(Running ended) {
        JobEntry entry = ended.entry();
        numbers.remove(entry.uuid());
        growth.forget(entry.job());
        setting.outside().helper().execute(ended.job()::clear);
        history.add(entry.job(), entry.folder(), setting.site().time().wallMillis());
    }

    /** It is told once, until the job has come further. */
    private void pause(Running stopped) {
        Effect.Stop stop = stopped.job().hands().stop();
        String line = stop == null ? "" : stop.line();
        JobMachine machine = stopped.job().machine();
        boolean isNew = stopped.pauseNanos() == 0 || committed(machine) > stopped.committed();
        if (isNew) {
            setting.outside().voice().warn("job " + stopped.entry().uuid() + " pauses: " + line);
        }
        long nanos = isNew ? FIRST_PAUSE_NANOS : Math.min(2 * stopped.pauseNanos(), LONGEST_PAUSE_NANOS);
        JobEntry entry = stopped.entry();
        paused.put(
                entry.job(),
                new Pause(
                        new JobEntry(entry.job(), entry.uuid(), entry.folder(), machine.state(), machine.message()),
                        setting.site().time().nanos() + nanos,
                        nanos));
    }

    private static int committed(JobMachine machine) {
        JobProgress progress = machine.progress(0);
        return progress.mapsCommitted() + progress.reducesCommitted();
    }

    private void say(JobEntry entry, String what) {
        setting.outside().voice().info("job " + entry.uuid() + " " + what);
    }
}
