package dev.mr.files;

import dev.mr.fuzz.FuzzTarget;
import dev.mr.fuzz.ScratchFile;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@link OwnerFile} and {@link DriverFile}: refuse as they document it, or read what they would write. */
public final class JsonFieldsFuzz implements FuzzTarget {
    private final FileSystem files = new LocalFileSystem();
    private final ScratchFile scratch = new ScratchFile();

    @Override
    public List<byte[]> seeds() {
        return List.of(
                new OwnerFile(1, "host", "/state \u00fc", "uuid").content(),
                new DriverFile(1, "job", JobState.RUNNING, 17, 1L << 40, "host", "127.0.0.1:1", 3).content());
    }

    @Override
    public void run(byte[] input) throws IOException {
        Path file = scratch.of(input);
        Optional<DriverFile> driver = DriverFile.read(file, files);
        if (driver.isPresent()) {
            requireEqual(driver, DriverFile.read(scratch.of(driver.get().content()), files));
        }
        file = scratch.of(input);
        Optional<OwnerFile> owner;
        try {
            owner = OwnerFile.read(file, files);
        } catch (MrException damaged) {
            if (damaged.exitCode() != ExitCode.STATE_UNUSABLE) {
                throw damaged;
            }
            return;
        }
        requireEqual(owner, OwnerFile.read(scratch.of(owner.orElseThrow().content()), files));
    }

    private static void requireEqual(Object read, Object again) {
        if (!read.equals(again)) {
            throw new AssertionError(read + " became " + again);
        }
    }
}
