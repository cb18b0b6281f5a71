package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.files.Machine;
import dev.mr.files.SystemTime;
import dev.mr.store.SqliteStore;
import dev.mr.task.Version;
import java.security.SecureRandom;
import java.util.UUID;

/** A driver's site on this machine. */
public final class DriverSite {
    private static final FileSystem FILES = new LocalFileSystem();

    private DriverSite() {}

    public static Site at(JobDirectory directory) {
        SecureRandom random = new SecureRandom();
        return new Site(
                directory,
                FILES,
                new SystemTime(),
                random::nextLong,
                Version.text(),
                database -> SqliteStore.openOrCreate(
                        database, FILES, UUID.randomUUID().toString()),
                Machine.startedMillis());
    }
}
