package dev.mr.rpc;

import dev.mr.rpc.v1.WorkerServiceGrpc;
import dev.mr.task.DriverMessage;
import dev.mr.task.WorkerMessage;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A worker's end of its one stream. Sending never blocks. Thread-safe. */
public final class DriverConnection implements AutoCloseable {
    /** Hears the driver, one call at a time and nothing after the end; it only enqueues, since its caller has no time. */
    public interface Listener {
        void said(DriverMessage message);

        /** The stream has ended; called once. */
        void closed(End end, String reason);
    }

    /** Why a stream ended, as far as a worker acts on it. */
    public enum End {
        /** The driver is gone, was never there, or ended the stream. */
        LOST,
        /** The token is not the driver's. */
        UNAUTHENTICATED,
        /** The driver does not want this worker. */
        REFUSED
    }

    private final EventLoop loop = new EventLoop();
    private final ManagedChannel channel;
    private final DriverMessages messages;
    private final Listener listener;
    private boolean closed;
    private @Nullable SerialSender<dev.mr.rpc.v1.WorkerMessage> sender;

    /** As with a {@link DriverAddress}. */
    public DriverConnection(String host, int port, Token token, WorkFiles workFiles, Listener listener) {
        this(DriverAddress.of(host, port), token, workFiles, listener);
    }

    /** Connects and opens the stream; whether that works is heard later. */
    public DriverConnection(DriverAddress address, Token token, WorkFiles workFiles, Listener listener) {
        this.messages = new DriverMessages(workFiles);
        this.listener = listener;
        this.channel = address.channel(loop).disableRetry().build();
        WorkerServiceGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(token.metadata()))
                .attach(new Incoming());
    }

    public synchronized void send(WorkerMessage message) {
        if (sender != null && !sender.send(WorkerMessages.toProto(message))) {
            ended(SerialSender.UNREAD); // before the transport says that this side broke it off
            sender.fail(SerialSender.UNREAD);
        }
    }

    /** Ends the stream after what was sent; waits at most {@code millis} for it to leave. */
    public void shutdown(long millis) {
        synchronized (this) {
            closed = true;
            if (sender != null) {
                sender.complete();
            }
        }
        channel.shutdown();
        try {
            if (!channel.awaitTermination(millis, TimeUnit.MILLISECONDS)) {
                channel.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            channel.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        channel.shutdownNow();
        loop.close();
    }

    private synchronized void heard(DriverMessage message) {
        if (!closed) {
            listener.said(message);
        }
    }

    private synchronized void ended(Status status) {
        if (!closed) {
            closed = true;
            End end = switch (status.getCode()) {
                case UNAUTHENTICATED -> End.UNAUTHENTICATED;
                case FAILED_PRECONDITION, INVALID_ARGUMENT -> End.REFUSED;
                default -> End.LOST;
            };
            listener.closed(end, reason(status));
        }
    }

    private static String reason(Status status) {
        String tls = JobFailures.ofTls(status.getCause());
        if (tls != null) {
            return "the connection broke (TLS: " + tls + ")";
        }
        String description = status.getDescription();
        boolean broke = status.getCode() == Status.Code.UNAVAILABLE || description == null;
        return broke ? "the connection broke" : description;
    }

    private final class Incoming
            implements ClientResponseObserver<dev.mr.rpc.v1.WorkerMessage, dev.mr.rpc.v1.DriverMessage> {
        @Override
        public void beforeStart(ClientCallStreamObserver<dev.mr.rpc.v1.WorkerMessage> stream) {
            SerialSender<dev.mr.rpc.v1.WorkerMessage> made = new SerialSender<>(stream);
            synchronized (DriverConnection.this) {
                sender = made;
            }
            stream.setOnReadyHandler(made::drain);
        }

        @Override
        public void onNext(dev.mr.rpc.v1.DriverMessage wire) {
            try {
                heard(messages.fromProto(wire));
            } catch (MalformedMessageException | IOException malformed) {
                ended(Status.INTERNAL.withDescription("the driver sent " + malformed.getMessage()));
                channel.shutdownNow();
            }
        }

        @Override
        public void onError(Throwable failure) {
            ended(Status.fromThrowable(failure));
        }

        @Override
        public void onCompleted() {
            ended(Status.OK.withDescription("the driver closed the stream"));
        }
    }
}
