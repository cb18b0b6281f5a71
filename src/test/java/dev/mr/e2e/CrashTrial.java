package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.cli.PredictableDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A small job of two workers: traced once, or killed at a point, killed again while it is resumed, and brought to its end. */
final class CrashTrial {
    static final int MAPS = 3;
    static final int REDUCES = 2;
    private static final List<String> SECOND_CALLS =
            List.of("pwrite64", "pwrite64", "fsync", "fsync", "rename", "mkdir", "link", "unlink", "rmdir", "write");
    private static final int MANY = 60;
    private static final int FEW = 9;

    private final TestJob job;
    private final Random random;
    private final List<Program> workers = new ArrayList<>();
    private final Set<String> noted = new LinkedHashSet<>();
    private int crashes;

    /** In a room that is empty. */
    CrashTrial(Processes processes, Path room, Path input, Random random) {
        this.job = new TestJob(processes, room, MAPS, REDUCES).over(input);
        this.random = random;
    }

    /** One point for each call that a run without faults makes on files of the job. */
    List<KillPoint> trace() throws IOException {
        List<KillPoint> points = new ArrayList<>();
        CallTrace ofDriver = new CallTrace(job.room().resolve("driver.calls"));
        List<CallTrace> ofWorkers = List.of(
                new CallTrace(job.room().resolve("worker-1.calls")),
                new CallTrace(job.room().resolve("worker-2.calls")));
        ofWorkers.forEach(trace -> workers.add(job.workerUnder(trace.tracer())));
        start(ofDriver.tracer()).endsWith(0);
        workers.forEach(worker -> worker.endsWith(0));
        assertEnd();
        points.addAll(ofDriver.points(KillPoint.Victim.DRIVER, job.dir()));
        for (CallTrace trace : ofWorkers) {
            points.addAll(trace.points(KillPoint.Victim.WORKER, job.dir()));
        }
        return points.stream().distinct().toList();
    }

    private Program start(List<String> tracer) {
        return job.startClassUnder(tracer, List.of(), PredictableDriver.class.getName(), "start");
    }

    /** What came of it: whether anything was killed at the point, and whether in the resume. */
    record Result(boolean fired, boolean firedAgain) {}

    Result killAt(KillPoint point) throws IOException {
        return point.victim() == KillPoint.Victim.DRIVER ? killDriver(point) : killWorker(point);
    }

    private Result killDriver(KillPoint point) throws IOException {
        boolean comeBack = random.nextBoolean();
        for (int worker = 0; worker < 2; worker++) {
            workers.add(comeBack ? job.worker("--reconnect-for", "60s") : job.worker());
        }
        if (!isKilled(start(point.tracer(job.dir())))) {
            workers.forEach(worker -> worker.endsWith(0));
            assertEnd();
            return new Result(false, false);
        }
        String call = SECOND_CALLS.get(random.nextInt(SECOND_CALLS.size()));
        int count = 1 + random.nextInt(call.equals("pwrite64") ? MANY : FEW);
        if (!comeBack) {
            workers.add(job.worker());
        }
        Program resumed = job.resumeUnder(KillPoint.tracer(call, count));
        boolean again = resumed.exitCode() != 2 && isKilled(resumed);
        finish();
        return new Result(true, again);
    }

    /** Whether it was; else it has come to its good end. */
    private boolean isKilled(Program driver) {
        int code = driver.exitCode();
        assertThat(code).as(driver.describe()).isIn(0, 137);
        if (code == 137) {
            crashes++;
            noted.addAll(commitsNow());
        }
        return code == 137;
    }

    /** A database that was just being made has none. */
    private List<String> commitsNow() {
        try {
            return job.record().exists() ? job.record().commits() : List.of();
        } catch (IllegalStateException notYet) {
            return List.of();
        }
    }

    private void finish() throws IOException {
        Program resumed = job.resume("--local-workers", "1");
        if (resumed.exitCode() != 0) {
            assertThat(resumed.endsWith(2).errorLines("mr-driver"))
                    .singleElement()
                    .asString()
                    .contains("never happened");
            assertThat(noted).as("commits of a job that was never stored").isEmpty();
            job.start("--local-workers", "1").endsWith(0);
        }
        for (Program worker : workers) {
            assertThat(worker.exitCode()).as(worker.describe()).isIn(0, 9);
        }
        assertEnd();
    }

    /** Both workers are watched, one of them meets the point; a third comes when it is dead. */
    private Result killWorker(KillPoint point) throws IOException {
        List<Program> watched = new ArrayList<>();
        for (int worker = 0; worker < 2; worker++) {
            watched.add(job.workerUnder(point.tracer(job.dir())));
        }
        Program driver = start(List.of());
        Timing.await("the driver ends, or a worker is killed")
                .until(() -> !driver.isAlive() || watched.stream().anyMatch(worker -> !worker.isAlive()));
        if (driver.isAlive()) {
            workers.add(job.worker());
        }
        driver.endsWith(0);
        boolean killed = false;
        for (Program worker : watched) {
            int code = worker.exitCode();
            assertThat(code).as(worker.describe()).isIn(0, 137);
            killed |= code == 137;
        }
        for (Program worker : workers) {
            assertThat(worker.exitCode()).as(worker.describe()).isZero();
        }
        crashes = watched.size();
        assertEnd();
        return new Result(killed, false);
    }

    private void assertEnd() throws IOException {
        assertThatJob(job).endedWellWith(noted);
        assertThat(job.record().rows("SELECT task, attempts FROM task WHERE attempts > " + (1 + crashes)))
                .as("tasks that were tried more than once a crash")
                .isEmpty();
        assertThat(Files.exists(job.dir().resolve("out"))).isTrue();
    }
}
