package dev.mr.worker;

import dev.mr.files.FileSystem;
import dev.mr.task.TimeSource;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * Through what a worker touches the world.
 *
 * @param build the version of this program
 * @param voice takes the lines a person should see; any thread
 * @param jobs the code of the jobs it works on
 * @param threads makes the threads it works on
 * @param failures hears what made its attempts fail
 */
public record WorkerPorts(
        FileSystem files,
        TimeSource time,
        String build,
        Consumer<String> voice,
        JobSource jobs,
        ThreadFactory threads,
        FailureListener failures) {

    /** Those of a worker that has a process to itself: jobs come from their jars, and its threads end with the process. */
    public WorkerPorts(FileSystem files, TimeSource time, String build, Consumer<String> voice) {
        this(files, time, build, voice, new LoadedJobs(files), WorkerPorts::daemon, (attempt, failure) -> {});
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "mr-worker-task");
        thread.setDaemon(true);
        return thread;
    }
}
