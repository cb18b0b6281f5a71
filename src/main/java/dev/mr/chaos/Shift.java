package dev.mr.chaos;

import dev.mr.chaos.Verdict.Finding;
import dev.mr.task.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a job going as a user would: resumes it when its driver has died, starts another worker for each that has ended. Finds it
 * wrong when a process ends in a way that nothing explains.
 */
final class Shift {
    private static final String RECONNECT = "30s";
    private static final Duration LONGEST_WITHOUT_DRIVER = Duration.ofMillis(300);

    private static final long HEARSAY_MILLIS = 500;

    /** Of so many jobs one is resumed when it is done, which must run nothing. */
    private static final int RESUMED_AT_LAST_EVERY = 4;

    private final ChaosJob job;
    private final Path directory;
    private final Crew crew;
    private final SmallDisk disk;
    private final Stage stage;
    private final List<String> start;
    private long resumeNanos;
    private int drivers;
    private int hired;
    private boolean finished;

    Shift(ChaosJob job, Path directory, Crew crew, SmallDisk disk, Stage stage, List<String> start) {
        this.job = job;
        this.directory = directory;
        this.crew = crew;
        this.disk = disk;
        this.stage = stage;
        this.start = start;
    }

    /** Whether a driver has said that the job is done. */
    boolean isFinished() {
        return finished;
    }

    void begin() throws IOException {
        drive(start);
        hire();
    }

    /** Looks after everyone once. */
    void look() throws IOException, InterruptedException {
        for (Member second : Crew.ended(crew.seconds())) {
            if (!isRefused(second)) {
                find(second.obituary() + "; it was started beside " + name(crew.driver()));
            }
        }
        Member driver = crew.driver();
        if (driver != null && !driver.isAlive() && !finished) {
            afterDriver(driver);
        }
        for (Member worker : Crew.ended(crew.workers())) {
            if (!isExplained(worker)) {
                find(worker.obituary());
            }
        }
        if (!finished) {
            hire();
        }
    }

    private static String name(@Nullable Member member) {
        return member == null ? "nobody" : member.name();
    }

    /** By exit code 5; or because the job was done when its turn came, for which 2 is a start's answer and 0 a resume's. */
    private boolean isRefused(Member second) {
        Member driver = crew.driver();
        boolean over = driver != null && !driver.isAlive() && driver.exitCode() == ExitCode.DONE.code();
        boolean resumed = second.name().endsWith("resume");
        return second.exitCode() == ExitCode.OTHER_DRIVER.code()
                || (over && second.exitCode() == (resumed ? ExitCode.DONE : ExitCode.USAGE).code());
    }

    private void afterDriver(Member driver) throws IOException, InterruptedException {
        long now = stage.time().nanos();
        if (driver.exitCode() == ExitCode.DONE.code()) {
            finished = true;
            if (job.number() % RESUMED_AT_LAST_EVERY == 0) {
                crew.second(List.of("resume", "--dir", directory.toString()));
            }
        } else if (driver.exitCode() == ExitCode.USAGE.code() && driver.hasSaid("never happened")) {
            drive(start);
        } else if (driver.wasKilled() || (driver.exitCode() == ExitCode.ENVIRONMENT.code() && driver.isStarved())) {
            if (resumeNanos == 0) {
                disk.free();
                resumeNanos = now + drivers * 37L % LONGEST_WITHOUT_DRIVER.toMillis() * 1_000_000;
            } else if (now - resumeNanos >= 0) {
                drive(List.of("resume", "--dir", directory.toString()));
            }
        } else {
            find(driver.obituary());
            finished = true;
        }
    }

    private void drive(List<String> command) throws IOException {
        List<String> arguments = new ArrayList<>(command);
        if (job.localWorkers() > 0) {
            arguments.addAll(List.of("--local-workers", "" + job.localWorkers()));
        }
        drivers++;
        resumeNanos = 0;
        starve(crew.drive(arguments));
    }

    private void hire() throws IOException {
        while (crew.workers().size() < job.workers()) {
            List<String> arguments = new ArrayList<>(List.of("--dir", directory.toString()));
            if (job.comesBack(hired)) {
                arguments.addAll(List.of("--reconnect-for", RECONNECT));
            }
            hired++;
            starve(crew.worker(arguments));
        }
    }

    private void starve(Member started) {
        if (disk.isFull()) {
            started.starve();
        }
    }

    /** The job is done, the driver gone, it was killed; or the disk was full. */
    private static boolean isExplained(Member worker) {
        int code = worker.exitCode();
        return code == ExitCode.DONE.code()
                || code == ExitCode.DRIVER_LOST.code()
                || worker.wasKilled()
                || (worker.isStarved() && code == ExitCode.ENVIRONMENT.code());
    }

    /** Unless it was Ctrl-C, of which processes of the same terminal may hear first. */
    private void find(String what) throws InterruptedException {
        if (stage.stop().await(HEARSAY_MILLIS, TimeUnit.MILLISECONDS)) {
            return;
        }
        stage.chronicle().found(job.folder(), Finding.DIFFERENCE, what, directory);
    }
}
