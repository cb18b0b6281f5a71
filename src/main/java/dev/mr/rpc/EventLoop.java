package dev.mr.rpc;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that serves the sockets of a server or of a connection, of its own and not gRPC's shared ones: those linger
 * for a second after their last use, and the JVM waits 300 ms at its end for a thread that is in a system call. Java's own
 * selector serves a few sockets as well as Netty's native one, whose library would have to be unpacked at each start.
 */
final class EventLoop implements AutoCloseable {
    private static final String NETTY = "io.grpc.netty.shaded.io.netty.";
    private static final long FAREWELL_MILLIS = 1_000;

    static {
        // Before the first class of Netty's is loaded. Its events would start the flight recorder in every process.
        setUnlessSet(NETTY + "jfr.enabled", "false");
        setUnlessSet(NETTY + "leakDetection.level", "disabled");
    }

    private @Nullable EventLoopGroup group;

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** The thread, which starts with its first socket. */
    synchronized EventLoopGroup group() {
        EventLoopGroup made = group;
        if (made == null) {
            ThreadFactory threads = work -> {
                Thread thread = new Thread(work, "mr-transport");
                thread.setDaemon(true);
                return thread;
            };
            made = new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory());
            group = made;
        }
        return made;
    }

    /** Closes what sockets are left, and waits a little for the thread to end. May be repeated. */
    @Override
    public synchronized void close() {
        if (group != null) {
            group.shutdownGracefully(0, FAREWELL_MILLIS, TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly(2 * FAREWELL_MILLIS);
        }
    }
}
