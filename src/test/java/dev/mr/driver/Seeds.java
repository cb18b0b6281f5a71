package dev.mr.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A range of seeds {@code [first, first + count)}, simulated on as many threads as there are processors; every {@code sqliteEvery}-th on
 * a real SQLite database, the rest on its twin in memory.
 */
record Seeds(long first, long count, int sqliteEvery) {
    private static final int LINES = 300;

    /**
     * What came of them.
     *
     * @param hash of all that happened, the same for the same seeds
     * @param failure of the first that was found to break a promise, if one did
     */
    record Findings(
            long seeds,
            long disturbances,
            long failed,
            double virtualHours,
            double seconds,
            long hash,
            @Nullable Throwable failure) {
        @Override
        public String toString() {
            return String.format(
                    "%,d seeds, %,d disturbances, %,d jobs that had to fail, %,.0f hours of virtual time in %,.0f s, hash %016x: %s",
                    seeds,
                    disturbances,
                    failed,
                    virtualHours,
                    seconds,
                    hash,
                    failure == null ? "0 violations" : "VIOLATION");
        }
    }

    /** Simulates them, up to the first that breaks a promise. */
    Findings run() throws IOException {
        Path folder = Files.createTempDirectory("mr-simulation-");
        AtomicLong next = new AtomicLong(first);
        AtomicLong done = new AtomicLong();
        AtomicLong disturbances = new AtomicLong();
        AtomicLong failed = new AtomicLong();
        AtomicLong hash = new AtomicLong();
        AtomicLong virtualSeconds = new AtomicLong();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        long began = System.nanoTime();
        Runnable worker = () -> {
            for (long seed = next.getAndIncrement();
                    seed < first + count && failure.get() == null;
                    seed = next.getAndIncrement()) {
                try {
                    Simulation.Outcome outcome = simulate(seed, folder, 0);
                    disturbances.addAndGet(outcome.disturbances());
                    failed.addAndGet(outcome.failed() ? 1 : 0);
                    hash.addAndGet(outcome.hash());
                    virtualSeconds.addAndGet((long) outcome.virtualSeconds());
                    done.incrementAndGet();
                } catch (RuntimeException | AssertionError broken) {
                    failure.compareAndSet(null, told(seed, folder, broken));
                }
            }
        };
        List<Thread> threads = IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .mapToObj(i -> new Thread(worker, "seeds-" + i))
                .toList();
        threads.forEach(Thread::start);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(folder);
        return new Findings(
                done.get(),
                disturbances.get(),
                failed.get(),
                virtualSeconds.get() / 3600.0,
                (System.nanoTime() - began) / 1e9,
                hash.get(),
                failure.get());
    }

    /** The same story once more, with its last lines. */
    private Throwable told(long seed, Path folder, Throwable broken) {
        try {
            simulate(seed, folder, LINES);
            return new AssertionError("seed " + seed + " broke a promise once and kept it the next time", broken);
        } catch (RuntimeException | AssertionError again) {
            return again;
        }
    }

    Simulation.Outcome simulate(long seed, Path folder, int keptLines) {
        if (seed % sqliteEvery != 0) {
            return Simulation.of(seed, SimulatedDatabase.inMemory(), keptLines);
        }
        Path file = folder.resolve("job-" + seed + "-" + Thread.currentThread().getName() + ".db");
        try {
            return Simulation.of(seed, SimulatedDatabase.sqlite(file), keptLines);
        } finally {
            for (String suffix : List.of("", "-wal", "-shm")) {
                delete(file.resolveSibling(file.getFileName() + suffix));
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }

    /** {@code FIRST COUNT SQLITE_EVERY}: exits 1 when a promise is broken. */
    public static void main(String[] args) throws IOException {
        Findings findings =
                new Seeds(Long.parseLong(args[0]), Long.parseLong(args[1]), Integer.parseInt(args[2])).run();
        Throwable failure = findings.failure();
        if (failure != null) {
            System.out.println(failure.getMessage());
        }
        System.out.println(findings);
        System.exit(failure == null ? 0 : 1);
    }
}
