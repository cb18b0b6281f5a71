package dev.mr.driver;

import java.io.IOException;

/** The workers that a driver brings along for its own job. They end with it. */
public interface OwnWorkers extends AutoCloseable {
    /**
     * Starts those that take a while until they look for their driver, which will be there soon. Nothing in the directory
     * speaks of a job that has ended by now.
     */
    default void hurry() throws IOException {}

    /** Starts them, unless they were hurried; the driver listens by now. */
    void start() throws IOException;

    /** From now on a worker that ends is not started again: the job is over. */
    void dismiss();

    /** Waits for the workers to end, which they do when their stream closes, and ends those that do not. May be repeated. */
    @Override
    void close();
}
