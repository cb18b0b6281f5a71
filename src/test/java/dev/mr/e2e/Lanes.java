package dev.mr.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Trials side by side: as many as {@code -Dmr.proof.lanes=2} says. */
final class Lanes {
    private Lanes() {}

    /** Does the deed with each of these; in order, but some at a time. */
    static <T> void each(List<T> things, Consumer<T> deed) {
        ExecutorService lanes = Executors.newFixedThreadPool(Integer.getInteger("mr.proof.lanes", 2));
        try {
            List<Future<?>> begun = new ArrayList<>();
            things.forEach(thing -> begun.add(lanes.submit(() -> deed.accept(thing))));
            for (Future<?> one : begun) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            lanes.shutdown();
        }
    }
}
