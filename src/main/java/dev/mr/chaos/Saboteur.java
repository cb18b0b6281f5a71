package dev.mr.chaos;

import dev.mr.chaos.ChaosJob.Step;
import dev.mr.store.JobStatus;
import dev.mr.store.StatusReader;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Does to a job what its plan says, one step after the other; what cannot be done when its time comes is left out. */
final class Saboteur {
    /** Of one map at most four runs are allowed for damage. */
    private static final int MOST_DAMAGES = 3;

    private static final int LONGEST_NAP_MILLIS = 1_200;
    private static final Duration FULL = Duration.ofSeconds(6);

    private final ChaosJob job;
    private final Path directory;
    private final Crew crew;
    private final SmallDisk disk;
    private final Stage stage;
    private final List<String> startArguments;
    private final Schedule schedule;
    private long freeNanos;
    private int damages;

    Saboteur(ChaosJob job, Path directory, Crew crew, SmallDisk disk, Stage stage, List<String> startArguments) {
        this.job = job;
        this.directory = directory;
        this.crew = crew;
        this.disk = disk;
        this.stage = stage;
        this.startArguments = startArguments;
        this.schedule = new Schedule(job.steps(), stage.time().nanos());
    }

    /** How many files were damaged. */
    int damages() {
        return damages;
    }

    /** Whether something is done now that keeps the job from going on. */
    boolean isAtWork() {
        return crew.anyPaused() || disk.isFull();
    }

    /** Ends what has lasted long enough, and does what is due; no more when the job is finished or the time is up. */
    void act(boolean jobIsFinished) throws IOException, InterruptedException {
        long now = stage.time().nanos();
        for (Member woken : crew.wakeAfter(now)) {
            boolean driver = woken.equals(crew.driver());
            stage.chronicle()
                    .done(
                            job.folder(),
                            driver ? Mischief.PAUSE_DRIVER : Mischief.PAUSE_WORKER,
                            " of " + woken.name() + " is over");
        }
        if (disk.isFull() && now - freeNanos >= 0) {
            disk.free();
        }
        if (stage.isTimeUp() || jobIsFinished) {
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
                        || (job.localWorkers() > 0 && isListening());
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

    /** Whether it could be done. */
    private boolean perform(Step step) throws IOException, InterruptedException {
        return switch (step.what()) {
            case KILL_DRIVER -> killDriver();
            case KILL_WORKER -> killWorker(step);
            case PAUSE_DRIVER -> crew.driver() != null && pause(List.of(crew.driver()), step);
            case PAUSE_WORKER -> pause(workers(step), step);
            case START_SECOND -> startSecond(step.what(), startArguments);
            case RESUME_SECOND -> startSecond(step.what(), List.of("resume", "--dir", directory.toString()));
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
        stage.chronicle().done(job.folder(), Mischief.KILL_DRIVER, " of " + driver.name());
        return true;
    }

    private boolean killWorker(Step step) throws InterruptedException {
        List<ProcessHandle> local = crew.localWorkers();
        List<Member> own = workers(step).stream().filter(Member::isAlive).toList();
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
                        job.folder(),
                        Mischief.KILL_WORKER,
                        victim < own.size() ? " of " + own.get(victim).name() : " of one of the driver's");
        return true;
    }

    private boolean pause(List<Member> members, Step step) throws IOException, InterruptedException {
        List<Member> awake = members.stream()
                .filter(member -> member.isAlive() && !member.isPaused())
                .toList();
        if (awake.isEmpty()) {
            return false;
        }
        Member chosen = awake.get(step.of(awake.size()));
        Duration nap = job.lease().plusMillis(300 + step.of(LONGEST_NAP_MILLIS));
        chosen.pause(stage.time().nanos() + nap.toNanos());
        stage.chronicle().tell(job.folder(), "pausing " + chosen.name() + " for " + nap.toMillis() + " ms");
        return true;
    }

    private boolean startSecond(Mischief what, List<String> arguments) throws IOException {
        if (!isListening() || disk.isFull() || !crew.seconds().isEmpty()) {
            return false;
        }
        Member second = crew.second(arguments);
        stage.chronicle().done(job.folder(), what, " of " + second.name());
        return true;
    }

    /** Of every other the driver is dead when it happens. */
    private boolean damage(Step step) throws IOException, InterruptedException {
        if (damages == MOST_DAMAGES) {
            return true;
        }
        Damage damage = new Damage(directory);
        if (step.of(2) == 0 && (!damage.isPossible() || (crew.isDriven() && !killDriver()))) {
            return false;
        }
        boolean outputs = !crew.isDriven() && crew.seconds().isEmpty() && isRunning();
        Optional<String> done = damage.at(step, outputs);
        if (done.isPresent()) {
            damages++;
            stage.chronicle()
                    .done(job.folder(), Mischief.DAMAGE_FILE, ": " + done.get() + (outputs ? ", no driver" : ""));
        }
        return done.isPresent();
    }

    private boolean isRunning() {
        try {
            return StatusReader.read(directory.resolve(".mr/job.db"))
                    .map(JobStatus::state)
                    .filter(state -> state == JobState.RUNNING)
                    .isPresent();
        } catch (MrException notYetMade) {
            return false;
        }
    }

    private boolean fillDisk() throws IOException {
        if (!crew.seconds().isEmpty()) {
            return false;
        }
        if (disk.isMounted()) {
            crew.starve();
            disk.fill();
            freeNanos = stage.time().nanos() + FULL.toNanos();
            stage.chronicle().done(job.folder(), Mischief.FILL_DISK, "");
        }
        return true;
    }
}
