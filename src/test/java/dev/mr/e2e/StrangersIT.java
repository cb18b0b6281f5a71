package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.mr.rpc.RawHttp2;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Crowds at the port of a driver that has hardly any memory: what they leave there for good would end it. */
@Tag("long")
class StrangersIT {
    private static final Map<String, String> SMALL_HEAP = Map.of("MR_DRIVER_OPTS", "-Xmx24m -XX:TieredStopAtLevel=1");

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    private final List<Socket> open = new ArrayList<>();
    private TestJob job = new TestJob(new Processes(), Path.of(""), 1, 1);

    @BeforeEach
    void a_driver_that_waits_for_workers() {
        job = new TestJob(processes, room, 3, 2).over(151, 100_000);
    }

    private Program start() {
        List<String> arguments =
                new ArrayList<>(List.of("start", "--dir", job.dir().toString()));
        arguments.addAll(job.jobArguments());
        return job.driver(SMALL_HEAP, arguments).awaitSaying("no worker has joined");
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    private Socket connect() throws IOException {
        String address = JsonParser.parseString(Files.readString(job.dir().resolve(".mr/driver.json")))
                .getAsJsonObject()
                .get("address")
                .getAsString();
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private void assertTheJobGoesOn(Program driver) throws IOException {
        Program worker = job.worker();
        driver.endsWith(0);
        worker.endsWith(0);
        assertThatJob(job).endedAsIfNothingHadHappened();
        assertThat(job.record().count("attempt WHERE state <> 'WON'")).isZero();
    }

    @Test
    void thousands_who_come_and_go_leave_nothing_behind() throws Exception {
        Program driver = start();

        for (int count = 0; count < 5_000; count++) {
            try (Socket stranger = connect()) {
                stranger.getOutputStream().write(RawHttp2.hello());
            }
        }

        assertTheJobGoesOn(driver);
    }

    @Test
    void hundreds_who_stay_and_say_half_a_word_are_no_burden() throws Exception {
        Program driver = start();
        byte[] half = RawHttp2.joined(RawHttp2.hello(), RawHttp2.call(1));

        for (int count = 0; count < 400; count++) {
            Socket stranger = connect();
            open.add(stranger);
            stranger.getOutputStream().write(half, 0, count % half.length);
        }

        assertTheJobGoesOn(driver);
    }

    /** The peer never reads what it is answered. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_hundred_thousand_calls_are_no_burden_whether_they_are_taken_back_at_once(boolean takenBack)
            throws Exception {
        Program driver = start();
        Socket stranger = connect();
        open.add(stranger);

        try {
            stranger.getOutputStream().write(RawHttp2.hello());
            for (int stream = 1; stream < 200_000; stream += 2) {
                byte[] call = RawHttp2.call(stream);
                stranger.getOutputStream().write(takenBack ? RawHttp2.joined(call, RawHttp2.reset(stream)) : call);
            }
        } catch (SocketException dropped) {
            assertThat(dropped).hasMessageMatching(".*(reset|Broken pipe).*");
        }

        assertTheJobGoesOn(driver);
    }
}
