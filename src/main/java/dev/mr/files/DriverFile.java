package dev.mr.files;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonSyntaxException;
import dev.mr.task.JobState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code driver.json}: who drives the job of a directory, or drove it last. Written by the driver alone, whole or not at all;
 * read by workers, by {@code status}, and by a second driver that wants to name the first.
 *
 * @param v version of this format, 1
 * @param job the job's uuid, empty while a driver prepares one
 * @param state RUNNING while a driver drives; at the end the job's state
 * @param startedMillis when the process started, by its own account; tells a reused pid
 * @param address {@code host:port} workers connect to, empty when it only prepares, or works in a program of its own
 *     with threads of that program
 */
public record DriverFile(
        int v, String job, JobState state, long pid, long startedMillis, String host, String address, long epoch) {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /** This process drives that job. */
    public static DriverFile ofThisProcess(String job, long startedMillis, String address, long epoch) {
        return new DriverFile(1, job, JobState.RUNNING, Machine.pid(), startedMillis, Machine.host(), address, epoch);
    }

    /** What the file says; empty when there is none or it is not of this format. */
    public static Optional<DriverFile> read(Path file, FileSystem files) throws IOException {
        try {
            @Nullable
            DriverFile read = GSON.fromJson(new String(files.read(file), StandardCharsets.UTF_8), DriverFile.class);
            return read == null
                            || read.v != 1
                            || read.job == null
                            || read.host == null
                            || read.address == null
                            || read.state == null
                    ? Optional.empty()
                    : Optional.of(read);
        } catch (NoSuchFileException | JsonSyntaxException none) {
            return Optional.empty();
        }
    }

    public byte[] content() {
        return (GSON.toJson(this) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    public DriverFile withState(JobState newState) {
        return new DriverFile(v, job, newState, pid, startedMillis, host, address, epoch);
    }

    /** Whether the driver is part of a program that has the job's code and all its workers. */
    public boolean isInProgram() {
        return !job.isEmpty() && address.isEmpty() && !state.isFinished();
    }

    /** Whether that very process still runs on this host; a process of another host counts as running. */
    public boolean isAlive(String thisHost) {
        return !host.equals(thisHost) || Machine.isRunning(pid, startedMillis);
    }
}
