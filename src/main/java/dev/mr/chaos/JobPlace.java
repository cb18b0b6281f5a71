package dev.mr.chaos;

import dev.mr.store.HistoryLine;
import dev.mr.store.JobStatus;
import dev.mr.store.JobSummary;
import dev.mr.store.StatusReader;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a job is: its folder, and which one of which database it is.
 *
 * @param id what a service calls it; empty for a job that has a database of its own
 * @param own what may stay in its {@code .mr}
 */
record JobPlace(Path database, Path folder, String id, Set<String> own) {
    /**
     * What stays of a driver. The log of the database does where someone looked into it when its driver closed it, as a soak does to
     * see progress.
     */
    static final Set<String> OF_A_DRIVER =
            Set.of("driver.json", "driver.lock", "job.db", "job.db-wal", "job.db-shm", "logs", "owner", "token");

    /** Of the one job of a directory. */
    static JobPlace alone(Path directory) {
        return new JobPlace(directory.resolve(".mr/job.db"), directory, "", OF_A_DRIVER);
    }

    /** Of the job of this id, of a service. */
    static JobPlace served(Path root, String id) {
        return new JobPlace(root.resolve(".mr/job.db"), root.resolve("jobs").resolve(id), id, Set.of("logs"));
    }

    private Optional<Long> number() {
        return id.isEmpty() ? Optional.of(1L) : StatusReader.job(database, id).map(JobSummary::job);
    }

    Optional<JobStatus> status() {
        return number().flatMap(number -> StatusReader.read(database, number));
    }

    /** Empty also while its database is being made. */
    Optional<JobState> state() {
        try {
            return status().map(JobStatus::state);
        } catch (MrException beingMade) {
            return Optional.empty();
        }
    }

    /** A page of its history behind that line. */
    List<HistoryLine> history(long after, int limit) {
        return number().map(number -> StatusReader.events(database, number, after, limit))
                .orElse(List.of());
    }

    /** Words that change whenever there is progress. */
    String pulse() {
        try {
            return status().map(status -> status.state() + ", epoch " + status.epoch() + ", " + status.attempts() + ", "
                            + status.workers().size() + " workers joined")
                    .orElse("no job yet");
        } catch (MrException beingMade) {
            return beingMade.line();
        }
    }
}
