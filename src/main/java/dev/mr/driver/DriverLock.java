package dev.mr.driver;

import dev.mr.files.DriverFile;
import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.Machine;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The right to drive a directory: an operating-system lock that death frees. One channel for the life of the process, opened
 * nowhere else, since closing any other channel on the file would drop it.
 */
public final class DriverLock implements AutoCloseable {
    private final FileChannel channel;

    private DriverLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock at once or not at all.
     *
     * @throws MrException OTHER_DRIVER, naming the driver that holds it
     */
    public static DriverLock take(JobDirectory directory, FileSystem files) throws IOException {
        FileChannel channel = FileChannel.open(directory.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException heldHere) {
            lock = null;
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new MrException(ExitCode.OTHER_DRIVER, holder(directory, files));
        }
        return new DriverLock(channel);
    }

    private static String holder(JobDirectory directory, FileSystem files) throws IOException {
        Optional<DriverFile> holder =
                DriverFile.read(directory.driverJson(), files).filter(file -> file.isAlive(Machine.host()));
        return directory.root() + " is driven by "
                + holder.map(file -> "pid " + file.pid() + " on " + file.host()
                                + (file.address().isEmpty() ? "" : " at " + file.address()))
                        .orElse("another driver that is just starting")
                + "; wait for it or end it, then: mr-driver resume --dir " + directory.root();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
