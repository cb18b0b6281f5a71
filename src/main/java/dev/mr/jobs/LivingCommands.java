package dev.mr.jobs;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The commands that this JVM is running: none of them outlives it when it ends in order. */
final class LivingCommands {
    private static final long NOTICE_SECONDS = 1;
    private static final long MOST_SECONDS = 10;
    private static final Set<Process> ALL = ConcurrentHashMap.newKeySet();
    private static final CountDownLatch ENDING = new CountDownLatch(1);

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(LivingCommands::endAll, "mr-commands-end"));
        } catch (IllegalStateException endingAlready) {
            ENDING.countDown();
        }
    }

    private LivingCommands() {}

    static void add(Process command) {
        ALL.add(command);
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
        ALL.forEach(LivingCommands::kill);
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
