package dev.mr.chaos;

import dev.mr.chaos.ChaosJob.Step;
import dev.mr.store.JobStatus;
import dev.mr.store.StatusReader;
import dev.mr.task.JobState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

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
    private final Deque<Step> steps;
    private long nextNanos;
    private long freeNanos;
    private int damages;

    Saboteur(ChaosJob job, Path directory, Crew crew, SmallDisk disk, Stage stage, List<String> startArguments) {
        this.job = job;
        this.directory = directory;
        this.crew = crew;
        this.disk = disk;
        this.stage = stage;
        this.startArguments = startArguments;
        this.steps = new ArrayDeque<>(job.steps());
        this.nextNanos = stage.time().nanos() + firstDelay();
    }

    private long firstDelay() {
        Step first = steps.peek();
        return first == null ? 0 : first.delay().toNanos();
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
            steps.clear();
            disk.free();
            crew.wakeAll();
        }
        Step due = steps.peek();
        if (due != null && now - nextNanos >= 0) {
            steps.remove();
            perform(due);
            Step next = steps.peek();
            nextNanos = now + (next == null ? 0 : next.delay().toNanos());
        }
    }

    private void perform(Step step) throws IOException, InterruptedException {
        switch (step.what()) {
            case KILL_DRIVER -> killDriver();
            case KILL_WORKER -> killWorker(step);
            case PAUSE_DRIVER -> {
                Member driver = crew.driver();
                if (driver != null && driver.isAlive() && !driver.isPaused()) {
                    pause(driver, step);
                }
            }
            case PAUSE_WORKER -> {
                List<Member> awake = crew.workers().stream()
                        .filter(worker -> worker.isAlive() && !worker.isPaused())
                        .toList();
                if (!awake.isEmpty()) {
                    pause(awake.get(step.of(awake.size())), step);
                }
            }
            case START_SECOND -> startSecond(step.what(), startArguments);
            case RESUME_SECOND -> startSecond(step.what(), List.of("resume", "--dir", directory.toString()));
            case DAMAGE_FILE -> damage(step);
            case FILL_DISK -> fillDisk();
        }
    }

    /** Not while a second one is about, which would rightly take over. */
    private void killDriver() throws InterruptedException {
        Member driver = crew.driver();
        if (driver != null && driver.isAlive() && crew.seconds().isEmpty()) {
            driver.kill();
            stage.chronicle().done(job.folder(), Mischief.KILL_DRIVER, " of " + driver.name());
        }
    }

    private void killWorker(Step step) throws InterruptedException {
        List<ProcessHandle> local = crew.localWorkers();
        List<Member> own = crew.workers().stream().filter(Member::isAlive).toList();
        int all = own.size() + local.size();
        if (all == 0) {
            return;
        }
        int victim = step.of(all);
        if (victim < own.size()) {
            own.get(victim).kill();
            stage.chronicle()
                    .done(
                            job.folder(),
                            Mischief.KILL_WORKER,
                            " of " + own.get(victim).name());
        } else if (local.get(victim - own.size()).destroyForcibly()) {
            stage.chronicle().done(job.folder(), Mischief.KILL_WORKER, " of one of the driver's");
        }
    }

    private void pause(Member member, Step step) throws IOException, InterruptedException {
        Duration nap = job.lease().plusMillis(300 + step.of(LONGEST_NAP_MILLIS));
        member.pause(stage.time().nanos() + nap.toNanos());
        stage.chronicle().tell(job.folder(), "pausing " + member.name() + " for " + nap.toMillis() + " ms");
    }

    private void startSecond(Mischief what, List<String> arguments) throws IOException {
        Member driver = crew.driver();
        if (driver != null
                && driver.isAlive()
                && !disk.isFull()
                && crew.seconds().isEmpty()
                && driver.hasSaid("listening on")) {
            Member second = crew.second(arguments);
            stage.chronicle().done(job.folder(), what, " of " + second.name());
        }
    }

    /** Of every other the driver is dead when it happens. */
    private void damage(Step step) throws IOException, InterruptedException {
        if (damages == MOST_DAMAGES) {
            return;
        }
        if (step.of(2) == 0) {
            killDriver();
        }
        boolean outputs = !crew.isDriven() && crew.seconds().isEmpty() && isRunning();
        var done = new Damage(directory).at(step, outputs);
        if (done.isPresent()) {
            damages++;
            stage.chronicle()
                    .done(job.folder(), Mischief.DAMAGE_FILE, ": " + done.get() + (outputs ? ", no driver" : ""));
        }
    }

    private boolean isRunning() {
        return StatusReader.read(directory.resolve(".mr/job.db"))
                .map(JobStatus::state)
                .filter(state -> state == JobState.RUNNING)
                .isPresent();
    }

    private void fillDisk() throws IOException {
        if (disk.isMounted() && crew.isDriven() && crew.seconds().isEmpty()) {
            crew.starve();
            disk.fill();
            freeNanos = stage.time().nanos() + FULL.toNanos();
            stage.chronicle().done(job.folder(), Mischief.FILL_DISK, "");
        }
    }
}
