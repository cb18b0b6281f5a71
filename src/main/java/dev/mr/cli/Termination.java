package dev.mr.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A program that ends in order when it is told to (Ctrl-C, SIGTERM): the request is made, and the process stays until this
 * is closed or its patience ends. The exit code is then the signal's, 130 or 143.
 */
final class Termination implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 5;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean requested;

    Termination(Runnable request) {
        hook = new Thread(
                () -> {
                    requested = true;
                    request.run();
                    await();
                },
                "mr-termination");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void await() {
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the program is ending because it was told to. */
    boolean isRequested() {
        return requested;
    }

    @Override
    public void close() {
        ended.countDown();
        if (!requested) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException justRequested) {
                requested = true;
            }
        }
    }
}
