package dev.mr.rpc;

import io.grpc.ManagedChannelBuilder;
import io.grpc.ServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A TCP address; with {@link Tls}, whose files are read for each server and connection, only for peers that show a certificate. */
final class SocketDriverAddress extends DriverAddress {
    /** Long, so that a driver that was paused finds its workers again. */
    static final Duration CLIENT_KEEPALIVE = Duration.ofSeconds(60);

    /** A client that asks more often is sent away. */
    static final Duration PERMITTED_KEEPALIVE = Duration.ofSeconds(5);

    /** Of one connection; far more than any client of ours has. What a peer does not read fills the heap of this process. */
    private static final int MAX_OPEN_CALLS = 1_000;

    private static final int MAX_RESETS = 1_000;
    private static final int RESET_WINDOW_SECONDS = 30;

    private final String host;
    private final int port;
    private final @Nullable InetSocketAddress resolved;
    private final @Nullable Tls tls;

    SocketDriverAddress(String host, int port, @Nullable InetSocketAddress resolved, @Nullable Tls tls) {
        this.host = host;
        this.port = port;
        this.resolved = resolved;
        this.tls = tls;
    }

    @Override
    public DriverAddress withTls(Tls with) {
        return new SocketDriverAddress(host, port, resolved, with);
    }

    @Override
    boolean speaksTls() {
        return tls != null;
    }

    @Override
    ServerBuilder<?> server(EventLoop loop) {
        NettyServerBuilder server =
                NettyServerBuilder.forAddress(resolved == null ? new InetSocketAddress(host, port) : resolved);
        if (tls != null) {
            server.sslContext(TlsContext.read(tls).server());
        }
        return server.bossEventLoopGroup(loop.group())
                .workerEventLoopGroup(loop.group())
                .channelType(NioServerSocketChannel.class)
                // Listeners only enqueue.
                .directExecutor()
                // Heartbeats decide about workers; this only frees the sockets of those that will never speak again.
                .keepAliveTime(5, TimeUnit.MINUTES)
                .keepAliveTimeout(1, TimeUnit.MINUTES)
                .permitKeepAliveTime(PERMITTED_KEEPALIVE.toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true)
                .maxConcurrentCallsPerConnection(MAX_OPEN_CALLS)
                .maxRstFramesPerWindow(MAX_RESETS, RESET_WINDOW_SECONDS);
    }

    @Override
    ManagedChannelBuilder<?> channel(EventLoop loop) {
        NettyChannelBuilder channel = NettyChannelBuilder.forAddress(new InetSocketAddress(host, port));
        if (tls == null) {
            channel.usePlaintext();
        } else {
            channel.sslContext(TlsContext.read(tls).client());
        }
        return channel.eventLoopGroup(loop.group())
                .channelType(NioSocketChannel.class)
                .directExecutor()
                .keepAliveTime(CLIENT_KEEPALIVE.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(CLIENT_KEEPALIVE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    String forOthers(int boundPort) {
        boolean every = resolved != null
                && resolved.getAddress() != null
                && resolved.getAddress().isAnyLocalAddress();
        return (every ? ownName() : host) + ":" + boundPort;
    }

    /** What other machines call this one, if it knows. */
    private static String ownName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unknown) {
            return "localhost";
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
