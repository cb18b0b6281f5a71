package dev.mr.cli;

import dev.mr.chaos.ChaosPlan;
import dev.mr.chaos.ProgramCommands;
import dev.mr.chaos.Soak;
import dev.mr.chaos.Verdict;
import dev.mr.files.FileSystem;
import dev.mr.files.LocalFileSystem;
import dev.mr.files.SystemTime;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.TimeSource;
import dev.mr.task.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mr-driver selftest}: shows on the user's own machine that jobs survive what is done to them. */
@Command(
        name = "selftest",
        description = {
            "Shows on this machine that jobs survive what is done to them.",
            "With --chaos it runs many jobs over inputs of its own, in processes of their own, and meanwhile kills (-9) and pauses"
                    + " drivers and workers, starts second drivers, damages and deletes intermediate files and fills small disks."
                    + " Each fourth time it is a service with several jobs to which that is done."
                    + " What each job comes to is compared, byte for byte, with the same job run in one thread."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  mr-driver selftest --chaos",
            "  mr-driver selftest --chaos --minutes 60",
            "  mr-driver selftest --chaos --seed 4711 --dir /data/soak",
            "",
            "The seed stands for the jobs, their inputs, and what is done to each in which order and after",
            "which delays; when that meets a real process no seed repeats. A driver killed before it stored",
            "its job is started again, any other is resumed. Only what a job is doing for the time being is",
            "on the disk, a few MiB; below 64 MiB it is not run. Filling a disk needs root, for a small tmpfs.",
            "The last line is the verdict. Exit codes: 0 no difference, 1 a difference (the directory is kept),",
            "2 refused, 4 it could not be run (to its end), 130 told to stop."
        })
final class SelftestCommand implements Callable<Integer>, Checked {
    private static final Duration SHORTEST = Duration.ofSeconds(6);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final int MOST_LANES = 4;

    private final FileSystem files = new LocalFileSystem();
    private final TimeSource time = new SystemTime();
    private final Supplier<ProgramCommands> programs;

    @Spec
    private CommandSpec spec;

    @Option(names = "--chaos", description = "Required; it is the only test there is.")
    private boolean chaos;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "5",
            converter = MinutesOption.class,
            description = "How long; it ends half a minute later at most (default: ${DEFAULT-VALUE}).")
    private Duration minutes;

    @Option(
            names = "--seed",
            paramLabel = "S",
            converter = SeedOption.class,
            description = "What the choices derive from (default: another each time, which is printed).")
    private @Nullable Long seed;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "Where the jobs are; absent or empty. It is deleted when the verdict is good (default: a new folder for"
                            + " temporary files).")
    private @Nullable Path dir;

    SelftestCommand() {
        this(() -> new ProgramCommands(RunOptionsMixin.driverCommand(), RunOptionsMixin.workerCommand()));
    }

    /** With other programs than these. */
    SelftestCommand(Supplier<ProgramCommands> programs) {
        this.programs = programs;
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!chaos) {
            problems.add("--chaos is missing; it is the only test there is");
        }
        if (minutes.compareTo(SHORTEST) < 0 || minutes.compareTo(LONGEST) > 0) {
            problems.add("--minutes is " + minutes.toMillis() / 60_000.0 + ", expected "
                    + SHORTEST.toMillis() / 60_000.0 + " to " + LONGEST.toMinutes());
        }
        if (dir != null) {
            JobDirectories.check("--dir", dir, problems);
            checkEmpty(dir, problems);
        }
        return problems;
    }

    private void checkEmpty(Path folder, List<String> problems) {
        try {
            if (Files.isDirectory(folder) && !files.list(folder).isEmpty()) {
                problems.add("--dir: " + folder + " is not empty; the selftest deletes what is in it");
            }
        } catch (IOException unreadable) {
            problems.add(Trouble.of(unreadable).line());
        }
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path folder = folder();
        long chosen = Given.or(seed, time.wallMillis());
        int lanes = Math.min(MOST_LANES, Runtime.getRuntime().availableProcessors() + 1);
        out.println("mr-driver " + Version.text() + "  selftest with seed " + chosen + ", "
                + minutes.toMillis() / 60_000.0 + " minutes, " + lanes + " jobs at a time, in " + folder);
        out.flush();
        Soak soak = new Soak(new ChaosPlan(chosen), programs.get(), folder, files, time);
        Verdict verdict;
        boolean stopped;
        try (Termination termination = new Termination(soak::stop)) {
            verdict = soak.run(minutes, lanes, line -> print(out, line));
            if (verdict.isGood()) {
                files.deleteTree(folder);
            }
            stopped = termination.isRequested();
            print(out, (stopped ? "selftest: stopped; " : "") + verdict.line());
        }
        if (verdict.isGood() && soak.failure().isPresent()) {
            throw soak.failure().get();
        }
        if (verdict.isGood() && verdict.jobs() == 0 && !stopped) {
            throw new MrException(
                    ExitCode.ENVIRONMENT,
                    "no job came to its end in time, so nothing is shown; give it more --minutes");
        }
        return (verdict.isGood() ? ExitCode.DONE : ExitCode.JOB_FAILED).code();
    }

    private static void print(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }

    private Path folder() throws IOException {
        if (dir == null) {
            return Files.createTempDirectory("mr-selftest-").toRealPath();
        }
        files.ensureDirectories(dir);
        return dir.toRealPath();
    }
}
