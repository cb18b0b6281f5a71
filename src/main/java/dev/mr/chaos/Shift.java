package dev.mr.chaos;

import dev.mr.chaos.Verdict.Finding;
import dev.mr.task.ExitCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a business going as a user would: starts another driver when the last one has died, another worker for each that has ended.
 * Finds it wrong when a process ends in a way that nothing explains.
 */
final class Shift {
    private static final String RECONNECT = "30s";
    private static final Duration LONGEST_WITHOUT_DRIVER = Duration.ofMillis(300);

    private static final long HEARSAY_MILLIS = 500;

    private final ChaosTrial trial;
    private final Business business;
    private final Crew crew;
    private final SmallDisk disk;
    private final Stage stage;
    private long resumeNanos;
    private int drivers;
    private int hired;
    private boolean finished;

    Shift(ChaosTrial trial, Business business, Crew crew, SmallDisk disk, Stage stage) {
        this.trial = trial;
        this.business = business;
        this.crew = crew;
        this.disk = disk;
        this.stage = stage;
    }

    /** Whether a driver has ended because everything is done. */
    boolean isFinished() {
        return finished;
    }

    void begin() throws IOException {
        drive(business.begin());
        hire();
    }

    /** Looks after everyone once; {@code progress}, from 0 to 1, is how much of the harm is done. */
    void look(double progress) throws IOException, InterruptedException {
        for (Member second : Crew.ended(crew.seconds())) {
            if (!business.isRefused(second, crew.driver())) {
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
        for (String wrong : finished ? List.<String>of() : business.attend(progress)) {
            find(wrong);
        }
        if (!finished) {
            hire();
        }
    }

    private static String name(@Nullable Member member) {
        return member == null ? "nobody" : member.name();
    }

    private void afterDriver(Member driver) throws IOException, InterruptedException {
        long now = stage.time().nanos();
        if (business.isOver(driver)) {
            finished = true;
            business.retire();
        } else if (driver.exitCode() == ExitCode.USAGE.code() && driver.hasSaid("never happened")) {
            drive(business.begin());
        } else if (driver.wasKilled() || (driver.exitCode() == ExitCode.ENVIRONMENT.code() && driver.isStarved())) {
            if (resumeNanos == 0) {
                disk.free();
                resumeNanos = now + drivers * 37L % LONGEST_WITHOUT_DRIVER.toMillis() * 1_000_000;
            } else if (now - resumeNanos >= 0) {
                drive(business.goOn());
            }
        } else {
            find(driver.obituary());
            finished = true;
        }
    }

    private void drive(List<String> command) throws IOException {
        List<String> arguments = new ArrayList<>(command);
        if (trial.localWorkers() > 0) {
            arguments.addAll(List.of("--local-workers", "" + trial.localWorkers()));
        }
        drivers++;
        resumeNanos = 0;
        starve(crew.drive(arguments));
    }

    private void hire() throws IOException {
        while (crew.workers().size() < trial.workers()) {
            List<String> arguments =
                    new ArrayList<>(List.of("--dir", business.directory().toString()));
            if (trial.comesBack(hired)) {
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

    /** The work is done, the driver gone, it was killed or told to end; or the disk was full. */
    private static boolean isExplained(Member worker) {
        int code = worker.exitCode();
        return code == ExitCode.DONE.code()
                || code == ExitCode.DRIVER_LOST.code()
                || worker.wasKilled()
                || worker.wasToldToEnd()
                || (worker.isStarved() && code == ExitCode.ENVIRONMENT.code());
    }

    /** Unless it was Ctrl-C, of which processes of the same terminal may hear first. */
    private void find(String what) throws IOException, InterruptedException {
        if (stage.stop().await(HEARSAY_MILLIS, TimeUnit.MILLISECONDS)) {
            return;
        }
        stage.found(trial.folder(), Finding.DIFFERENCE, what, business.lookAtIt());
    }
}
