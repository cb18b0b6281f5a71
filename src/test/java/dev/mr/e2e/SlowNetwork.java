package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network between workers and a driver as programs see one that loses packets and has little bandwidth: TCP sends again what
 * is lost, so that bytes come in order, in small pieces, and some of them late with all behind them.
 */
final class SlowNetwork implements AutoCloseable {
    private static final int PACKET_BYTES = 1_400;
    private static final int LOST_PERCENT = 30;
    private static final int SHORTEST_RESEND_MILLIS = 200;
    private static final int LONGEST_RESEND_MILLIS = 1_600;
    private static final int BYTES_A_MILLI = 50;

    private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger lost = new AtomicInteger();
    private final Random random;
    private final int driverPort;

    /** To a driver on this machine; what is random comes from the seed. */
    SlowNetwork(int driverPort, long seed) throws IOException {
        this.driverPort = driverPort;
        this.random = new Random(seed);
        start("entrance", this::accept);
    }

    /** Where its workers connect to. */
    String address() {
        return "127.0.0.1:" + entrance.getLocalPort();
    }

    /** How many packets it has lost. */
    int lost() {
        return lost.get();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException closed) {
                        assertThat(closed).isInstanceOf(SocketException.class);
                    }
                },
                "slow network, " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket worker = entrance.accept();
            Socket driver = new Socket(InetAddress.getLoopbackAddress(), driverPort);
            sockets.add(worker);
            sockets.add(driver);
            start("to the driver", () -> carry(worker, driver));
            start("to the worker", () -> carry(driver, worker));
        }
    }

    private void carry(Socket from, Socket to) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] packet = new byte[PACKET_BYTES];
        for (int bytes = in.read(packet); bytes >= 0; bytes = in.read(packet)) {
            Timing.pass(Duration.ofMillis(bytes / BYTES_A_MILLI + resendMillis()));
            out.write(packet, 0, bytes);
        }
        to.shutdownOutput();
    }

    private synchronized int resendMillis() {
        if (random.nextInt(100) >= LOST_PERCENT) {
            return 0;
        }
        lost.incrementAndGet();
        return SHORTEST_RESEND_MILLIS + random.nextInt(LONGEST_RESEND_MILLIS - SHORTEST_RESEND_MILLIS);
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
