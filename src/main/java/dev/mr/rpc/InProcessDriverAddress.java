package dev.mr.rpc;

import io.grpc.ManagedChannelBuilder;
import io.grpc.ServerBuilder;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * An address that only workers in this process can reach: no port, no bytes on a wire, the same messages. Its one thread, which
 * hears both ends, ends when it is closed; by then driver and workers have ended.
 */
public final class InProcessDriverAddress extends DriverAddress implements AutoCloseable {
    private static final long FAREWELL_MILLIS = 2_000;

    private final String name = InProcessServerBuilder.generateName();
    private final ScheduledThreadPoolExecutor executor;

    public InProcessDriverAddress() {
        // What a transport that has ended still wants to say interests nobody.
        executor = new ScheduledThreadPoolExecutor(
                1,
                work -> {
                    Thread thread = new Thread(work, "mr-transport");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public DriverAddress withTls(Tls tls) {
        return this;
    }

    @Override
    boolean speaksTls() {
        return false;
    }

    @Override
    ServerBuilder<?> server(EventLoop loop) {
        return InProcessServerBuilder.forName(name)
                .scheduledExecutorService(executor)
                .executor(executor);
    }

    @Override
    ManagedChannelBuilder<?> channel(EventLoop loop) {
        return InProcessChannelBuilder.forName(name)
                .scheduledExecutorService(executor)
                .executor(executor);
    }

    @Override
    String forOthers(int boundPort) {
        return "";
    }

    @Override
    public String toString() {
        return "this process";
    }

    /** Waits a little for the thread to end. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(FAREWELL_MILLIS, TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
