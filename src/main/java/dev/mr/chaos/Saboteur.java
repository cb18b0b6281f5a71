package dev.mr.chaos;

import dev.mr.task.JobState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does to the jobs of a trial what its plan says, one step after the other; what cannot be done when its time comes is left out. */
final class Saboteur {
    /** Of one map at most four runs are allowed for damage. */
    private static final int MOST_DAMAGES = 3;

    /** A pause is longer than a lease by this much at least, and by less than this much more. */
    private static final int SHORTEST_MORE_MILLIS = 300;

    private static final int LONGEST_NAP_MILLIS = 1_000;

    private static final int PAUSED_TOGETHER = 11;
    private static final Duration FULL = Duration.ofSeconds(6);

    private final ChaosTrial trial;
    private final Business business;
    private final Crew crew;
    private final SmallDisk disk;
    private final Stage stage;
    private final Schedule schedule;
    private final List<Path> damaged = new ArrayList<>();
    private long freeNanos;

    Saboteur(ChaosTrial trial, Business business, Crew crew, SmallDisk disk, Stage stage) {
        this.trial = trial;
        this.business = business;
        this.crew = crew;
        this.disk = disk;
        this.stage = stage;
        this.schedule = new Schedule(trial.steps(), stage.time().nanos());
    }

    /** The files that were damaged. */
    List<Path> damaged() {
        return damaged;
    }

    /** How much of all is done, from 0 to 1. */
    double progress() {
        return schedule.progress();
    }

    /** Whether something is done now that keeps the job from going on. */
    boolean isAtWork() {
        return crew.anyPaused() || disk.isFull();
    }

    /** Ends what has lasted long enough, and does what is due; no more when everything is done or the time is up. */
    void act(boolean allIsDone) throws IOException, InterruptedException {
        long now = stage.time().nanos();
        for (Member woken : crew.wakeAfter(now)) {
            boolean driver = woken.equals(crew.driver());
            stage.chronicle()
                    .done(
                            trial.folder(),
                            driver ? Mischief.PAUSE_DRIVER : Mischief.PAUSE_WORKER,
                            " of " + woken.name() + " is over");
        }
        if (disk.isFull() && now - freeNanos >= 0) {
            disk.free();
        }
        if (stage.isTimeUp() || allIsDone) {
            schedule.clear();
            disk.free();
            crew.wakeAll();
        }
        Optional<Step> due = schedule.due(now, this::isReady);
        if (due.isPresent() && perform(due.get())) {
            schedule.done(now);
        }
    }

    /** Some steps wait for nothing, and meet processes that are just starting. */
    private boolean isReady(Step step) {
        return switch (step.what()) {
            case KILL_DRIVER, PAUSE_DRIVER -> step.isEager() || isListening();
            case KILL_WORKER, PAUSE_WORKER ->
                step.isEager()
                        || crew.workers().stream().anyMatch(Saboteur::isAttached)
                        || (trial.localWorkers() > 0 && isListening());
            case START_SECOND, RESUME_SECOND, DAMAGE_FILE, FILL_DISK -> isListening();
        };
    }

    private boolean isListening() {
        Member driver = crew.driver();
        return driver != null && driver.isAlive() && driver.hasSaid("listening on");
    }

    private static boolean isAttached(Member worker) {
        return worker.isAlive() && worker.hasSaid("attached to");
    }

    /** Whether it could be done, or never can: those that the driver started are not put to sleep. */
    private boolean perform(Step step) throws IOException, InterruptedException {
        return switch (step.what()) {
            case KILL_DRIVER -> killDriver();
            case KILL_WORKER -> killWorker(step);
            case PAUSE_DRIVER -> crew.driver() != null && pause(List.of(crew.driver()), step);
            case PAUSE_WORKER -> trial.workers() == 0 || pause(workers(step), step);
            case START_SECOND, RESUME_SECOND -> startSecond(step.what());
            case DAMAGE_FILE -> damage(step);
            case FILL_DISK -> fillDisk();
        };
    }

