package dev.mr.jobs;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The commands that this JVM is running: none of them outlives it when it ends in order. */
final class LivingCommands {
    private static final long NOTICE_SECONDS = 1;
    private static final long MOST_SECONDS = 10;
    private static final Set<Process> ALL = ConcurrentHashMap.newKeySet();
    private static final CountDownLatch ENDING = new CountDownLatch(1);
    private static final ReadWriteLock STARTS = new ReentrantReadWriteLock();

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(LivingCommands::endAll, "mr-commands-end"));
        } catch (IllegalStateException endingAlready) {
            ENDING.countDown();
        }
    }

    private LivingCommands() {}

    /** Starts a command. Never while the JVM is ending, which would not know of it. */
    static Process start(ProcessBuilder command) throws IOException, InterruptedException {
        STARTS.readLock().lock();
        try {
            if (ENDING.getCount() > 0) {
                Process started = command.start();
                ALL.add(started);
                return started;
            }
        } finally {
            STARTS.readLock().unlock();
        }
        outliveEnd(false);
        throw new IOException("this worker is ending");
    }

    /** Kills a command and all that descend from it, as far as they can still be found. */
    static void end(Process command) {
        ALL.remove(command);
        kill(command);
    }

    private static void kill(Process command) {
        if (command.isAlive()) {
            List<ProcessHandle> descendants = command.descendants().toList();
            command.destroyForcibly();
            descendants.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static void endAll() {
        ENDING.countDown();
        // Waits for what is being started, of which nobody would know otherwise.
        STARTS.writeLock().lock();
        try {
            ALL.forEach(LivingCommands::kill);
        } finally {
            STARTS.writeLock().unlock();
        }
    }

    /**
     * To be called when a command has failed. When this JVM is ending it may have failed because of that: then nobody may say
     * that it did, and this does not return before the JVM has ended, or should have.
     *
     * @param bySignal a signal may have been sent to all of us, as Ctrl-C does, and reached the command first
     */
    static void outliveEnd(boolean bySignal) throws InterruptedException {
        if (ENDING.await(bySignal ? NOTICE_SECONDS : 0, TimeUnit.SECONDS)) {
            new CountDownLatch(1).await(MOST_SECONDS, TimeUnit.SECONDS);
        }
    }
}
