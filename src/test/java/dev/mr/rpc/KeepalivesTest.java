package dev.mr.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who asks too often whether the other end is there is sent away; nobody of ours does. */
class KeepalivesTest {
    private static final int PATIENCE_MILLIS = 20_000;

    private final JobServer service = new JobServer();

    @AfterEach
    void close() throws Exception {
        service.close();
    }

    @Test
    void clients_ask_far_less_often_than_a_server_permits() {
        assertThat(SocketDriverAddress.CLIENT_KEEPALIVE)
                .isGreaterThanOrEqualTo(SocketDriverAddress.PERMITTED_KEEPALIVE.multipliedBy(10));
    }

    @Test
    void a_stranger_that_asks_too_often_is_told_so_and_dropped_and_others_are_answered() throws Exception {
        try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), service.server.port())) {
            stranger.setSoTimeout(PATIENCE_MILLIS);
            stranger.getOutputStream().write(RawHttp2.hello());
            for (int count = 0; count < 10; count++) {
                stranger.getOutputStream().write(RawHttp2.ping());
            }
            assertThat(new String(stranger.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .contains("too_many_pings");
        } catch (SocketException reset) {
            assertThat(reset).hasMessageMatching(".*(reset|Broken pipe).*");
        }
        assertThat(service.client().list("", 10)).isEmpty();
    }
}
