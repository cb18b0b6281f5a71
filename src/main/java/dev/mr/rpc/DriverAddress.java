package dev.mr.rpc;

import io.grpc.ManagedChannelBuilder;
import io.grpc.ServerBuilder;
import java.net.InetSocketAddress;

/** Where a driver listens, and where its workers find it. */
public abstract sealed class DriverAddress permits SocketDriverAddress, InProcessDriverAddress {
    DriverAddress() {}

    /** Host and port; port 0 to listen takes a free one. */
    public static DriverAddress of(InetSocketAddress socket) {
        return new SocketDriverAddress(socket.getHostString(), socket.getPort(), socket, null);
    }

    /** Host and port, whose name is looked up when it is connected to. */
    public static DriverAddress of(String host, int port) {
        return new SocketDriverAddress(host, port, null, null);
    }

    /** The same address, where both sides speak TLS and show certificates; one in this process needs none. */
    public abstract DriverAddress withTls(Tls tls);

    abstract boolean speaksTls();

    /** For a server whose sockets are served by this thread, where it has any. */
    abstract ServerBuilder<?> server(EventLoop loop);

    /** For a connection likewise. */
    abstract ManagedChannelBuilder<?> channel(EventLoop loop);

    /** What another process needs to connect, once a server got this port; empty when none can. */
    abstract String forOthers(int boundPort);
}
