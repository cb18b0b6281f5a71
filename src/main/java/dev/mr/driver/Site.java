package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.store.JobStore;
import dev.mr.task.TimeSource;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * Where a driver drives and through what it touches the world; all of it replaceable by a test.
 *
 * @param randoms 64 random bits each time, fit for secrets
 * @param build the version of this program
 * @param stores opens the store of a database file, making a new database where there is none
 * @param startedMillis when this process started, as the system says
 */
public record Site(
        JobDirectory directory,
        FileSystem files,
        TimeSource time,
        LongSupplier randoms,
        String build,
        Function<Path, JobStore> stores,
        long startedMillis) {

    /** The same site with its store wrapped. */
    public Site withStores(UnaryOperator<JobStore> wrapper) {
        return new Site(directory, files, time, randoms, build, stores.andThen(wrapper), startedMillis);
    }

    /** The same site with other files. */
    public Site withFiles(FileSystem other) {
        return new Site(directory, other, time, randoms, build, stores, startedMillis);
    }

    /** 32 hexadecimal digits nobody can guess. */
    String randomName() {
        return HexFormat.of().toHexDigits(randoms.getAsLong()) + HexFormat.of().toHexDigits(randoms.getAsLong());
    }
}
