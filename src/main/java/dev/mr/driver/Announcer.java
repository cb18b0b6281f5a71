package dev.mr.driver;

import dev.mr.files.JobDirectory;
import dev.mr.job.JobProgress;
import dev.mr.task.NextCommand;
import dev.mr.task.TimeSource;

/** Says what a person at the terminal should know while a job runs: progress, and that nobody works. */
final class Announcer {
    private static final long NOBODY_NANOS = 30_000_000_000L;
    private static final long PROGRESS_NANOS = 100_000_000L;

    private final TimeSource time;
    private final Voice voice;
    private final JobDirectory directory;
    private final int localWorkers;
    private long nobodySince;
    private long nextProgress;

    Announcer(TimeSource time, Voice voice, JobDirectory directory, int localWorkers) {
        this.time = time;
        this.voice = voice;
        this.directory = directory;
        this.localWorkers = localWorkers;
        this.nobodySince = time.nanos();
        this.nextProgress = nobodySince;
    }

    /** Where the workers come from; the last of a run's first lines. */
    void begin() {
        voice.info(
                localWorkers > 0
                        ? "workers  " + localWorkers + " on this machine, "
                                + (localWorkers == 1 ? "which logs to " : "which log to ")
                                + directory.shown().resolve(".mr").resolve("logs")
                        : "workers  " + startOne());
    }

    private String startOne() {
        return "no worker has joined; start one: " + NextCommand.worker(directory.shown());
    }

    void tell(JobProgress progress) {
        tell(progress.workers(), true);
        long now = time.nanos();
        if (now - nextProgress >= 0) {
            nextProgress = now + PROGRESS_NANOS;
            voice.progress(progress);
        }
    }

    /** So many workers are attached, and there is something to do for them or not. */
    void tell(int workers, boolean busy) {
        long now = time.nanos();
        if (workers > 0 || !busy) {
            nobodySince = now;
        } else if (now - nobodySince >= NOBODY_NANOS) {
            nobodySince = now;
            voice.info(
                    localWorkers > 0
                            ? "no worker is attached; the local workers' logs are in " + directory.logs()
                            : startOne());
        }
    }
}
