package dev.mr.driver;

import dev.mr.files.JobDirectory;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The one thread that does a driver's file work, one piece after the other, in the order in which it was asked for. */
final class FileWork implements Executor, AutoCloseable {
    private static final long SLOW_MILLIS = 60_000;

    private final JobDirectory directory;
    private final Voice voice;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "mr-driver-files");
        made.setDaemon(true);
        return made;
    });

    /** Under this directory. */
    FileWork(JobDirectory directory, Voice voice) {
        this.directory = directory;
        this.voice = voice;
    }

    @Override
    public void execute(Runnable work) {
        thread.execute(work);
    }

    /** Takes no more, and does what it was asked for. */
    void finish() {
        thread.shutdown();
        await();
    }

    /** Takes no more, leaves what it has not begun, and waits for the rest: the lock goes then, and none may meet the next driver's. */
    void stop() {
        thread.shutdownNow();
        await();
    }

    /** However long that takes. */
    private void await() {
        try {
            if (!thread.awaitTermination(SLOW_MILLIS, TimeUnit.MILLISECONDS)) {
                voice.warn("the driver's file work under " + directory.root()
                        + " takes long; the driver ends when it is done");
                thread.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes no more; waits for nothing. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
