package dev.mr.driver;

import dev.mr.files.DriverFile;
import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.Machine;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.NextCommand;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The right to drive a directory: an operating-system lock that death frees. One channel for the life of the process, opened
 * nowhere else, since closing any other channel on the file would drop it.
 */
public final class DriverLock implements AutoCloseable {
    /** Directories this process holds. A look at the file through a second channel would drop the lock when it closes. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path held;
    private final FileChannel channel;

    private DriverLock(Path held, FileChannel channel) {
        this.held = held;
        this.channel = channel;
    }

    /**
     * Takes the lock at once or not at all.
     *
     * @throws MrException OTHER_DRIVER, naming the driver that holds it
     */
    public static DriverLock take(JobDirectory directory, FileSystem files) throws IOException {
        return take(directory, files, NextCommand.resume(directory.root()));
    }

    /** Likewise; {@code next} is what can be run when the other has ended, for the message. */
    static DriverLock take(JobDirectory directory, FileSystem files, String next) throws IOException {
        Path state = directory.state().toRealPath();
        if (HELD.add(state)) {
            @Nullable DriverLock taken = null;
            try {
                taken = lock(state, directory.lock());
            } finally {
                if (taken == null) {
                    HELD.remove(state);
                }
            }
            if (taken != null) {
                return taken;
            }
        }
        throw new MrException(ExitCode.OTHER_DRIVER, holder(directory, files, next));
    }

    private static @Nullable DriverLock lock(Path held, Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock = null;
        try {
            lock = channel.tryLock();
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return lock == null ? null : new DriverLock(held, channel);
    }

    private static String holder(JobDirectory directory, FileSystem files, String next) throws IOException {
        Optional<DriverFile> holder =
                DriverFile.read(directory.driverJson(), files).filter(file -> file.isAlive(Machine.host()));
        return directory.root() + " is driven by "
                + holder.map(file -> "pid " + file.pid() + " on " + file.host()
                                + (file.address().isEmpty() ? "" : " at " + file.address()))
                        .orElse("another driver that is just starting")
                + "; wait for it or end it, then: " + next;
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(held);
        }
    }
}
