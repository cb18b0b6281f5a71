package dev.mr.rpc;

import dev.mr.task.WorkerMessage;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A server on the loopback that offers jobs, and what tests open to it. */
final class JobServer implements AutoCloseable {
    static final Token TOKEN = new Token("secret");

    final KeptJobs jobs = new KeptJobs();
    final DriverServer server = new DriverServer(
            DriverAddress.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            TOKEN,
            new KeptWork(),
            new NoWorkers(),
            Optional.of(jobs));
    private final List<AutoCloseable> open = new ArrayList<>();

    /** Hears of no worker, since there is none. */
    static final class NoWorkers implements DriverServer.Listener {
        @Override
        public void said(long session, WorkerMessage message) {
            throw new AssertionError("a worker was heard");
        }

        @Override
        public void closed(long session, String reason) {
            throw new AssertionError("a worker had a session");
        }
    }

    DriverAddress address() {
        return DriverAddress.of("127.0.0.1", server.port());
    }

    JobClient client() {
        return client(TOKEN);
    }

    synchronized JobClient client(Token token) {
        JobClient client = new JobClient(address(), token);
        open.add(client);
        return client;
    }

    /** A bare connection, as any other client of gRPC has one. */
    synchronized ManagedChannel channel() {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .build();
        open.add(channel::shutdownNow);
        return channel;
    }

    @Override
    public synchronized void close() throws Exception {
        jobs.gate.countDown();
        jobs.submitGate.countDown();
        for (AutoCloseable one : open) {
            one.close();
        }
        server.close();
    }
}
