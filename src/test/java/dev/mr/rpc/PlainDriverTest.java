package dev.mr.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.DriverMessage;
import dev.mr.task.WorkerMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a driver of one job and its worker cost at their start. */
class PlainDriverTest {
    private static final Pattern OURS = Pattern.compile("\\] (dev\\.mr\\.rpc\\.\\S+)");
    /** But for one class of gRPC's, by which its registry of load balancers finds the others. */
    private static final Pattern FOR_SERVICES = Pattern.compile(
            "\\] ((?:dev\\.mr\\.rpc\\.(?:v1\\.jobs|Job|Tls|Pem)|io\\.grpc\\.protobuf\\.services\\.[A-Z]|io\\.grpc\\.health)\\S+)");

    @Test
    void a_driver_of_one_job_and_its_worker_load_nothing_that_only_services_need(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path loaded = folder.resolve("loaded");
        int code = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + loaded,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DriverAndWorker.class.getName())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(code).isZero();
        assertThat(classes(loaded, OURS)).contains("dev.mr.rpc.DriverServer", "dev.mr.rpc.DriverConnection");
        assertThat(classes(loaded, FOR_SERVICES)).isEmpty();
    }

    private static List<String> classes(Path log, Pattern name) throws IOException {
        return name.matcher(Files.readString(log))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** A process in which a worker says a word to its driver. */
    static final class DriverAndWorker {
        private static final Token TOKEN = new Token("secret");

        private DriverAndWorker() {}

        public static void main(String[] arguments) throws InterruptedException {
            CountDownLatch heard = new CountDownLatch(1);
            try (DriverServer driver = new DriverServer(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            TOKEN,
                            new KeptWork(),
                            new DriverServer.Listener() {
                                @Override
                                public void said(long session, WorkerMessage message) {
                                    heard.countDown();
                                }

                                @Override
                                public void closed(long session, String reason) {}
                            });
                    DriverConnection worker = new DriverConnection(
                            "127.0.0.1", driver.port(), TOKEN, new KeptWork(), new DriverConnection.Listener() {
                                @Override
                                public void said(DriverMessage message) {}

                                @Override
                                public void closed(DriverConnection.End end, String reason) {}
                            })) {
                worker.send(new WorkerMessage.Ready(1));
                heard.await();
            }
        }
    }
}
