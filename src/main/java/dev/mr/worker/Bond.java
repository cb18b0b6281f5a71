package dev.mr.worker;

import dev.mr.files.JobDirectory;
import dev.mr.files.Machine;
import dev.mr.task.DriverMessage;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.NextCommand;
import dev.mr.task.WorkerMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What binds a worker to its driver beyond one stream: which job and epoch it is, the tasks, and for how long it is looked for. One
 * thread, the worker's main one.
 */
final class Bond implements AutoCloseable {
    private final WorkerOptions options;
    private final WorkerPorts ports;
    private final Consumer<String> stuck;
    private DriverMessage.@Nullable Welcome last;
    private @Nullable JobDirectory directory;
    private @Nullable Tasks tasks;
    private boolean broken;
    private long brokenAt;
    private String line = "";

    /** {@code stuck} as with {@link Tasks}. */
    Bond(WorkerOptions options, WorkerPorts ports, Consumer<String> stuck) {
        this.options = options;
        this.ports = ports;
        this.stuck = stuck;
        this.directory = options.directory();
    }

    /** What to say first on the next stream; {@code jobUuid} is whose the driver was found to be. */
    WorkerMessage.Hello hello(String jobUuid) {
        return new WorkerMessage.Hello(
                options.label(),
                Machine.host(),
                Machine.pid(),
                options.slots(),
                ports.build(),
                options.reconnectFor().toMillis(),
                last == null ? jobUuid : last.jobUuid(),
                tasks == null ? List.of() : List.copyOf(tasks.held()),
                last == null ? 0 : last.worker());
    }

    /** Begins to work, or goes on, on a stream whose driver has said this. False when it is a driver of long ago. */
    boolean begins(DriverMessage.Welcome welcome, WorkReader works, Consumer<WorkerMessage> stream) {
        if (last != null && welcome.epoch() < last.epoch()) {
            return false;
        }
        last = welcome;
        broken = false;
        JobDirectory root = directory == null ? JobDirectory.at(Path.of(welcome.jobDirectory())) : directory;
        directory = root;
        works.setDirectory(root);
        if (tasks == null) {
            Duration heartbeat = Duration.ofMillis(Math.max(1, welcome.heartbeatMillis()));
            tasks = new Tasks(ports, root, heartbeat, options.slots(), stuck);
        }
        tasks.attach(stream);
        return true;
    }

    /** Handles a message of the driver, if it has said Welcome. */
    void handle(DriverMessage message) {
        if (tasks != null) {
            tasks.handle(message);
        }
    }

    /** Says good-bye on the stream there is, if there is any. */
    void giveBack(String reason) {
        if (tasks != null) {
            tasks.giveBack(reason);
        }
    }

    /**
     * The stream broke: the tasks go on, and the driver is looked for.
     *
     * @throws MrException DRIVER_LOST for a worker that does not do that
     */
    void breaks(String what) {
        line = what;
        if (options.reconnectFor().isZero()) {
            throw lost("");
        }
        broken = true;
        brokenAt = ports.time().nanos();
        if (tasks != null) {
            tasks.detach();
        }
        ports.voice().accept(what + "; works on, and looks for it for " + graceSeconds() + " s");
    }

    /** Whether the tasks go on without a driver. */
    boolean isBroken() {
        return broken;
    }

    /** Whether that has been so for as long as it may be. */
    boolean isOver() {
        return broken
                && ports.time().nanos() - brokenAt >= options.reconnectFor().toNanos();
    }

    /** How a worker ends that has no driver. */
    MrException lost() {
        return lost(broken ? ", and found none for " + graceSeconds() + " s (--reconnect-for)" : "");
    }

    private MrException lost(String more) {
        return new MrException(ExitCode.DRIVER_LOST, line + more + "; " + goesOn() + ", then start this worker again");
    }

    private String goesOn() {
        if (last != null && last.jobUuid().isEmpty()) {
            return "its jobs go on with "
                    + (directory == null ? "mr-driver serve" : NextCommand.serve(directory.root()));
        }
        return "its job goes on with "
                + (directory == null ? "mr-driver resume" : NextCommand.resume(directory.root()));
    }

    private long graceSeconds() {
        return options.reconnectFor().toSeconds();
    }

    /** Whether the directory says that its job has ended; if so, says that. */
    boolean hasEnded(DriverSearch search) throws IOException {
        boolean ended = last != null && directory != null && search.hasEnded(directory, last.jobUuid());
        if (ended && last != null) {
            ports.voice().accept("job " + last.jobUuid() + " has ended");
        }
        return ended;
    }

    @Nullable
    JobDirectory directory() {
        return directory;
    }

    /** Ends the tasks. */
    @Override
    public void close() {
        if (tasks != null) {
            tasks.close();
        }
    }
}
