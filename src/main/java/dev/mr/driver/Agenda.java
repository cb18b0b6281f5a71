package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.IoFailure;
import dev.mr.files.JobDirectory;
import dev.mr.job.Change;
import dev.mr.job.Coordinator;
import dev.mr.job.Effect;
import dev.mr.job.Event;
import dev.mr.job.JobChange;
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
    private final Setting setting;
    private final JobStore store;
    private final Growth growth;
    private final Coordinator coordinator;
    private final DriverLoop loop;
    private final History history;
    private final Map<String, Long> numbers = new HashMap<>();
    private final NavigableMap<Long, JobEntry> waiting = new TreeMap<>();
    private final NavigableMap<Long, Running> running = new TreeMap<>();
    private final Pauses pauses;

    /**
     * What it works with and may do.
     *
     * @param rebooted whether the machine has been down since the last driver drove
     * @param maxRunning how many jobs run side by side
     * @param memory what jobs that run side by side may take
     */
    record Setting(Site site, Drive.Outside outside, long epoch, boolean rebooted, int maxRunning, JobMemory memory) {}

    /** {@code committed} tasks were when it was opened, after a pause of {@code pauseNanos}; 0 for none. */
    private record Running(JobEntry entry, OpenJob job, long pauseNanos, int committed) {}

    Agenda(Setting setting, JobStore store, Growth growth, Coordinator coordinator, DriverLoop loop, History history) {
        this.pauses = new Pauses(setting.outside().helper());
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
            JobEntry paused = pauses.find(number);
            JobEntry entry = paused == null ? waiting.get(number) : paused;
            if (entry == null || entry.state() == JobState.COMMITTING) {
                return Optional.of(JobState.COMMITTING);
            }
            waiting.remove(number);
            pauses.remove(number);
            known = open(entry, 0, Opening.FIRST);
        }
        loop.turn(List.of(new Event.OfJob(number, new Event.Cancelled())));
        return Optional.of(known.job().machine().state());
    }

    /** After each turn, and after what was done between two: puts away what has ended, and begins what can. */
    void turn() throws JobStore.SupersededException {
        boolean changed = true;
        while (changed) {
            changed = settleAll();
            JobEntry next = waiting.isEmpty() ? null : waiting.firstEntry().getValue();
            if (next != null && hasRoom(next)) {
                waiting.remove(next.job());
                begin(next, 0);
                changed = true;
            }
        }
        history.prune();
    }

    private boolean hasRoom(JobEntry entry) {
        return running.size() < setting.maxRunning()
                && setting.memory()
                        .hasRoom(
                                entry,
                                running.values().stream().map(Running::entry).toList());
    }

    /** After each turn, before anything else is done: opens a job again whose pause is over. */
    void goOn() throws JobStore.SupersededException {
        Optional<Pauses.Pause> due = pauses.next(setting.site().time().nanos(), this::hasRoom);
        if (due.isPresent()) {
            begin(due.get().entry(), due.get().nanos());
        }
    }

    private void begin(JobEntry entry, long pauseNanos) throws JobStore.SupersededException {
        Opening opening = pauseNanos > 0
                ? Opening.AGAIN
                : setting.rebooted() && entry.state() != JobState.PENDING ? Opening.AFTER_REBOOT : Opening.FIRST;
        Running begun = open(entry, pauseNanos, opening);
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

    private Running open(JobEntry entry, long pauseNanos, Opening opening) {
        Site site = setting.site();
        FileSystem files = site.files();
        JobSnapshot stored = store.load(entry.job());
        JobSnapshot snapshot = opening == Opening.AFTER_REBOOT ? stored.afterReboot() : stored;
        JobDirectory directory = site.directory().in(entry.folder());
        JobMachine machine =
                coordinator.open(entry.job(), entry.folder(), snapshot, Remedies.ofService(), site.randoms());
        OpenJob job = new OpenJob(
                machine,
                snapshot,
                directory,
                files,
                setting.outside(),
                opening,
                finish -> say(
                        entry,
                        finish.state().name().toLowerCase(Locale.ROOT)
                                + (finish.message().isEmpty() ? "" : ": " + finish.message())));
        loop.add(job);
        Running opened = new Running(entry, job, pauseNanos, committed(machine));
        running.put(entry.job(), opened);
        return opened;
    }

    /** Likewise all of them. */
    private boolean settleAll() throws JobStore.SupersededException {
        boolean any = false;
        while (settle()) {
            any = true;
        }
        return any;
    }

    /** Puts away a job that the coordinator has closed; whether there was one. */
    private boolean settle() throws JobStore.SupersededException {
        Optional<Running> closed = running.values().stream()
                .filter(one -> one.job().hands().stop() != null)
                .findFirst();
        if (closed.isEmpty()) {
            return false;
        }
        Running one = closed.get();
        running.remove(one.entry().job());
        loop.remove(one.job());
        if (one.job().machine().state().isFinished()) {
            finished(one);
        } else {
            pause(one);
        }
        return true;
    }

    private void finished(Running ended) {
        JobEntry entry = ended.entry();
        numbers.remove(entry.uuid());
        growth.forget(entry.job());
        setting.outside().helper().execute(ended.job()::clear);
        history.add(entry.job(), entry.folder(), setting.site().time().wallMillis());
    }

    /** It is told once, until the job has come further. */
    private void pause(Running stopped) throws JobStore.SupersededException {
        Effect.Stop stop = stopped.job().hands().stop();
        String line = stop == null ? "" : stop.line();
        JobMachine machine = stopped.job().machine();
        boolean isNew = stopped.pauseNanos() == 0 || committed(machine) > stopped.committed();
        if (isNew) {
            note(stopped.entry(), "job-paused", line);
            setting.outside().voice().warn("job " + stopped.entry().uuid() + " pauses: " + line);
        }
        JobEntry entry = stopped.entry();
        pauses.add(
                new JobEntry(
                        entry.job(),
                        entry.uuid(),
                        entry.folder(),
                        machine.state(),
                        machine.message(),
                        entry.mapTasks(),
                        entry.reduceTasks()),
                isNew ? 0 : stopped.pauseNanos(),
                setting.site().time().nanos());
    }

    private void note(JobEntry entry, String what, String line) throws JobStore.SupersededException {
        growth.commit(
                setting.site().time().wallMillis(),
                JobChange.of(entry.job(), List.of(new Change.Noted(what, null, 0, 0, line))));
    }

    private static int committed(JobMachine machine) {
        JobProgress progress = machine.progress(0);
        return progress.mapsCommitted() + progress.reducesCommitted();
    }

    private void say(JobEntry entry, String what) {
        setting.outside().voice().info("job " + entry.uuid() + " " + what);
    }
}
