package dev.mr.rpc;

import io.grpc.Status;
import io.grpc.stub.CallStreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The one writer of a stream: messages leave in the order they were handed over, however many threads do, and wait in a
 * bounded queue while the peer does not read. Nothing is written after the end.
 */
final class SerialSender<M> {
    static final int MAX_QUEUED = 1024;

    /** How a stream ends whose peer lets the queue overflow. */
    static final Status UNREAD =
            Status.RESOURCE_EXHAUSTED.withDescription("the peer does not read: " + MAX_QUEUED + " messages wait");

    private final CallStreamObserver<M> stream;
    private final Deque<M> queue = new ArrayDeque<>();
    private boolean ending;
    private boolean ended;

    SerialSender(CallStreamObserver<M> stream) {
        this.stream = stream;
    }

    /** Sends or queues; false when the queue is full, and the stream is to be ended as {@link #UNREAD}. */
    synchronized boolean send(M message) {
        if (ended || ending) {
            return true;
        }
        if (queue.size() >= MAX_QUEUED) {
            return false;
        }
        queue.addLast(message);
        drain();
        return true;
    }

    /** The stream can take more; called by its ready handler. */
    synchronized void drain() {
        while (!ended && !queue.isEmpty() && stream.isReady()) {
            stream.onNext(queue.removeFirst());
        }
        if (!ended && ending && queue.isEmpty()) {
            ended = true;
            stream.onCompleted();
        }
    }

    /** Ends the stream when all that was handed over has been sent. */
    synchronized void complete() {
        ending = true;
        drain();
    }

    /** Ends the stream now. */
    synchronized void fail(Status status) {
        if (!ended) {
            ended = true;
            queue.clear();
            stream.onError(status.asRuntimeException());
        }
    }

    /** The stream has ended by itself. */
    synchronized void closed() {
        ended = true;
        queue.clear();
    }
}