    private List<Member> workers(Step step) {
        return crew.workers().stream()
                .filter(worker -> step.isEager() || isAttached(worker))
                .toList();
    }

    /** Not while a second one is about, which would rightly take over. */
    private boolean killDriver() throws InterruptedException {
        Member driver = crew.driver();
        if (driver == null || !driver.isAlive() || !crew.seconds().isEmpty()) {
            return false;
        }
        driver.kill();
        stage.chronicle().done(trial.folder(), Mischief.KILL_DRIVER, " of " + driver.name());
        return true;
    }

    /** Those who sleep are mostly let sleep, beyond their lease. */
    private boolean killWorker(Step step) throws InterruptedException {
        List<ProcessHandle> local = crew.localWorkers();
        List<Member> own = workers(step).stream()
                .filter(worker -> worker.isAlive() && (step.isEager() || !worker.isPaused()))
                .toList();
        if (own.isEmpty() && local.isEmpty()) {
            return false;
        }
        int victim = step.of(own.size() + local.size());
        if (victim < own.size()) {
            own.get(victim).kill();
        } else if (!local.get(victim - own.size()).destroyForcibly()) {
            return false;
        }
        stage.chronicle()
                .done(
                        trial.folder(),
                        Mischief.KILL_WORKER,
                        victim < own.size() ? " of " + own.get(victim).name() : " of one of the driver's");
        return true;
    }

    /** From one of them to all, each for another time. */
    private boolean pause(List<Member> members, Step step) throws IOException, InterruptedException {
        List<Member> awake = members.stream()
                .filter(member -> member.isAlive() && !member.isPaused())
                .toList();
        for (int i = 0; i < awake.size() && i <= step.choice() / PAUSED_TOGETHER % awake.size(); i++) {
            Member chosen = awake.get((step.of(awake.size()) + i) % awake.size());
            Duration nap =
                    trial.lease().plusMillis(SHORTEST_MORE_MILLIS + (step.choice() + i * 311L) % LONGEST_NAP_MILLIS);
            chosen.pause(stage.time().nanos() + nap.toNanos());
            stage.chronicle().tell(trial.folder(), "pausing " + chosen.name() + " for " + nap.toMillis() + " ms");
        }
        return !awake.isEmpty();
    }

    private boolean startSecond(Mischief what) throws IOException {
        if (!isListening() || disk.isFull() || !crew.seconds().isEmpty()) {
            return false;
        }
        Member second = crew.second(business.startSecond(what));
        stage.chronicle().done(trial.folder(), what, " of " + second.name());
        return true;
    }

    /** Of every other the driver is dead when it happens. */
    private boolean damage(Step step) throws IOException, InterruptedException {
        if (damaged.size() == MOST_DAMAGES) {
            return true;
        }
        List<JobPlace> unfinished = business.places().stream()
                .filter(place ->
                        place.state().filter(state -> !state.isFinished()).isPresent())
                .toList();
        if (unfinished.isEmpty()) {
            return true;
        }
        JobPlace chosen = unfinished.get(step.of(unfinished.size()));
        Damage damage = new Damage(chosen.folder());
        if (step.of(2) == 0 && (!damage.isPossible() || (crew.isDriven() && !killDriver()))) {
            return false;
        }
        boolean outputs = !crew.isDriven()
                && crew.seconds().isEmpty()
                && chosen.state().filter(state -> state == JobState.RUNNING).isPresent();
        Optional<Damage.Done> done = damage.at(step, outputs);
        if (done.isPresent()) {
            damaged.add(done.get().file());
            stage.chronicle()
                    .done(
                            trial.folder(),
                            Mischief.DAMAGE_FILE,
                            ": " + done.get().what() + (outputs ? ", no driver" : ""));
        }
        return done.isPresent();
    }

    private boolean fillDisk() throws IOException {
        if (!crew.seconds().isEmpty()) {
            return false;
        }
        if (disk.isMounted()) {
            crew.starve();
            disk.fill();
            freeNanos = stage.time().nanos() + FULL.toNanos();
            stage.chronicle().done(trial.folder(), Mischief.FILL_DISK, "");
        }
        return true;
    }
}
