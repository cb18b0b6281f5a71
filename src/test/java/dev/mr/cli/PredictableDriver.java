package dev.mr.cli;

import dev.mr.driver.DriverSite;
import dev.mr.driver.Site;
import dev.mr.files.JobDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * {@code mr-driver start} or {@code resume} in whose job directory every name is known beforehand, since all its random numbers
 * are zero: {@code start|resume DIR MAPS REDUCES INPUT...}.
 */
public final class PredictableDriver {
    private PredictableDriver() {}

    public static void main(String[] arguments) throws IOException {
        Site site = DriverSite.at(JobDirectory.at(Path.of(arguments[1])));
        Site predictable = new Site(
                site.directory(),
                site.files(),
                site.time(),
                () -> 0,
                site.build(),
                site.stores(),
                site.startedMillis());
        List<String> job = Arrays.asList(arguments).subList(2, arguments.length);
        SiteRun.end(predictable, arguments[0], job);
    }
}
