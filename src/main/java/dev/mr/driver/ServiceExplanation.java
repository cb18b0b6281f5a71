package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.Machine;
import dev.mr.store.JobSummary;
import dev.mr.store.StatusReader;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.NextCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a service that is started again would do with each task of each job that has not finished. Changes nothing. */
public final class ServiceExplanation {
    private static final int PAGE = 1_000;

    private final JobDirectory directory;
    private final FileSystem files;

    /** Of the service with this root. */
    public ServiceExplanation(JobDirectory directory, FileSystem files) {
        this.directory = directory;
        this.files = files;
    }

    /** What would become of the tasks of one job, by its id. */
    public record Job(String job, List<Explanation.Line> lines) {}

    /**
     * The unfinished jobs, in the order in which they were accepted.
     *
     * @throws MrException USAGE when there is no service, OTHER_DRIVER when it runs
     */
    public List<Job> jobs() throws IOException {
        if (!ServiceRoot.is(directory, files)) {
            throw new MrException(
                    ExitCode.USAGE,
                    directory.root() + " is not the root of a service; begin one: "
                            + NextCommand.serve(directory.root()));
        }
        new ServiceRoot(directory, files).tenancy().checkDatabaseIsThere();
        if (files.facts(directory.lock()).isPresent()) {
            DriverLock.take(directory, files, NextCommand.serve(directory.root()))
                    .close(); // nobody drives it
        }
        Path database = directory.database();
        List<Job> jobs = new ArrayList<>();
        List<JobSummary> page;
        long after = 0;
        do {
            page = StatusReader.jobs(database, after, PAGE);
            for (JobSummary job : page) {
                after = job.job();
                if (!job.state().isFinished()) {
                    StatusReader.Whole whole =
                            StatusReader.whole(database, job.job()).orElseThrow();
                    jobs.add(new Job(job.uuid(), lines(job, whole)));
                }
            }
        } while (page.size() == PAGE);
        return jobs;
    }

    private List<Explanation.Line> lines(JobSummary job, StatusReader.Whole whole) throws IOException {
        boolean rebooted = Machine.hasRebootedSince(whole.bootId());
        return new Explanation(whole.job(), directory.in(job.folder()), files, rebooted, false).lines();
    }
}
