package dev.mr.rpc;

import dev.mr.rpc.v1.DriverMessage;
import dev.mr.rpc.v1.WorkerMessage;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver's end of one worker's stream. The listener hears once why it ended, and nothing of it after that.
 *
 * <p>A stream this side ends comes back from the transport as closed, on another thread and possibly at once. So whoever
 * ends it first gives the reason and only then ends it; what the transport says of it afterwards is no news. Thread-safe.
 */
final class WorkerStream implements StreamObserver<WorkerMessage> {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerStream.class);

    /** Why a stream ended that this side ended without a fault of the worker's. */
    static final String ENDED_HERE = "the driver ended it";

    private final long session;
    private final DriverServer.Listener listener;
    private final SerialSender<DriverMessage> sender;
    private final Runnable whenOver;
    private boolean over;

    /** {@code whenOver} runs once, before the listener hears of the end. */
    WorkerStream(
            long session,
            ServerCallStreamObserver<DriverMessage> stream,
            DriverServer.Listener listener,
            Runnable whenOver) {
        this.session = session;
        this.listener = listener;
        this.sender = new SerialSender<>(stream);
        this.whenOver = whenOver;
        stream.setOnReadyHandler(sender::drain);
        stream.setOnCancelHandler(() -> gone("the connection broke"));
        stream.setOnCloseHandler(() -> gone(ENDED_HERE));
    }

    void send(DriverMessage message) {
        if (!sender.send(message)) {
            end(SerialSender.UNREAD, "it does not read what it is sent");
        }
    }

    /** Ends the stream now, with a status for the worker and a reason for the listener. */
    void end(Status status, String reason) {
        if (isFirst(reason)) {
            sender.fail(status);
        }
    }

    /** Ends the stream after what was sent. */
    void complete(String reason) {
        if (isFirst(reason)) {
            sender.complete();
        }
    }

    /** Nothing can be sent any more. */
    private void gone(String reason) {
        sender.closed();
        isFirst(reason);
    }

    /** Tells the reason, unless one was told before. */
    private synchronized boolean isFirst(String reason) {
        if (over) {
            return false;
        }
        over = true;
        whenOver.run();
        listener.closed(session, reason);
        return true;
    }

    @Override
    public void onNext(WorkerMessage wire) {
        if (isOver()) {
            return; // the transport still delivers what had arrived
        }
        try {
            heard(WorkerMessages.fromProto(wire));
        } catch (MalformedMessageException malformed) {
            LOG.warn("session {} sent {}", session, malformed.getMessage());
            end(Status.INVALID_ARGUMENT.withDescription(malformed.getMessage()), "it sent " + malformed.getMessage());
        }
    }

    private synchronized boolean isOver() {
        return over;
    }

    private synchronized void heard(dev.mr.task.WorkerMessage message) {
        if (!over) {
            listener.said(session, message);
        }
    }

    @Override
    public void onError(Throwable failure) {
        gone("the connection broke");
    }

    @Override
    public void onCompleted() {
        complete("the worker ended it");
    }
}
