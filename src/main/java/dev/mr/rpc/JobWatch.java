package dev.mr.rpc;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One client that follows the history of one job. Its turns come one at a time, on whatever thread: so it sends every line once and in
 * order, whoever wakes it and however often.
 */
final class JobWatch {
    /** How many lines are held for a client at most. */
    static final int PAGE = 500;

    private final JobWatches all;
    private final String job;
    private final ServerCallStreamObserver<dev.mr.rpc.v1.jobs.JobLine> call;
    /** Not zero while a turn is due or taken; what is added in the meantime asks for another. */
    private final AtomicInteger wakes = new AtomicInteger();

    // of the turn
    private final Deque<JobLine> unsent = new ArrayDeque<>();
    private long read;
    private boolean complete;
    private boolean ended;

    JobWatch(JobWatches all, String job, long after, ServerCallStreamObserver<dev.mr.rpc.v1.jobs.JobLine> call) {
        this.all = all;
        this.job = job;
        this.read = after;
        this.call = call;
    }

    String job() {
        return job;
    }

    /** There may be something to do. Never waits; any thread. */
    void wake() {
        if (wakes.getAndIncrement() == 0) {
            all.turn(this);
        }
    }

    /** Sends at most a page, then lets others have their turn. */
    void takeTurn() {
        int heeded = wakes.get();
        boolean more = !ended && sendPage();
        if (wakes.addAndGet(-heeded) > 0) {
            all.turn(this);
        } else if (more) {
            wake();
        }
    }

    /** Whether there may be more that the client can take. */
    private boolean sendPage() {
        try {
            if (call.isCancelled()) {
                end();
                return false;
            }
            if (all.isStopping()) {
                end();
                call.onError(JobErrors.exception(JobWatches.STOPPING));
                return false;
            }
            boolean upToDate = unsent.isEmpty() && !complete && call.isReady() && readPage();
            while (!unsent.isEmpty() && call.isReady()) {
                call.onNext(JobMessages.toProto(unsent.removeFirst()));
            }
            if (complete && unsent.isEmpty()) {
                end();
                call.onCompleted();
                return false;
            }
            // A wake while some lines were still unsent was heeded by sending, so what woke it is yet to be read.
            return !upToDate && unsent.isEmpty() && call.isReady();
        } catch (RejectedExecutionException gone) {
            end(); // the server was closed, and its transport takes nothing any more
            return false;
        } catch (RuntimeException | Error failure) {
            end();
            call.onError(JobErrors.exception(JobErrors.of(failure)));
            return false;
        }
    }

    /** Whether all that the history had was read. */
    private boolean readPage() {
        JobRequests.Page page = all.requests().history(job, read, PAGE);
        for (JobLine line : page.lines()) {
            if (line.sequence() != read + 1) {
                throw new IllegalStateException("line " + line.sequence() + " of " + job + " follows line " + read);
            }
            read = line.sequence();
            unsent.addLast(line);
        }
        complete = page.complete();
        return page.lines().size() < PAGE;
    }

    private void end() {
        ended = true;
        unsent.clear();
        all.remove(this);
    }
}
