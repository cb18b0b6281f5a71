package dev.mr.chaos;

import dev.mr.chaos.Verdict.Finding;
import dev.mr.task.Counted;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A business from its inputs to its audit, with everything that is done to it. Used by one thread. */
final class Trial {
    private static final long TICK_MILLIS = 20;

    /** How long a command of a worker that was killed may take to notice that nobody reads it. */
    private static final int FAREWELL_TICKS = 500;

    private final ChaosTrial plan;
    private final Stage stage;
    private final Path room;
    private final SmallDisk disk;
    private final Crew crew;
    private final Business business;

    Trial(ChaosTrial plan, Stage stage) throws IOException {
        this.plan = plan;
        this.stage = stage;
        this.room = stage.directory().resolve(plan.folder());
        Path place = room.resolve("disk");
        Path directory = place.resolve(plan.served() ? "service" : "job");
        this.disk = new SmallDisk(place);
        this.crew = new Crew(stage.programs(), room, directory);
        stage.files().ensureDirectories(place);
        stage.files().ensureDirectories(crew.temporary());
        this.business = plan.served()
                ? new ServedJobs(plan, room, directory, crew, stage)
                : new OwnJob(plan, room, directory, crew);
    }

    /** Runs it; its folder is gone afterwards unless something was found. What the end of the soak cuts short is not judged. */
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
            if (!isSound() && disk.isMounted() && Files.exists(business.directory())) {
                keep();
            }
        }
        if (isSound()) {
            stage.files().deleteTree(room);
        }
    }

    private boolean isSound() {
        return stage.chronicle().isSound(plan.folder());
    }

    private boolean isGoingOn() {
        return isSound() && !isCutShort();
    }

    private boolean isCutShort() {
        return stage.isStopped() || stage.isOver();
    }

    private void tick() throws InterruptedException {
        boolean unused = stage.stop().await(TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void prepare() throws IOException, InterruptedException {
        stage.chronicle().tell(plan.folder(), "begins: " + plan.describe());
        List<Member> sequential = new ArrayList<>();
        for (Oracle oracle : business.oracles()) {
            oracle.writeInputs();
            sequential.add(crew.aside(oracle.sequentialRun()));
        }
        for (Member member : sequential) {
            expectSuccess(member);
        }
        String refusal = plan.onSmallDisk() ? disk.mount() : "";
        if (!refusal.isEmpty()) {
            stage.chronicle().tellOnce("skipped: full disk needs root, who may mount a tmpfs: " + refusal);
        }
    }

    /** Waits for a command that should end with 0, unless the trial is cut short or unsound. */
    private void expectSuccess(Member member) throws IOException, InterruptedException {
        while (member.isAlive() && isGoingOn()) {
            tick();
        }
        if (!member.isAlive() && !stage.isStopped() && member.exitCode() != ExitCode.DONE.code()) {
            find(Finding.DIFFERENCE, List.of(member.obituary()));
        }
    }

    private void goThrough() throws IOException, InterruptedException {
        long began = stage.time().nanos();
        Shift shift = new Shift(plan, business, crew, disk, stage);
        Saboteur saboteur = new Saboteur(plan, business, crew, disk, stage);
        Pulse pulse = new Pulse(
                () -> business.places().stream().map(JobPlace::pulse).collect(Collectors.joining("; ")), began);
        shift.begin();
        while (isGoingOn() && !(shift.isFinished() && crew.hasGone())) {
            saboteur.act(shift.isFinished() || business.isClosing());
            shift.look(saboteur.progress());
            boolean heldUp = saboteur.isAtWork() || (!crew.isDriven() && !shift.isFinished());
            find(Finding.HANG, pulse.feel(stage.time().nanos(), heldUp));
            tick();
        }
        if (isSound() && stage.isOver() && !stage.isStopped()) {
            find(Finding.HANG, pulse.atTheEnd(stage.time().nanos()));
        }
        if (isGoingOn()) {
            disk.free();
            judge(saboteur.damaged());
        }
        long seconds = Duration.ofNanos(stage.time().nanos() - began).toSeconds();
        if (isGoingOn()) {
            stage.chronicle()
                    .finished(
                            plan.folder(),
                            business.audits().size(),
                            "finished as without faults, in " + Counted.of(seconds, "second"));
        } else if (isSound()) {
            stage.chronicle().tell(plan.folder(), "is let go");
        }
    }

    private void judge(List<Path> damaged) throws IOException, InterruptedException {
        for (Audit audit : business.audits()) {
            try {
                find(Finding.DIFFERENCE, audit.differences(damaged));
            } catch (MrException unreadable) {
                find(Finding.DIFFERENCE, List.of(unreadable.line()));
            }
            find(Finding.LEAKED_FILE, audit.leaks());
        }
        find(Finding.LEAKED_FILE, business.leaks());
        if (isGoingOn()) {
            expectSuccess(crew.aside(business.inspection(damaged)));
        }
        find(Finding.LEAKED_FILE, Audit.unexpected(crew.temporary(), Set.of()));
        List<ProcessHandle> left = crew.left();
        for (int tick = 0; tick < FAREWELL_TICKS && !isCutShort() && !left.isEmpty(); tick++) {
            tick();
            left = crew.left();
        }
        if (!isCutShort()) {
            find(
                    Finding.LEAKED_PROCESS,
                    left.stream()
                            .map(process -> "process " + process.pid() + " was left behind")
                            .toList());
        }
    }

    private void find(Finding finding, List<String> found) throws IOException {
        for (String what : found) {
            stage.found(plan.folder(), finding, what, business.lookAtIt());
        }
    }

    /** Copies what is on the small disk, which goes. */
    private void keep() throws IOException {
        disk.free();
        Path directory = business.directory();
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
        stage.chronicle().tell(plan.folder(), "what was on its small disk is copied to " + kept);
    }
}
