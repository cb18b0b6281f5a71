package dev.mr.driver;

import dev.mr.files.DriverFile;
import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.Machine;
import dev.mr.job.Remedies;
import dev.mr.store.JobStore;
import dev.mr.task.JobState;
import java.io.IOException;
import java.util.Optional;

/** A job that has ended, as a driver finds it that comes after. */
final class EndedJob {
    private final Site site;
    private final Voice voice;
    private final JobDirectory directory;
    private final FileSystem files;

    EndedJob(Site site, Voice voice) {
        this.site = site;
        this.voice = voice;
        this.directory = site.directory();
        this.files = site.files();
    }

    /** Whether a job that succeeded was also cleared up after, and its directory says so. */
    boolean isTidy() throws IOException {
        return files.facts(directory.owner()).isPresent()
                && files.facts(directory.attempts()).isEmpty()
                && files.facts(directory.writeAheadLog()).isEmpty()
                && DriverFile.read(directory.driverJson(), files)
                        .filter(file -> file.state() == JobState.SUCCEEDED)
                        .isPresent();
    }

    /** Finishes what a driver left that was killed after its job had ended. */
    void tidy(JobStore.JobHeader ended, JobStore.JobOutline job) throws IOException {
        Optional<DriverFile> file = DriverFile.read(directory.driverJson(), files);
        boolean said = file.filter(f -> f.job().equals(ended.uuid()) && f.state() == ended.state())
                .isPresent();
        if (!said) {
            files.write(
                    directory.driverJson(),
                    new DriverFile(
                                    1,
                                    ended.uuid(),
                                    ended.state(),
                                    Machine.pid(),
                                    site.startedMillis(),
                                    Machine.host(),
                                    "",
                                    job.epoch())
                            .content());
        }
        if (ended.state() == JobState.SUCCEEDED) {
            Housekeeping.of(
                            job.spec(),
                            job.inputs(),
                            directory,
                            files,
                            directory.publish(ended.uuid(), job.epoch()),
                            Remedies.ofDriver(directory.root()).goOn())
                    .clear(voice);
        }
    }
}
