package dev.mr.files;

import dev.mr.task.JobState;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

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
    /** This process drives that job. */
    public static DriverFile ofThisProcess(String job, long startedMillis, String address, long epoch) {
        return new DriverFile(1, job, JobState.RUNNING, Machine.pid(), startedMillis, Machine.host(), address, epoch);
    }

    /** What the file says; empty when there is none or it is not of this format. */
    public static Optional<DriverFile> read(Path file, FileSystem files) throws IOException {
        try {
            JsonFields fields = JsonFields.read(files.read(file));
            if (fields.number("v") != 1) {
                return Optional.empty();
            }
            return Optional.of(new DriverFile(
                    1,
                    fields.text("job"),
                    JobState.valueOf(fields.text("state")),
                    fields.number("pid"),
                    fields.number("startedMillis"),
                    fields.text("host"),
                    fields.text("address"),
                    fields.number("epoch")));
        } catch (NoSuchFileException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    public byte[] content() {
        return JsonFields.write(
                "v", v,
                "job", job,
                "state", state.name(),
                "pid", pid,
                "startedMillis", startedMillis,
                "host", host,
                "address", address,
                "epoch", epoch);
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
