package dev.mr.rpc;

import io.grpc.ManagedChannelBuilder;
import io.grpc.ServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A TCP address. */
final class SocketDriverAddress extends DriverAddress {
    private final String host;
    private final int port;
    private final @Nullable InetSocketAddress resolved;

    SocketDriverAddress(String host, int port, @Nullable InetSocketAddress resolved) {
        this.host = host;
        this.port = port;
        this.resolved = resolved;
    }

    @Override
    ServerBuilder<?> server(EventLoop loop) {
        return NettyServerBuilder.forAddress(resolved == null ? new InetSocketAddress(host, port) : resolved)
                .bossEventLoopGroup(loop.group())
                .workerEventLoopGroup(loop.group())
                .channelType(NioServerSocketChannel.class)
                // Listeners only enqueue.
                .directExecutor()
                // Heartbeats decide about workers; this only frees the sockets of those that will never speak again.
                .keepAliveTime(5, TimeUnit.MINUTES)
                .keepAliveTimeout(1, TimeUnit.MINUTES)
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
    }

    @Override
    ManagedChannelBuilder<?> channel(EventLoop loop) {
        return NettyChannelBuilder.forAddress(new InetSocketAddress(host, port))
                .eventLoopGroup(loop.group())
                .channelType(NioSocketChannel.class)
                .directExecutor()
                .usePlaintext()
                // Long, so that a driver that was paused finds its workers again.
                .keepAliveTime(60, TimeUnit.SECONDS)
                .keepAliveTimeout(60, TimeUnit.SECONDS);
    }

    @Override
    String forOthers(int boundPort) {
        return host + ":" + boundPort;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
