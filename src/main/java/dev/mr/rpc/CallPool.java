package dev.mr.rpc;

import com.google.protobuf.MessageLite;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that work on calls of one kind, a few at once, with a short line behind them. Who comes when that is full is told to come again,
 * and who goes away while in line loses the place.
 */
final class CallPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallPool.class);

    private final ThreadPoolExecutor threads;
    private final String busy;
    private volatile boolean stopping;

    /**
     * @param name what its threads are called
     * @param calls what clients know its calls as, for the line that it is busy
     * @param atOnce calls that are worked on at once
     * @param inLine calls that wait for those
     */
    CallPool(String name, String calls, int atOnce, int inLine) {
        this.threads = new ThreadPoolExecutor(
                atOnce, atOnce, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(inLine), threads(name));
        this.threads.allowCoreThreadTimeOut(true);
        this.busy = "the service is busy with " + (atOnce + inLine) + " " + calls + "; try again";
    }

    /** Works on a call as soon as there is a thread for it, unless its client has gone by then. */
    <A extends MessageLite> void answer(StreamObserver<A> responses, Supplier<A> work) {
        ServerCallStreamObserver<A> call = (ServerCallStreamObserver<A>) responses;
        Runnable task = () -> answerNow(call, work);
        // With a handler of its own, a call that has ended takes its answer and drops it.
        call.setOnCancelHandler(() -> threads.remove(task));
        try {
            threads.execute(task);
        } catch (RejectedExecutionException full) {
            call.onError(
                    JobErrors.exception(stopping ? JobWatches.STOPPING : Status.UNAVAILABLE.withDescription(busy)));
        }
    }

    /** From now on nothing is begun that is not in line; that is answered. */
    void stop() {
        stopping = true;
        threads.shutdown();
    }

    /** Forgets all calls. What some thread does for one still is finished, and interests nobody. */
    @Override
    public void close() {
        stop();
        threads.getQueue().clear();
    }

    private static <A extends MessageLite> void answerNow(ServerCallStreamObserver<A> call, Supplier<A> work) {
        if (call.isCancelled()) {
            return;
        }
        try {
            tell(call, work);
        } catch (RejectedExecutionException gone) {
            // The server was closed while the call was worked on: its transport takes no answer any more.
            LOG.debug("the connection ended before its call was answered", gone);
        }
    }

    private static <A extends MessageLite> void tell(ServerCallStreamObserver<A> call, Supplier<A> work) {
        A answer;
        try {
            answer = work.get();
        } catch (RuntimeException | Error failure) {
            call.onError(JobErrors.exception(JobErrors.of(failure)));
            return;
        }
        call.onNext(answer);
        call.onCompleted();
    }

    /** Makes threads of this name with a number. */
    static ThreadFactory threads(String name) {
        AtomicInteger made = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + made.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
