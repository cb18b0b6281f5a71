package dev.mr.driver;

import java.io.IOException;

/** The workers that a driver brings along for its own job. They end with it. */
public interface OwnWorkers extends AutoCloseable {
    /** Starts them; the driver listens by now. */
    void start() throws IOException;

    /** From now on a worker that ends is not started again: the job is over. */
    void dismiss();

    /** Waits for the workers to end, which they do when their stream closes, and ends those that do not. May be repeated. */
    @Override
    void close();
}
