package dev.mr.driver;

import dev.mr.job.JobProgress;

/** What a driver tells people. Called by the driver thread alone. */
public interface Voice {
    /** A line everyone should see once. */
    void info(String line);

    /** A line about something that went wrong and was dealt with. */
    void warn(String line);

    /** Where the job is; comes often, and is shown or not. */
    void progress(JobProgress progress);
}
