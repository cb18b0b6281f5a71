package dev.mr.chaos;

import dev.mr.task.ExitCode;
import dev.mr.task.NextCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A job that {@code start} begins and {@code resume} goes on with. */
final class OwnJob implements Business {
    /** Of so many jobs one is resumed when it is done, which must run nothing. */
    private static final int RESUMED_AT_LAST_EVERY = 4;

    private final ChaosTrial trial;
    private final Path directory;
    private final Oracle oracle;
    private final Crew crew;

    /** {@code room} is where the oracle works. */
    OwnJob(ChaosTrial trial, Path room, Path directory, Crew crew) {
        this.trial = trial;
        this.directory = directory;
        this.oracle = new Oracle(trial.jobs().get(0), room);
        this.crew = crew;
    }

    @Override
    public List<Oracle> oracles() {
        return List.of(oracle);
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public List<String> begin() {
        List<String> start = new ArrayList<>(List.of("start", "--dir", directory.toString()));
        start.addAll(List.of("--lease", trial.lease().toMillis() + "ms"));
        start.addAll(oracle.arguments());
        return start;
    }

    @Override
    public List<String> goOn() {
        return List.of("resume", "--dir", directory.toString());
    }

    @Override
    public List<String> startSecond(Mischief what) {
        return what == Mischief.START_SECOND ? begin() : goOn();
    }

    /** By exit code 5; or because the job was done when its turn came, for which 2 is a start's answer and 0 a resume's. */
    @Override
    public boolean isRefused(Member second, @Nullable Member driver) {
        boolean over = driver != null && !driver.isAlive() && isOver(driver);
        boolean resumed = second.name().endsWith("resume");
        return second.exitCode() == ExitCode.OTHER_DRIVER.code()
                || (over && second.exitCode() == (resumed ? ExitCode.DONE : ExitCode.USAGE).code());
    }

    @Override
    public List<String> attend(double progress) {
        return List.of();
    }

    @Override
    public boolean isClosing() {
        return false;
    }

    @Override
    public boolean isOver(Member driver) {
        return driver.exitCode() == ExitCode.DONE.code();
    }

    @Override
    public void retire() throws IOException {
        if (trial.number() % RESUMED_AT_LAST_EVERY == 0) {
            crew.second(goOn());
        }
    }

    @Override
    public List<JobPlace> places() {
        return List.of(JobPlace.alone(directory));
    }

    @Override
    public List<Audit> audits() {
        return List.of(new Audit(oracle, JobPlace.alone(directory)));
    }

    /** Damage that nobody met stays, in files that may as well be gone: so they are deleted before. */
    @Override
    public List<String> inspection(List<Path> damaged) throws IOException {
        for (Path file : damaged) {
            String name = file.getFileName().toString();
            if (name.startsWith("mr-")) {
                Files.deleteIfExists(directory.resolve("intermediate").resolve(name));
            }
        }
        return List.of("verify", "--dir", directory.toString());
    }

    @Override
    public List<String> leaks() {
        return List.of();
    }

    @Override
    public String lookAtIt() {
        return NextCommand.status(directory);
    }
}
