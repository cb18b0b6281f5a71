package dev.mr.cli;

import dev.mr.store.AttemptStatus;
import dev.mr.store.JobStatus;
import dev.mr.task.Counted;
import dev.mr.task.JobSpec;
import dev.mr.task.JobState;
import dev.mr.task.OneLine;
import dev.mr.task.ShellWord;
import dev.mr.task.TaskId;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** A job's status as lines and columns for people. */
final class StatusTable {
    private static final int FAILURES_SHOWN = 10;
    private static final String RESUME = "mr-driver resume ";
    private static final String PROGRAM = "run the Java program again";

    private final JobStatus status;
    private final boolean alive;
    private final Path dir;

    StatusTable(JobStatus status, boolean alive, Path dir) {
        this.status = status;
        this.alive = alive;
        this.dir = dir;
    }

    void print(PrintWriter out) {
        out.println("job      " + status.uuid() + "  " + status.name() + "  " + status.state()
                + (status.message().isEmpty() ? "" : ": " + OneLine.whole(message())));
        out.println("driver   pid " + status.driver().pid() + " on "
                + status.driver().host() + ", epoch " + status.epoch() + ", " + (alive ? "alive" : "not running"));
        out.println("inputs   " + Counted.of(status.inputs().files(), "file") + ", "
                + Text.bytes(status.inputs().bytes()));
        tasks(out, "map", status.maps());
        tasks(out, "reduce", status.reduces());
        JobStatus.AttemptCounts attempts = status.attempts();
        out.println("attempts " + attempts.started() + " started: " + attempts.won() + " won, " + attempts.live()
                + " live" + backups() + ", " + attempts.failed() + " failed, " + attempts.lost() + " lost, "
                + attempts.rejected()
                + " rejected");
        for (JobStatus.Worker worker : status.workers()) {
            if (worker.leftMillis().isEmpty() && alive) {
                out.println("worker   " + worker.id() + " (" + worker.label() + ") pid " + worker.pid() + " on "
                        + worker.host() + ", " + worker.liveAttempts() + " of " + worker.slots() + " slots busy");
            }
        }
        status.counters().forEach((name, value) -> out.println("counter  " + name + " " + Text.count(value)));
        status.failures().stream()
                .limit(FAILURES_SHOWN)
                .forEach(failure -> out.println("failure  " + failure.task()
                        + " attempt " + failure.attempt() + " on worker " + failure.worker() + " " + failure.state()
                        + " "
                        + failure.kind() + ": " + OneLine.whole(failure.message())));
        if (status.state() == JobState.SUCCEEDED) {
            out.println("output   " + dir.resolve("out"));
        } else if (status.state() == JobState.FAILED) {
            out.println("next     "
                    + (isOfProgram() ? PROGRAM + ", with retryFailed()" : RESUME + "--retry-failed " + at()));
        } else if (!alive && !status.state().isFinished()) {
            out.println("next     " + (isOfProgram() ? PROGRAM : RESUME + at()));
        }
    }

    private String backups() {
        return status.backups() == 0 ? "" : " (" + Counted.of(status.backups(), "backup") + ")";
    }

    /** The driver's advice is for a command line, wherever the driver ran. */
    private String message() {
        return isOfProgram()
                ? status.message()
                        .replaceAll("mr-driver resume --dir .*? --retry-failed", PROGRAM + ", with retryFailed()")
                : status.message();
    }

    private boolean isOfProgram() {
        return JobSpec.ofOptions(status.options()).code().isOfProgram();
    }

    private String at() {
        return "--dir " + ShellWord.of(dir);
    }

    private static void tasks(PrintWriter out, String kind, JobStatus.TaskCounts tasks) {
        out.println(String.format(
                Locale.ROOT,
                "%-8s %d of %d committed, %d leased, %d pending, %d failed",
                kind,
                tasks.committed(),
                tasks.total(),
                tasks.leased(),
                tasks.pending(),
                tasks.failed()));
    }

    static void printAttempts(TaskId task, List<AttemptStatus> attempts, PrintWriter out) {
        if (attempts.isEmpty()) {
            out.println(task + " has not been attempted yet");
        }
        for (AttemptStatus attempt : attempts) {
            out.println(attempt.attempt() + "  " + attempt.state() + "  worker " + attempt.worker() + " ("
                    + attempt.workerLabel() + ")  epoch " + attempt.epoch() + "  started "
                    + Instant.ofEpochMilli(attempt.startedMillis())
                    + attempt.endedMillis()
                            .map(at -> "  ended " + Instant.ofEpochMilli(at))
                            .orElse("")
                    + attempt.kind()
                            .map(kind -> "  " + kind + ": " + OneLine.whole(attempt.message()))
                            .orElse(""));
        }
    }
}
