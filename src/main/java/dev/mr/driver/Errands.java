package dev.mr.driver;

import dev.mr.rpc.JobRefusal;
import dev.mr.store.JobStore;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;

/**
 * What other threads have the driver thread do between two turns, and wait for: the database and the coordinator are its own.
 * Thread-safe but for {@link #carryOut}.
 */
final class Errands implements AutoCloseable {
    private final Inbox inbox;
    private final ConcurrentLinkedQueue<Errand<?>> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /** One of them: done whole, and committed, when it returns. */
    interface Work<T> {
        T run() throws JobStore.SupersededException;
    }

    private record Errand<T>(Work<T> work, CompletableFuture<T> answer) {
        /** A refusal is an answer; whatever else is thrown leaves open what was done. */
        void run() throws JobStore.SupersededException {
            try {
                answer.complete(work.run());
            } catch (JobRefusal refused) {
                answer.completeExceptionally(refused);
            } catch (JobStore.SupersededException | RuntimeException | Error failure) {
                answer.completeExceptionally(failure);
                throw failure;
            }
        }
    }

    Errands(Inbox inbox) {
        this.inbox = inbox;
    }

    /**
     * Waits for the driver thread to do this.
     *
     * @throws JobRefusal as the work does
     * @throws MrException ENVIRONMENT when the service ends before it has been done, or while it is
     */
    <T> T run(Work<T> work) {
        Errand<T> errand = new Errand<>(work, new CompletableFuture<>());
        waiting.add(errand);
        inbox.wake();
        if (closed) {
            refuseAll();
        }
        try {
            return errand.answer().get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw stops(interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof JobRefusal refused) {
                throw refused;
            }
            throw stops(failed);
        }
    }

    private static MrException stops(Exception cause) {
        return new MrException(
                ExitCode.ENVIRONMENT, "the service stops; ask again when it has been started again", cause);
    }

    /** Does what has been asked for by now, in order. What is thrown is the end of the driver: the rest is refused. */
    void carryOut() throws JobStore.SupersededException {
        for (int left = waiting.size(); left > 0; left--) {
            Errand<?> next = waiting.poll();
            if (next != null) {
                next.run();
            }
        }
        if (!waiting.isEmpty()) {
            inbox.wake();
        }
    }

    /** Nothing is done any more; who waits is told so. */
    @Override
    public void close() {
        closed = true;
        refuseAll();
    }

    private void refuseAll() {
        for (Errand<?> next = waiting.poll(); next != null; next = waiting.poll()) {
            next.answer().completeExceptionally(new IllegalStateException("the service has ended"));
        }
    }
}
