package dev.mr.worker;

import dev.mr.catalog.JarFiles;
import dev.mr.shuffle.JobPlan;
import dev.mr.task.JobSpec;
import java.io.IOException;

/** Where a worker gets the code of a job from. Thread-safe. */
public interface JobSource {
    /**
     * How the job is to be run.
     *
     * @throws JarFiles.JarChangedException when its code is not what it was when the job started
     */
    JobPlan plan(JobSpec spec) throws IOException, JarFiles.JarChangedException;

    /** What the threads that run the job should have as their class loader; likewise. */
    ClassLoader classLoader(JobSpec spec) throws IOException, JarFiles.JarChangedException;

    /**
     * Looks whether the code still is what it was when the job started.
     *
     * @throws JarFiles.JarChangedException when it is not
     */
    void check(JobSpec spec) throws IOException, JarFiles.JarChangedException;
}
