package dev.mr.rpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All watches of a service. None of them polls or holds a thread: each is woken when its job's history has grown or its client can take
 * more, and then has a turn on one of a few threads. Thread-safe.
 */
final class JobWatches implements AutoCloseable {
    static final Status STOPPING = Status.UNAVAILABLE.withDescription("the service stops");
    static final int MAX_WATCHES = 10_000;
    private static final int THREADS = 4;

    private static final Logger LOG = LoggerFactory.getLogger(JobWatches.class);

    private final JobRequests requests;
    private final ThreadPoolExecutor turns;
    /** By job; a job nobody watches has no entry. */
    private final Map<String, Set<JobWatch>> watches = new ConcurrentHashMap<>();

    private volatile boolean stopping;

    JobWatches(JobRequests requests, ThreadFactory threads) {
        this.requests = requests;
        // The queue has at most one turn of each watch. A turn after the end is of no use.
        this.turns = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                threads,
                new ThreadPoolExecutor.DiscardPolicy());
        this.turns.allowCoreThreadTimeOut(true);
        requests.onGrowth(this::grown);
    }

    /** Begins to send what follows line {@code after}. */
    void add(String job, long after, ServerCallStreamObserver<dev.mr.rpc.v1.jobs.JobLine> call) {
        if (after < 0) {
            call.onError(JobErrors.exception(Status.INVALID_ARGUMENT.withDescription(
                    "after is " + Long.toUnsignedString(after) + ", expected the sequence of a line")));
            return;
        }
        if (count() >= MAX_WATCHES) {
            call.onError(JobErrors.exception(
                    Status.UNAVAILABLE.withDescription("the service has " + MAX_WATCHES + " watches; try again")));
            return;
        }
        JobWatch watch = new JobWatch(this, job, after, call);
        // Known before its first turn, so that it misses nothing that is written after it has read.
        watches.compute(job, (same, others) -> {
            Set<JobWatch> all = others == null ? ConcurrentHashMap.newKeySet() : others;
            all.add(watch);
            return all;
        });
        call.setOnCancelHandler(() -> remove(watch));
        call.setOnReadyHandler(watch::wake);
        watch.wake();
    }

    int count() {
        return watches.values().stream().mapToInt(Set::size).sum();
    }

    JobRequests requests() {
        return requests;
    }

    boolean isStopping() {
        return stopping;
    }

    void turn(JobWatch watch) {
        turns.execute(() -> {
            try {
                watch.takeTurn();
            } catch (RejectedExecutionException ended) {
                LOG.debug("the connection ended before its watch was told", ended);
            }
        });
    }

    /** Forgets it. May be repeated. */
    void remove(JobWatch watch) {
        watches.computeIfPresent(watch.job(), (same, all) -> {
            all.remove(watch);
            return all.isEmpty() ? null : all;
        });
    }

    /** Ends all watches, now and later. */
    void stop() {
        stopping = true;
        watches.values().forEach(all -> all.forEach(JobWatch::wake));
    }

    @Override
    public void close() {
        stop();
        turns.shutdown();
    }

    private void grown(String job) {
        watches.getOrDefault(job, Set.of()).forEach(JobWatch::wake);
    }
}
