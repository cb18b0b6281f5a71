package dev.mr.worker;

import dev.mr.catalog.JarFiles;
import dev.mr.shuffle.JobPlan;
import dev.mr.task.JobSpec;
import java.io.IOException;

/** Where a worker gets the code of its jobs from. A job is known by its folder. Thread-safe. */
public interface JobSource {
    /**
     * The code of the job in this folder, for one attempt, to be closed when the attempt has ended. Loads nothing yet, and waits for
     * nothing. A folder that had a job of another spec has this one from now on.
     */
    Held hold(String folder, JobSpec spec);

    /** The job in this folder is closed: its code is let go as soon as no attempt holds it. Idempotent; waits for nothing. */
    void forget(String folder);

    /** As {@link #forget}, of every job. */
    void forgetAll();

    /** A job's code in the hands of one attempt: until it is closed, once, nobody takes it away. */
    interface Held extends AutoCloseable {
        /**
         * How the job is to be run.
         *
         * @throws JarFiles.JarChangedException when its code is not what it was when the job started
         */
        JobPlan plan() throws IOException, JarFiles.JarChangedException;

        /** What the threads that run the job should have as their class loader; likewise. */
        ClassLoader classLoader() throws IOException, JarFiles.JarChangedException;

        /**
         * Looks whether the code still is what it was when the job started.
         *
         * @throws JarFiles.JarChangedException when it is not
         */
        void check() throws IOException, JarFiles.JarChangedException;

        @Override
        void close();
    }
}
