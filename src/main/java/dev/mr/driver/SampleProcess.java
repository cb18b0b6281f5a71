package dev.mr.driver;

import dev.mr.files.BoundedLog;
import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.task.BadRecord;
import dev.mr.task.ExitCode;
import dev.mr.task.FailureKind;
import dev.mr.task.JobSpec;
import dev.mr.task.MrException;
import dev.mr.task.RecordNote;
import dev.mr.task.SampleAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The process in which a job's own code is asked for keys to sample: whatever that code does, the driver goes on. It is given a folder with
 * a request, leaves an answer there, and ends when its standard input does. What it prints is kept in {@code .mr/logs/sample.log}.
 */
public final class SampleProcess {
    /** The files in its folder. */
    public static final String REQUEST = "request";

    public static final String ANSWER = "answer";

    /** It watches the time itself, and tells more; only when it cannot do even that is it ended from here. */
    private static final long GRACE_SECONDS = 60;

    private static final long LOOK_MILLIS = 100;
    private static final long LAST_WORDS_MILLIS = 2_000;
    private static final int SIGNALS = 128;

    private final Site site;
    private final List<String> command;
    private final Duration longest;
    private final BooleanSupplier stopping;

    /**
     * @param command how to start it; its folder is appended
     * @param longest how long it may take; then it is ended
     * @param stopping whether this driver has been told to stop
     */
    public SampleProcess(Site site, List<String> command, Duration longest, BooleanSupplier stopping) {
        this.site = site;
        this.command = command;
        this.longest = longest;
        this.stopping = stopping;
    }

    /** What it may take where nobody else waits: all the time that it gives itself, and to tell about it. */
    public static Duration unhurried(JobSpec spec) {
        return spec.rules().taskTimeout().plusSeconds(GRACE_SECONDS);
    }

    /**
     * The points that it found.
     *
     * @param folder an existing directory with nothing in it
     * @param inputs the path of an input by its number
     * @throws MrException with one line when there are none
     */
    public List<String> points(JobSpec spec, Path folder, byte[] request, IntFunction<String> inputs)
            throws IOException {
        site.files().write(folder.resolve(REQUEST), request);
        Path file = logFile(site.directory());
        site.files().deleteTree(file);
        OptionalInt exitCode;
        BoundedLog log = new BoundedLog(file);
        try (log) {
            exitCode = run(folder, log);
        }
        Optional<SampleAnswer> answer = answer(folder);
        if (answer.isPresent() && answer.get().failure() == null) {
            return answer.get().points();
        }
        if (stopping.getAsBoolean()) {
            throw stopped();
        }
        String logged = log.isEmpty() ? "" : "; log: " + file;
        if (answer.isEmpty() && exitCode.isEmpty()) {
            throw new MrException(
                    ExitCode.JOB_FAILED,
                    "job " + spec.name() + " is not started: sampling its keys took longer than " + longest.toSeconds()
                            + " s; name another --partitioner, or a quicker job" + place(folder, inputs) + logged);
        }
        SampleAnswer failure = answer.orElseGet(() -> death(exitCode.getAsInt()));
        String where = failure.message().contains(" offset ") ? "" : place(folder, inputs);
        throw new MrException(
                exitCode(failure.failure()),
                "job " + spec.name() + " is not started: sampling its keys (partitioner range) failed: "
                        + failure.message() + where + logged
                        + "; nothing is stored, start again when it is mended");
    }

    /** Deletes the folders of samplings that were killed; none may be at work. */
    static void sweep(JobDirectory directory, FileSystem files) throws IOException {
        for (Path left : files.list(directory.own())) {
            if (left.getFileName().toString().startsWith(JobDirectory.SAMPLE)) {
                files.deleteTree(left);
            }
        }
    }

    private static Path logFile(JobDirectory directory) {
        return directory.logs().resolve("sample.log");
    }

    /** What it exited with; empty when it was ended because it took too long. */
    private OptionalInt run(Path folder, BoundedLog log) throws IOException {
        List<String> whole = new ArrayList<>(command);
        whole.add(folder.toString());
        Process process = new ProcessBuilder(whole).redirectErrorStream(true).start();
        Thread listener = new Thread(() -> listen(process.getInputStream(), log), "mr-sample-log");
        listener.setDaemon(true);
        listener.start();
        try {
            boolean inTime = awaitInTime(process);
            // Commands it left behind may keep its output open.
            listener.join(LAST_WORDS_MILLIS);
            return inTime ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw stopped();
        } finally {
            end(process);
        }
    }

    private boolean awaitInTime(Process process) throws InterruptedException {
        long begun = site.time().nanos();
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            boolean late = site.time().nanos() - begun > longest.toNanos();
            if (late || stopping.getAsBoolean()) {
                end(process);
                process.waitFor();
                return !late;
            }
        }
        return true;
    }

    private static void end(Process process) {
        if (process.isAlive()) {
            List<ProcessHandle> descendants = process.descendants().toList();
            process.destroyForcibly();
            descendants.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static void listen(InputStream said, BoundedLog log) {
        byte[] buffer = new byte[1 << 14];
        try {
            for (int read = said.read(buffer); read >= 0; read = said.read(buffer)) {
                log.write(buffer, 0, read);
            }
        } catch (IOException gone) {
            // It has been ended.
        }
    }

    private Optional<SampleAnswer> answer(Path folder) throws IOException {
        try {
            return Optional.of(SampleAnswer.parse(site.files().read(folder.resolve(ANSWER))));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IllegalArgumentException damaged) {
            throw new IOException(folder.resolve(ANSWER) + " " + damaged.getMessage(), damaged);
        }
    }

    /** Which record it was on, to be appended; empty when it did not say. */
    private String place(Path folder, IntFunction<String> inputs) throws IOException {
        return note(folder)
                .map(record ->
                        " (last in input " + inputs.apply(record.input()) + " at offset " + record.offset() + ")")
                .orElse("");
    }

    private Optional<BadRecord> note(Path folder) throws IOException {
        try {
            return RecordNote.parse(site.files().read(folder.resolve(RecordNote.FILE_NAME)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    private static SampleAnswer death(int exitCode) {
        String how = exitCode > SIGNALS
                ? "was killed by signal " + (exitCode - SIGNALS) + " (exit code " + exitCode
                        + "), which is also how it ends when its heap is full (MR_WORKER_OPTS=-Xmx1g gives it more)"
                : "ended with exit code " + exitCode;
        return SampleAnswer.ofFailure(FailureKind.USER, "the process that called its map function " + how);
    }

    private static ExitCode exitCode(@Nullable FailureKind kind) {
        if (kind == FailureKind.INPUT_CHANGED) {
            return ExitCode.INPUT_CHANGED;
        }
        return kind == FailureKind.RESOURCE || kind == FailureKind.EXTERNAL
                ? ExitCode.ENVIRONMENT
                : ExitCode.JOB_FAILED;
    }

    private static MrException stopped() {
        return new MrException(ExitCode.ENVIRONMENT, "stopped while keys were sampled; nothing is stored, start again");
    }
}
