package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.cli.HaltPoint;
import dev.mr.cli.HaltingDriver;
import dev.mr.files.JobDirectory;
import dev.mr.task.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A job on a disk that loses its power while it runs, and its resume after what the driver must take for a reboot. */
final class CutTrial {
    static final int MAPS = 8;
    static final int REDUCES = 3;

    private final LoopDisk disk;
    private final TestJob job;
    private final Durability durability;
    private final List<Program> programs = new ArrayList<>();
    private final Set<String> acknowledged = new LinkedHashSet<>();
    private final Set<String> intact = new LinkedHashSet<>();
    private boolean ended;

    private CutTrial(LoopDisk disk, Durability durability, Processes processes, Path room, String... options) {
        this.disk = disk;
        this.durability = durability;
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--durability", durability.option()));
        Path directory = disk.root().resolve(room.getFileName());
        this.job = new TestJob(processes, room, directory, MAPS, REDUCES, all.toArray(String[]::new));
    }

    /** A job that lies on the disk with all it has; its programs speak into the room, which lies elsewhere. */
    static CutTrial whole(Processes processes, LoopDisk disk, Durability durability, Path room) {
        return new CutTrial(disk, durability, processes, room);
    }

    /** A job whose database lies in the room, on a disk that keeps its power, and that must not know more than is there. */
    static CutTrial databaseElsewhere(Processes processes, LoopDisk disk, Durability durability, Path room) {
        return new CutTrial(disk, durability, processes, room, "--state-dir", room.resolve("state") + "");
    }

    CutTrial over(Path input) {
        job.over(input);
        return this;
    }

    TestJob job() {
        return job;
    }

    /** What was committed, and known to be, when the power was cut. */
    Set<String> acknowledged() {
        return acknowledged;
    }

    boolean hadEnded() {
        return ended;
    }

    /** Starts a driver as the child of a tracer, with two workers, and cuts so long after so many tasks are committed. */
    void cutAfter(int commits, Duration time, List<String> tracer) throws IOException {
        Program driver = start(tracer);
        Timing.await(commits + " commits")
                .until(() -> !driver.isAlive() || commitsNow().size() >= commits);
        Timing.pass(time);
        noteAndCut(driver);
    }

    /** Likewise, when the job has come to its good end. */
    void cutAfterTheEnd(List<String> tracer) throws IOException {
        Program driver = start(tracer).endsWith(0);
        noteAndCut(driver);
    }

    private Program start(List<String> tracer) {
        programs.add(job.worker());
        programs.add(job.worker());
        Program driver = job.startUnder(tracer);
        programs.add(driver);
        return driver;
    }

    private void noteAndCut(Program driver) throws IOException {
        acknowledged.addAll(commitsNow());
        ended = !driver.isAlive() && driver.exitCode() == 0;
        if (!job.stateDirectory().startsWith(disk.root())) {
            driver.kill(); // else it would record what the cut does to others, having power itself
        }
        disk.cut();
        killAll();
    }

    /** The driver cuts the power itself, at a failpoint, and says what it has been told is committed. */
    void cutAt(HaltPoint point) {
        programs.add(job.worker());
        Program driver = job.startClass(
                List.of(
                        "-D" + HaltingDriver.CUT + "=" + disk.root(),
                        "-D" + HaltingDriver.DURABILITY + "=" + durability.name()),
                HaltingDriver.class.getName(),
                "start",
                point.name());
        driver.endsWith(137);
        driver.err()
                .lines()
                .filter(line -> line.startsWith(HaltingDriver.COMMITTED))
                .map(line -> line.substring(HaltingDriver.COMMITTED.length()))
                .forEach(acknowledged::add);
        killAll();
    }

    private void killAll() {
        programs.forEach(Program::kill);
    }

    /** A database that is just being made has none. */
    private List<String> commitsNow() {
        try {
            return job.record().exists() ? job.record().commits() : List.of();
        } catch (IllegalStateException notYet) {
            return List.of();
        }
    }

    /** What must hold before anybody has repaired anything. */
    void comeBack() throws IOException {
        disk.comeBack();
        JobRecord copy = copyOfTheDatabase();
        if (copy.exists()) {
            assertThat(copy.rows("PRAGMA integrity_check")).containsExactly("ok");
            intact.addAll(IntactWinners.of(copy, JobDirectory.at(job.dir())));
        }
        if (!acknowledged.isEmpty()) {
            assertThat(copy.commits()).as("commits after the power cut").containsAll(acknowledged);
        }
        if (ended) {
            assertThat(copy.rows("SELECT state FROM job")).containsExactly("SUCCEEDED");
            assertThat(job.dir().resolve("out")).isDirectory();
        }
        if (Files.exists(job.dir().resolve("out"))) {
            assertThatJob(job).producesTheNaiveCount();
        }
    }

    /** Reading the files themselves would repair them. */
    private JobRecord copyOfTheDatabase() throws IOException {
        Path folder = Files.createDirectories(job.room().resolve("copy"));
        for (String name : List.of("job.db", "job.db-wal")) {
            Path file = job.stateDirectory().resolve(name);
            if (Files.exists(file)) {
                Files.copy(file, folder.resolve(name));
            }
        }
        return new JobRecord(folder.resolve("job.db"));
    }

    /** A fresh driver that finds another boot id brings the job to its end; how many maps ran again, whose files were lost. */
    long resume() throws IOException {
        Program resumed = job.resumeUnder(afterReboot(), "--local-workers", "1");
        if (resumed.exitCode() != 0) {
            resumed.endsWith(2);
            assertThat(resumed.errorLines("mr-driver"))
                    .singleElement()
                    .asString()
                    .contains("never happened");
            assertThat(acknowledged)
                    .as("commits of a job that was never stored")
                    .isEmpty();
            job.start("--local-workers", "1").endsWith(0);
        }
        assertThatJob(job)
                .succeeded()
                .producesTheNaiveCount()
                .hasOneWinnerATask()
                .leavesOnlyItsResults();
        assertThat(job.record().commits())
                .as("reduces, which are on the disk when they are committed")
                .containsAll(acknowledged.stream()
                        .filter(commit -> commit.startsWith("reduce-"))
                        .toList());
        assertThat(job.record().commits())
                .as("maps whose files the power cut has spared")
                .containsAll(intact);
        assertThat(job.record()
                        .rows("SELECT w.task, w.attempt FROM attempt w JOIN attempt a USING (job, task)"
                                + " WHERE w.state = 'WON' AND a.attempt > w.attempt"))
                .as("attempts after the winner")
                .isEmpty();
        assertThat(job.record()
                        .rows("SELECT task, attempt, kind FROM attempt WHERE state = 'LOST'"
                                + " AND kind NOT IN ('OUTPUT_DAMAGED', 'DRIVER_LOST')"))
                .as("attempts lost to anything but the power cut")
                .isEmpty();
        long lost = job.record().count("attempt WHERE kind = 'OUTPUT_DAMAGED'");
        if (durability == Durability.POWER) {
            assertThat(lost).as("maps whose files were lost").isZero();
            assertThat(job.record().commits())
                    .as("commits of a job that is to survive power cuts")
                    .containsAll(acknowledged);
        }
        return lost;
    }

    /** Another boot id, in a mount namespace of the process's own. */
    private List<String> afterReboot() throws IOException {
        Path bootId = Files.writeString(job.room().resolve("boot_id"), "00000000-0000-4000-8000-000000000000\n");
        return List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount --bind \"$1\" /proc/sys/kernel/random/boot_id && shift && exec \"$@\"",
                "sh",
                bootId.toString());
    }
}
