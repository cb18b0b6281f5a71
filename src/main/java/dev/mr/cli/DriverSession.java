package dev.mr.cli;

import com.google.gson.JsonObject;
import dev.mr.driver.DriverRun;
import dev.mr.driver.RunOptions;
import dev.mr.driver.Site;
import dev.mr.driver.Voice;
import dev.mr.store.JobStatus;
import dev.mr.store.StatusReader;
import dev.mr.task.Counted;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import dev.mr.task.NextCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** A run of a driver as its user sees it: lines on stderr, the result on stdout, an exit code. */
final class DriverSession {
    private final Site site;
    private final Path shownDirectory;
    private final boolean json;
    private final PrintWriter out;
    private final TerminalVoice people;
    private final Voice voice;

    /** {@code shownDirectory} is the job directory as the user wrote it. */
    DriverSession(Site site, Path shownDirectory, boolean json, CommandSpec spec) {
        this.site = site;
        this.shownDirectory = shownDirectory;
        this.json = json;
        this.out = spec.commandLine().getOut();
        this.people = new TerminalVoice(spec.commandLine().getErr(), site.time(), Screen.ofThisProcess());
        this.voice = json ? new JsonVoice(out, people) : people;
    }

    /** What a session does with its run. */
    interface Work {
        DriverRun.Outcome drive(DriverRun run) throws IOException;
    }

    Voice voice() {
        return voice;
    }

    /** Drives, reports and answers with the exit code; Ctrl-C and SIGTERM end the run after its current turn. */
    int run(RunOptions options, Work work) throws IOException {
        DriverRun.Outcome outcome;
        try (DriverRun run = new DriverRun(site, options, voice);
                Termination termination = new Termination(run::stop)) {
            outcome = drive(work, run, termination);
            people.erase();
            if (outcome.state().isEmpty() && outcome.exitCode() == ExitCode.DONE) {
                // Said here, while the end of the process still waits for this run to be closed.
                voice.info("stopped; nothing committed is lost, go on with: " + NextCommand.resume(shownDirectory));
                result(status(), false);
                return ExitCode.DONE.code();
            }
        } finally {
            people.erase();
        }
        return report(outcome);
    }

    /** What is told after the end of the process was asked for is told before this run is closed: nothing waits for more. */
    private DriverRun.Outcome drive(Work work, DriverRun run, Termination termination) throws IOException {
        try {
            return work.drive(run);
        } catch (MrException failure) {
            if (termination.isRequested()) {
                people.erase();
                voice.info(failure.line());
            }
            throw failure;
        }
    }

    private int report(DriverRun.Outcome outcome) {
        JobStatus status = status();
        if (outcome.ranNothing()) {
            voice.info("job " + status.uuid() + " is finished already (" + status.state() + "); nothing was run");
        } else if (outcome.state().isPresent()) {
            summary(status);
        }
        result(status, !outcome.ranNothing());
        if (outcome.exitCode() != ExitCode.DONE) {
            throw new MrException(outcome.exitCode(), outcome.line());
        }
        if (!json && status.state() == JobState.SUCCEEDED) {
            out.println(shownDirectory.resolve("out"));
        }
        StandardOutput.finish(
                out, "job " + status.uuid() + " is done, its output is in " + shownDirectory.resolve("out"));
        return ExitCode.DONE.code();
    }

    private JobStatus status() {
        return StatusReader.require(site.directory().database());
    }

    /** The last of the JSON lines. */
    private void result(JobStatus status, boolean alive) {
        if (json) {
            JsonObject result = StatusJson.of(status, alive, shownDirectory.resolve("out"));
            result.addProperty("event", "result");
            out.println(result);
            out.flush();
        }
    }

    private void summary(JobStatus status) {
        long millis = status.finishedMillis().orElse(status.startedMillis()) - status.startedMillis();
        JobStatus.AttemptCounts attempts = status.attempts();
        long retries = attempts.started()
                - status.maps().committed()
                - status.maps().failed()
                - status.reduces().failed()
                - status.reduces().committed();
        boolean succeeded = status.state() == JobState.SUCCEEDED;
        voice.info((succeeded ? "done     " : "failed   ")
                + Counted.of(status.maps().committed(), "map") + ", "
                + Counted.of(status.reduces().committed(), "reduce") + " in " + Text.duration(millis)
                + (succeeded ? volume(status) : ""));
        voice.info("attempts " + attempts.started() + " started, " + attempts.won() + " won, " + attempts.failed()
                + " failed, " + attempts.lost() + " lost, " + attempts.rejected() + " rejected; "
                + Counted.of(retries, "retry", "retries"));
        long skipped = status.counters().getOrDefault("map.skipped.records", 0L);
        if (skipped > 0) {
            voice.info(status.state() + ", " + Counted.of(skipped, "record") + " quarantined in "
                    + shownDirectory.resolve(".mr").resolve("quarantine"));
        }
        if (succeeded) {
            voice.info("balance  " + status.message());
        }
    }

    private static String volume(JobStatus status) {
        return "; " + Text.bytes(status.inputs().bytes()) + " in, "
                + Text.bytes(status.counters().getOrDefault("reduce.output.bytes", 0L)) + " out";
    }
}
