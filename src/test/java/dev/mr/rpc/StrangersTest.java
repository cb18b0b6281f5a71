package dev.mr.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever finds the port and speaks something else. */
class StrangersTest {
    private static final int PATIENCE_MILLIS = 20_000;

    private final JobServer service = new JobServer();

    @AfterEach
    void close() throws Exception {
        service.close();
    }

    static Stream<byte[]> words() {
        byte[] noise = new byte[100_000];
        new Random(4).nextBytes(noise);
        return Stream.of(
                "GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                "POST /jobs HTTP/1.1\r\nHost: elsewhere.example\r\nContent-Length: 2\r\n\r\n{}"
                        .getBytes(StandardCharsets.US_ASCII),
                "DELETE /jobs/1 HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                "\u0000".repeat(1000).getBytes(StandardCharsets.US_ASCII),
                noise);
    }

    @ParameterizedTest
    @MethodSource("words")
    void whoever_does_not_speak_the_protocol_is_dropped_and_others_are_answered(byte[] words) throws Exception {
        try (Socket stranger = connect()) {
            send(stranger, words);
            assertIsDropped(stranger);
        }
        assertOthersAreAnswered();
    }

    @Test
    void tls_to_a_port_without_it_is_dropped_and_others_are_answered() throws Exception {
        try (Socket plain = connect();
                Socket tls = SSLContext.getDefault()
                        .getSocketFactory()
                        .createSocket(plain, "127.0.0.1", plain.getPort(), false)) {
            assertThatThrownBy(() -> tls.getOutputStream().write(1)).isInstanceOf(IOException.class);
        }
        assertOthersAreAnswered();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.server.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** It may be dropped before it has said all. */
    private static void send(Socket stranger, byte[] words) throws IOException {
        try {
            stranger.getOutputStream().write(words);
        } catch (SocketException dropped) {
            assertThat(stranger.isConnected()).isTrue();
        }
    }

    private static void assertIsDropped(Socket stranger) throws IOException {
        try {
            assertThat(stranger.getInputStream().readAllBytes()).hasSizeLessThan(1000);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    private void assertOthersAreAnswered() {
        assertThat(service.client().list("", 10)).isEmpty();
    }
}
