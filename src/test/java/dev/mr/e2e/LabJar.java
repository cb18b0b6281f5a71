package dev.mr.e2e;

import dev.mr.api.Job;
import dev.mr.catalog.JobJar;
import dev.mr.lab.Crash;
import dev.mr.lab.EarlyExit;
import dev.mr.lab.Indexer;
import dev.mr.lab.JobCount;
import dev.mr.lab.Mishap;
import dev.mr.lab.Mtiming;
import dev.mr.lab.Nocrash;
import dev.mr.lab.Rtiming;
import dev.mr.lab.Strange;
import dev.mr.lab.Wc;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** The compiled jobs of the lab's package, as the jar that a user would make of them. */
final class LabJar {
    private static final List<Class<? extends Job>> JOBS = List.of(
            Wc.class,
            Indexer.class,
            Mtiming.class,
            Rtiming.class,
            JobCount.class,
            EarlyExit.class,
            Crash.class,
            Nocrash.class,
            Mishap.class,
            Strange.class);

    private LabJar() {}

    static Path write(Path jar) throws IOException, URISyntaxException {
        Path classes = Path.of(
                Wc.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        JobJar content = new JobJar().folder(classes, "dev/mr/lab");
        JOBS.forEach(job -> content.service(job.getName()));
        return content.write(jar);
    }
}
