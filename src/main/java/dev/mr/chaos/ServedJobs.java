package dev.mr.chaos;

import dev.mr.files.FileSystem;
import dev.mr.store.JobSummary;
import dev.mr.store.StatusReader;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.NextCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A service that {@code serve} begins and goes on with, and the jobs that clients submit to it. */
final class ServedJobs implements Business {
    private static final int CLIENTS_AT_A_TIME = 2;

    /** Of so many clients one asks twice. */
    private static final int DOUBTING_EVERY = 3;

    private static final int PAGE = 1000;
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final ChaosTrial trial;
    private final Path room;
    private final Path root;
    private final Crew crew;
    private final Stage stage;
    private final List<Tenant> tenants = new ArrayList<>();
    private @Nullable Member dismissed;
    private long lookNanos;

    /** {@code room} is where the oracles work. */
    ServedJobs(ChaosTrial trial, Path room, Path root, Crew crew, Stage stage) throws IOException {
        this.trial = trial;
        this.room = room;
        this.root = root;
        this.crew = crew;
        this.stage = stage;
        FileSystem files = stage.files();
        for (ChaosJob job : trial.jobs()) {
            int number = tenants.size() + 1;
            Path own = room.resolve("tenant-" + number);
            files.ensureDirectories(own);
            tenants.add(new Tenant(new Oracle(job, own), "request-" + number, root, number % DOUBTING_EVERY == 0));
        }
    }

    @Override
    public List<Oracle> oracles() {
        return tenants.stream().map(Tenant::oracle).toList();
    }

    @Override
    public Path directory() {
        return root;
    }

    @Override
    public List<String> begin() {
        return List.of(
                "serve",
                "--root",
                root.toString(),
                "--input-root",
                room.toString(),
                "--lease",
                trial.lease().toMillis() + "ms");
    }

    @Override
    public List<String> goOn() {
        return begin();
    }

    @Override
    public List<String> startSecond(Mischief what) {
        return begin();
    }

    @Override
    public boolean isRefused(Member second, @Nullable Member driver) {
        return second.exitCode() == ExitCode.OTHER_DRIVER.code();
    }

    /**
     * Jobs come one after the other, so that each part of the harm meets some. When all have finished the service is told to end; not
     * beside a second one, which would rightly take over.
     */
    @Override
    public List<String> attend(double progress) throws IOException, InterruptedException {
        List<String> found = new ArrayList<>();
        for (Tenant tenant : tenants) {
            tenant.hear().ifPresent(found::add);
        }
        Member driver = crew.driver();
        if (driver == null || !driver.isAlive() || !driver.hasSaid("listening on")) {
            return found;
        }
        long asking = tenants.stream().filter(Tenant::isAsking).count();
        if (asking < CLIENTS_AT_A_TIME && !stage.isTimeUp()) {
            Optional<Tenant> next = tenants.stream()
                    .limit(1 + (long) (progress * tenants.size()))
                    .filter(tenant -> !tenant.isSettled() && !tenant.isAsking())
                    .findFirst();
            if (next.isPresent()) {
                next.get().ask(crew);
                asking++;
            }
        }
        if (asking == 0 && dismissed == null && crew.seconds().isEmpty() && isAllDone()) {
            dismissed = driver;
            driver.tellToEnd();
        }
        return found;
    }

    private boolean isAllDone() {
        long now = stage.time().nanos();
        if (now - lookNanos < LOOK_EVERY.toNanos()
                || !tenants.stream().allMatch(tenant -> tenant.isSettled() || stage.isTimeUp())) {
            return false;
        }
        lookNanos = now;
        try {
            return jobs().stream().allMatch(job -> job.state().isFinished());
        } catch (MrException beingOpened) {
            return false;
        }
    }

    private List<JobSummary> jobs() {
        return StatusReader.jobs(root.resolve(".mr/job.db"), 0, PAGE);
    }

    @Override
    public boolean isClosing() {
        return dismissed != null;
    }

    /** It was told to end, and did so. */
    @Override
    public boolean isOver(Member driver) {
        return driver.equals(dismissed) && driver.exitCode() == Member.TERMINATED;
    }

    /** The workers would wait for the next service. */
    @Override
    public void retire() throws IOException, InterruptedException {
        for (Member worker : crew.workers()) {
            worker.tellToEnd();
        }
    }

    @Override
    public List<JobPlace> places() {
        return tenants.stream().flatMap(tenant -> tenant.place().stream()).toList();
    }

    @Override
    public List<Audit> audits() {
        List<Audit> audits = new ArrayList<>();
        for (Tenant tenant : tenants) {
            tenant.place().ifPresent(place -> audits.add(new Audit(tenant.oracle(), place)));
        }
        return audits;
    }

    /** With nothing left to run it ends with 0. */
    @Override
    public List<String> inspection(List<Path> damaged) {
        List<String> explain = new ArrayList<>(begin());
        explain.add("--explain");
        return explain;
    }

    /** Jobs that nobody was told of are not left either, but for those of clients whom the end of the time cut short. */
    @Override
    public List<String> leaks() throws IOException {
        List<String> leaked = new ArrayList<>(Audit.unexpected(root, Set.of(".mr", "jobs")));
        Set<String> own = new HashSet<>(JobPlace.OF_A_DRIVER);
        own.add("service");
        leaked.addAll(Audit.unexpected(root.resolve(".mr"), own));
        Set<String> known = new HashSet<>();
        places().forEach(place -> known.add(place.id()));
        if (!tenants.stream().allMatch(Tenant::isSettled)) {
            jobs().forEach(job -> known.add(job.uuid()));
        }
        leaked.addAll(Audit.unexpected(root.resolve("jobs"), known));
        return leaked;
    }

    @Override
    public String lookAtIt() {
        return NextCommand.serve(root) + " --explain";
    }
}
