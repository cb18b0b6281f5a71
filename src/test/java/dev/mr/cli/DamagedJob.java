package dev.mr.cli;

import dev.mr.driver.DriverRun;
import dev.mr.driver.DriverSite;
import dev.mr.driver.JobResume;
import dev.mr.driver.Site;
import dev.mr.files.JobDirectory;
import dev.mr.task.MrException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A job directory in which something was damaged, and what the programs make of it. */
final class DamagedJob {
    private static final int PATIENCE_SECONDS = 120;
    private static final Set<Integer> REFUSALS = Set.of(3, 6);

    private final Path job;
    private final Map<String, String> expected;

    DamagedJob(Path job, Map<String, String> expected) {
        this.job = job;
        this.expected = expected;
    }

    /** What became of it. */
    enum Outcome {
        HARMLESS,
        REPAIRED,
        REFUSED,
        FOUND_BY_VERIFY,
        WRONG
    }

    /** And in which words. */
    record Verdict(Outcome outcome, String words) {}

    /** What {@code status} and {@code resume} make of it, and of what a resume brought to its end {@code verify}. */
    Verdict resume() throws IOException, InterruptedException {
        ProgramRun status = Workplace.driver("status", "--dir", job.toString());
        if (status.code() != 0 && !isRefusal(status.code(), status.err())) {
            return wrong("status", status);
        }
        List<String> said = new CopyOnWriteArrayList<>();
        ProgramRun resumed = resume(said);
        if (resumed.code() != 0) {
            return isRefusal(resumed.code(), resumed.err())
                    ? new Verdict(Outcome.REFUSED, resumed.code() + " " + resumed.err())
                    : wrong("resume", resumed);
        }
        boolean same = SweptJob.results(job).equals(expected);
        ProgramRun verified = Workplace.driver("verify", "--dir", job.toString());
        if (verified.code() != 0) {
            return isRefusal(verified.code(), verified.err())
                    ? new Verdict(Outcome.FOUND_BY_VERIFY, verified.err())
                    : wrong("verify", verified);
        }
        String words = String.join("; ", said);
        Outcome sound =
                words.contains("runs again") || words.contains("done again") ? Outcome.REPAIRED : Outcome.HARMLESS;
        return new Verdict(same ? sound : Outcome.WRONG, same ? words : "other output, exit 0; " + words);
    }

    /** One line: what, found, expected, next step. */
    private static boolean isRefusal(int code, String err) {
        return REFUSALS.contains(code)
                && err.lines().count() == 1
                && err.contains(";")
                && !err.contains("internal error");
    }

    private static Verdict wrong(String command, ProgramRun run) {
        return new Verdict(Outcome.WRONG, command + " ended with " + run.code() + ": " + run.err());
    }

    private ProgramRun resume(List<String> said) throws InterruptedException {
        Site site = DriverSite.at(JobDirectory.at(job));
        StringWriter err = new StringWriter();
        DriverRun run = OneWorker.run(site, said);
        FutureTask<Integer> resumed = new FutureTask<>(() -> {
            try (run) {
                DriverRun.Outcome outcome = new JobResume(site, OneWorker.keeping(said))
                        .run(new JobResume.Request(Map.of(), List.of(), false), run);
                err.append(outcome.line());
                return outcome.exitCode().code();
            }
        });
        Thread thread = new Thread(resumed, "resume of " + job);
        thread.start();
        try {
            return new ProgramRun(resumed.get(PATIENCE_SECONDS, TimeUnit.SECONDS), "", err.toString());
        } catch (TimeoutException hangs) {
            run.stop();
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            return new ProgramRun(-1, "", "hangs; said " + said);
        } catch (ExecutionException failed) {
            PrintWriter lines = new PrintWriter(err, true);
            Throwable cause = Objects.requireNonNull(failed.getCause());
            int code = new Ending(MrDriver.NAME, lines, !(cause instanceof MrException)).failed(cause);
            return new ProgramRun(code, "", err.toString());
        }
    }
}
