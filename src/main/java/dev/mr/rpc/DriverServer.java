package dev.mr.rpc;

import dev.mr.rpc.v1.WorkerServiceGrpc;
import dev.mr.task.DriverMessage;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.WorkerMessage;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The driver's end of all worker streams. What arrives goes to one listener; sending never blocks. Thread-safe. */
public final class DriverServer implements AutoCloseable {
    /** Hears every stream; called on transport threads, so it only enqueues. */
    public interface Listener {
        void said(long session, WorkerMessage message);

        /** Nothing more will be heard of this session. */
        void closed(long session, String reason);
    }

    /** No peer may send more at once. */
    static final int MAX_MESSAGE_BYTES = 1 << 20;

    private final Listener listener;
    private final DriverMessages messages;
    private final Map<Long, WorkerStream> streams = new ConcurrentHashMap<>();
    private final AtomicLong sessions = new AtomicLong();
    private final DriverAddress address;
    private final EventLoop loop = new EventLoop();
    private final Server server;
    /** Null for a driver of one job, whose start is not to load what this needs. */
    private final @Nullable JobServices jobs;

    private volatile boolean ending;

    /** As with a {@link DriverAddress}. */
    public DriverServer(InetSocketAddress address, Token token, WorkFiles workFiles, Listener listener) {
        this(DriverAddress.of(address), token, workFiles, listener);
    }

    /** For workers alone; as with {@link #DriverServer(DriverAddress, Token, WorkFiles, Listener, Optional)}. */
    public DriverServer(DriverAddress address, Token token, WorkFiles workFiles, Listener listener) {
        this(address, token, workFiles, listener, Optional.empty());
    }

    /**
     * Listens at once, for workers and, where there are {@code requests}, for clients that ask about jobs.
     *
     * @throws MrException ENVIRONMENT when the address cannot be bound
     */
    public DriverServer(
            DriverAddress address,
            Token token,
            WorkFiles workFiles,
            Listener listener,
            Optional<JobRequests> requests) {
        this.listener = listener;
        this.messages = new DriverMessages(workFiles);
        this.address = address;
        this.jobs = requests.isPresent() ? new JobServices(requests.get()) : null;
        ServerBuilder<?> builder = address.server(loop)
                .intercept(new TokenGuard(token))
                .addService(new Service())
                .maxInboundMessageSize(MAX_MESSAGE_BYTES);
        if (jobs != null) {
            jobs.addTo(builder);
        }
        this.server = builder.build();
        try {
            server.start();
        } catch (IOException refused) {
            close();
            throw new MrException(
                    ExitCode.ENVIRONMENT,
                    "cannot listen on " + address + ": " + reason(refused) + "; choose another with --listen HOST:PORT",
                    refused);
        }
    }

    private static String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }

    public int port() {
        return server.getPort();
    }

    /** {@code host:port} for workers in other processes; empty when there can be none. */
    public String address() {
        return address.forOthers(server.getPort());
    }

    /** What this server offers. */
    List<ServiceDescriptor> services() {
        return server.getServices().stream()
                .map(ServerServiceDefinition::getServiceDescriptor)
                .toList();
    }

    /**
     * Sends, unless the session is gone.
     *
     * @throws UncheckedIOException when work too big for a message cannot be left in its file
     */
    public void send(long session, DriverMessage message) {
        WorkerStream stream = streams.get(session);
        if (stream == null) {
            return;
        }
        try {
            stream.send(messages.toProto(message));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Ends the session with a reason its worker will print. */
    public void refuse(long session, String reason) {
        WorkerStream stream = streams.get(session);
        if (stream != null) {
            stream.end(Status.FAILED_PRECONDITION.withDescription(reason), "refused: " + reason);
        }
    }

    /** Ends every stream after what was sent to it, then stops listening; waits at most {@code millis}. */
    public void shutdown(long millis) {
        ending = true;
        if (jobs != null) {
            jobs.stop();
        }
        streams.values().forEach(stream -> stream.complete(WorkerStream.ENDED_HERE));
        server.shutdown();
        try {
            if (!server.awaitTermination(millis, TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
        if (jobs != null) {
            jobs.close();
        }
        loop.close();
    }

    private final class Service extends WorkerServiceGrpc.WorkerServiceImplBase {
        @Override
        public StreamObserver<dev.mr.rpc.v1.WorkerMessage> attach(
                StreamObserver<dev.mr.rpc.v1.DriverMessage> responses) {
            long session = sessions.incrementAndGet();
            WorkerStream stream = new WorkerStream(
                    session,
                    (ServerCallStreamObserver<dev.mr.rpc.v1.DriverMessage>) responses,
                    listener,
                    () -> streams.remove(session));
            streams.put(session, stream);
            if (ending) {
                stream.complete(WorkerStream.ENDED_HERE);
            }
            return stream;
        }
    }
}
