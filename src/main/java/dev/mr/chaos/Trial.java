package dev.mr.chaos;

import dev.mr.chaos.Verdict.Finding;
import dev.mr.store.StatusReader;
import dev.mr.task.Counted;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One job from its inputs to its audit, with everything that is done to it. Used by one thread. */
final class Trial {
    private static final long TICK_MILLIS = 20;

    /** How long a command of a worker that was killed may take to notice that nobody reads it. */
    private static final int FAREWELL_TICKS = 500;

    private static final Duration PULSE = Duration.ofMillis(500);
    private static final Duration HANG = Duration.ofSeconds(60);

    private final ChaosJob job;
    private final Stage stage;
    private final Path room;
    private final Path directory;
    private final Path oracle;
    private final SmallDisk disk;
    private final Crew crew;
    private final List<String> arguments = new ArrayList<>();
    private String pulse = "";
    private long pulseNanos;
    private long lookNanos;

    Trial(ChaosJob job, Stage stage) throws IOException {
        this.job = job;
        this.stage = stage;
        this.room = stage.directory().resolve(job.folder());
        this.oracle = room.resolve("sequential");
        Path place = room.resolve("disk");
        this.directory = place.resolve("job");
        this.disk = new SmallDisk(place);
        this.crew = new Crew(stage.programs(), room, directory);
        stage.files().ensureDirectories(place);
        stage.files().ensureDirectories(crew.temporary());
    }

    /** Runs it; its folder is gone afterwards unless something was found. A job that the end of the soak cuts short is not judged. */
    void run() throws IOException, InterruptedException {
        try (disk) {
            try {
                prepare();
                if (isGoingOn()) {
                    goThrough();
                }
            } finally {
                crew.endAll();
            }
            if (!isSound() && disk.isMounted() && Files.exists(directory)) {
                keep();
            }
        }
        if (isSound()) {
            stage.files().deleteTree(room);
        }
    }

    private boolean isSound() {
        return stage.chronicle().isSound(job.folder());
    }

    private boolean isGoingOn() {
        return isSound() && !stage.isStopped() && !stage.isOver();
    }

    private void tick() throws InterruptedException {
        boolean unused = stage.stop().await(TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void prepare() throws IOException, InterruptedException {
        stage.chronicle().tell(job.folder(), "begins: " + job.describe());
        List<Path> files = new ArrayList<>();
        for (ChaosInput input : job.inputs()) {
            Path file = room.resolve("input-" + files.size() + ".txt");
            input.write(file);
            files.add(file);
        }
        arguments.addAll(job.arguments(files));
        Member sequential = crew.sequential(start(oracle, "--runner", "sequential"));
        while (sequential.isAlive() && isGoingOn()) {
            tick();
        }
        if (!sequential.isAlive() && !stage.isStopped() && sequential.exitCode() != ExitCode.DONE.code()) {
            find(Finding.DIFFERENCE, sequential.obituary());
        }
        String refusal = job.onSmallDisk() ? disk.mount() : "";
        if (!refusal.isEmpty()) {
            stage.chronicle().tellOnce("skipped: full disk needs root, who may mount a tmpfs: " + refusal);
        }
    }

    private List<String> start(Path where, String... more) {
        List<String> start = new ArrayList<>(List.of("start", "--dir", where.toString()));
        start.addAll(List.of(more));
        start.addAll(arguments);
        return start;
    }

    private void goThrough() throws IOException, InterruptedException {
        long began = stage.time().nanos();
        List<String> start = start(directory);
        Shift shift = new Shift(job, directory, crew, disk, stage, start);
        Saboteur saboteur = new Saboteur(job, directory, crew, disk, stage, start);
        shift.begin();
        pulseNanos = began;
        while (isGoingOn() && !(shift.isFinished() && crew.hasGone())) {
            saboteur.act(shift.isFinished());
            shift.look();
            notice(saboteur.isAtWork() || (!crew.isDriven() && !shift.isFinished()));
            tick();
        }
        if (!isGoingOn()) {
            stage.chronicle().tell(job.folder(), "is let go");
            return;
        }
        disk.free();
        judge(saboteur.damages());
        long seconds = Duration.ofNanos(stage.time().nanos() - began).toSeconds();
        if (isSound()) {
            stage.chronicle().finished(job.folder(), "finished as without faults, in " + Counted.of(seconds, "second"));
        }
    }

    /** A job that makes no progress for long while nothing holds it up hangs, and so do processes that outlive it. */
    private void notice(boolean heldUp) {
        long now = stage.time().nanos();
        if (now - lookNanos < PULSE.toNanos()) {
            return;
        }
        lookNanos = now;
        String beat = pulse();
        if (heldUp || !beat.equals(pulse)) {
            pulse = beat;
            pulseNanos = now;
        } else if (now - pulseNanos > HANG.toNanos()) {
            find(Finding.HANG, "no progress for " + HANG.toSeconds() + " s: " + beat);
        }
    }

    private String pulse() {
        try {
            return StatusReader.read(directory.resolve(".mr/job.db"))
                    .map(status -> status.state() + ", epoch " + status.epoch() + ", " + status.attempts() + ", "
                            + status.workers().size() + " workers joined")
                    .orElse("no job yet");
        } catch (MrException beingMade) {
            return beingMade.line();
        }
    }

    private void judge(int damages) throws IOException, InterruptedException {
        Audit audit = new Audit(job, directory);
        try {
            audit.differences(oracle, damages).forEach(what -> find(Finding.DIFFERENCE, what));
        } catch (MrException unreadable) {
            find(Finding.DIFFERENCE, unreadable.line());
        }
        audit.leaks(crew.temporary()).forEach(what -> find(Finding.LEAKED_FILE, what));
        for (int tick = 0; tick < FAREWELL_TICKS && isGoingOn() && !crew.left().isEmpty(); tick++) {
            tick();
        }
        crew.left().forEach(process -> find(Finding.LEAKED_PROCESS, "process " + process.pid() + " was left behind"));
    }

    private void find(Finding finding, String what) {
        stage.chronicle().found(job.folder(), finding, what, directory);
    }

    /** Copies what is on the small disk, which goes. */
    private void keep() throws IOException {
        disk.free();
        Path kept = room.resolve("disk-copy");
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.toList()) {
                Path copy = kept.resolve(directory.relativize(path).toString());
                stage.files().ensureDirectories(Files.isDirectory(path) ? copy : copy.resolveSibling("."));
                if (Files.isRegularFile(path)) {
                    Files.copy(path, copy);
                }
            }
        }
        stage.chronicle().tell(job.folder(), "what was on its small disk is copied to " + kept);
    }
}
