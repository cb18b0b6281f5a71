package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.job.Event;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks how much room the job directory has. By default 64 MiB must stay free, on a small file system a twentieth of it, so
 * that one that is small by intent can be used at all.
 */
final class DiskSense implements Supplier<Event.DiskChecked> {
    static final long DEFAULT_MIN_FREE_BYTES = 64L << 20;
    private static final int SMALL_SHARE = 20;
    private static final Logger LOG = LoggerFactory.getLogger(DiskSense.class);

    private final FileSystem files;
    private final Path directory;
    private final OptionalLong minFreeBytes;

    DiskSense(FileSystem files, Path directory, OptionalLong minFreeBytes) {
        this.files = files;
        this.directory = directory;
        this.minFreeBytes = minFreeBytes;
    }

    /** @throws MrException STATE_UNUSABLE when the job directory is gone */
    @Override
    public Event.DiskChecked get() {
        try {
            FileSystem.Space space = files.space(directory);
            long low = minFreeBytes.orElse(Math.min(DEFAULT_MIN_FREE_BYTES, space.totalBytes() / SMALL_SHARE));
            return new Event.DiskChecked(space.freeBytes(), low);
        } catch (NoSuchFileException gone) {
            throw new MrException(
                    ExitCode.STATE_UNUSABLE,
                    "the directory " + directory
                            + ", in which this driver works, is gone; restore it from a backup and go"
                            + " on, or start again",
                    gone);
        } catch (IOException unknown) {
            LOG.warn("cannot tell the room under {}: {}", directory, unknown.toString());
            return new Event.DiskChecked(Long.MAX_VALUE, 0);
        }
    }
}
