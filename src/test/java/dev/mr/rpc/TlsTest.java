package dev.mr.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.task.DriverMessage;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.WorkerMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.AbstractThrowableAssert;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both sides show certificates of one authority, or nothing is said. */
class TlsTest {
    private static final String LOOPBACK = "ip:127.0.0.1";

    @TempDir
    private static Path folder;

    private static Authority foreign;
    private static Tls served;
    private static Tls elsewhere;
    private static Tls shown;
    private static Tls forged;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final KeptJobs jobs = new KeptJobs();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void two_authorities() throws IOException {
        Authority own = new Authority(folder.resolve("own"), "EC");
        foreign = new Authority(folder.resolve("foreign"), "EC");
        served = own.issue("server", LOOPBACK);
        elsewhere = own.issue("elsewhere", "dns:elsewhere.example");
        shown = own.issue("client");
        forged = foreign.issue("client");
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void with_certificates_of_one_authority_a_client_is_answered_and_a_worker_heard() {
        DriverServer server = server(served);
        String job = jobs.accept("a", "wordcount");
        assertThat(client(server, shown, JobServer.TOKEN).get(job).job()).isEqualTo(job);
        worker(server, shown).send(new WorkerMessage.Ready(1));
        await("1 Ready[credits=1]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "Ed25519"})
    void keys_of_other_kinds_serve_as_well(String kind) throws IOException {
        Authority other = new Authority(folder.resolve(kind), kind);
        DriverServer server = server(other.issue("server", LOOPBACK));
        assertThat(client(server, other.issue("client"), JobServer.TOKEN).list("", 1))
                .isEmpty();
    }

    @Test
    void without_a_certificate_nobody_is_heard() {
        DriverServer server = server(served);
        assertFails(new JobClient(address(server), JobServer.TOKEN), ExitCode.ENVIRONMENT)
                .hasMessageContaining("127.0.0.1:" + server.port());
        DriverConnection worker = new DriverConnection(address(server), JobServer.TOKEN, new KeptWork(), listener());
        open.add(worker);
        worker.send(new WorkerMessage.Ready(1));
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !heard.isEmpty());
        assertThat(heard).singleElement().asString().startsWith("LOST ");
        assertThat(jobs.reads).hasValue(0);
    }

    @Test
    void a_client_with_a_certificate_of_another_authority_is_refused() {
        DriverServer server = server(served);
        Tls mixed = new Tls(forged.certificate(), forged.key(), served.authority());
        assertFails(client(server, mixed, JobServer.TOKEN), ExitCode.ENVIRONMENT);
    }

    @Test
    void a_server_with_a_certificate_of_another_authority_is_refused() throws IOException {
        DriverServer server = server(foreign.issue("server", LOOPBACK));
        assertFails(client(server, shown, JobServer.TOKEN), ExitCode.ENVIRONMENT)
                .hasMessageStartingWith("no TLS connection with 127.0.0.1:" + server.port() + ": ");
        worker(server, shown);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !heard.isEmpty());
        assertThat(heard).singleElement().asString().startsWith("LOST the connection broke (TLS: ");
    }

    @Test
    void a_server_with_the_certificate_of_another_host_is_refused() {
        DriverServer server = server(elsewhere);
        assertFails(client(server, shown, JobServer.TOKEN), ExitCode.ENVIRONMENT)
                .hasMessageStartingWith("no TLS connection with 127.0.0.1:" + server.port() + ": ")
                .hasMessageContaining("127.0.0.1 found");
    }

    @Test
    void a_server_that_does_not_speak_tls_is_refused() {
        DriverServer server = server(null);
        assertFails(client(server, shown, JobServer.TOKEN), ExitCode.ENVIRONMENT);
    }

    @Test
    void a_wrong_token_is_one_with_the_right_certificate_too() {
        DriverServer server = server(served);
        assertFails(client(server, shown, new Token("guess")), ExitCode.AUTHENTICATION);
    }

    @Test
    void a_file_that_is_missing_or_something_else_is_named() throws IOException {
        Path none = folder.resolve("none.pem");
        Path junk = Files.writeString(folder.resolve("junk.pem"), "not PEM");
        Path old = Files.writeString(
                folder.resolve("old.key"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        assertUnusable(new Tls(none, shown.key(), shown.authority()), "TLS certificate " + none, "no such file");
        assertUnusable(new Tls(shown.certificate(), none, shown.authority()), "TLS key " + none, "no such file");
        assertUnusable(new Tls(shown.certificate(), shown.key(), none), "TLS authority " + none, "no such file");
        assertUnusable(new Tls(junk, shown.key(), shown.authority()), "TLS certificate " + junk, "no certificate");
        assertUnusable(new Tls(shown.certificate(), junk, shown.authority()), "TLS key " + junk, "no private key");
        assertUnusable(new Tls(shown.certificate(), shown.key(), junk), "TLS authority " + junk, "no certificate");
        assertUnusable(new Tls(shown.certificate(), old, shown.authority()), "TLS key " + old, "openssl pkcs8");
        assertUnusable(new Tls(shown.certificate(), folder, shown.authority()), "TLS key " + folder, "cannot be read");
        assertUnusable(
                new Tls(shown.certificate(), served.key(), shown.authority()),
                "TLS key " + served.key(),
                "not one for the certificate");
    }

    private static void assertUnusable(Tls tls, String... phrases) {
        assertThatThrownBy(tls::check)
                .isInstanceOfSatisfying(
                        MrException.class,
                        unusable -> assertThat(unusable.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContainingAll(phrases);
        assertThatThrownBy(() -> new JobClient(DriverAddress.of("127.0.0.1", 1).withTls(tls), JobServer.TOKEN))
                .hasMessageContainingAll(phrases);
    }

    private static AbstractThrowableAssert<?, ?> assertFails(JobClient client, ExitCode code) {
        try (client) {
            return assertThatThrownBy(() -> client.list("", 1))
                    .isInstanceOfSatisfying(
                            MrException.class,
                            failed -> assertThat(failed.exitCode()).isEqualTo(code))
                    .hasMessageNotContaining("\n");
        }
    }

    private DriverServer server(@Nullable Tls tls) {
        DriverAddress plain = DriverAddress.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        DriverServer server = new DriverServer(
                tls == null ? plain : plain.withTls(tls),
                JobServer.TOKEN,
                new KeptWork(),
                new DriverServer.Listener() {
                    @Override
                    public void said(long session, WorkerMessage message) {
                        heard.add(session + " " + message);
                    }

                    @Override
                    public void closed(long session, String reason) {}
                },
                Optional.of(jobs));
        open.add(server);
        return server;
    }

    private static DriverAddress address(DriverServer server) {
        return DriverAddress.of("127.0.0.1", server.port());
    }

    private JobClient client(DriverServer server, Tls tls, Token token) {
        JobClient client = new JobClient(address(server).withTls(tls), token);
        open.add(client);
        return client;
    }

    private DriverConnection worker(DriverServer server, Tls tls) {
        DriverConnection worker =
                new DriverConnection(address(server).withTls(tls), JobServer.TOKEN, new KeptWork(), listener());
        open.add(worker);
        return worker;
    }

    private DriverConnection.Listener listener() {
        return new DriverConnection.Listener() {
            @Override
            public void said(DriverMessage message) {}

            @Override
            public void closed(DriverConnection.End end, String reason) {
                heard.add(end + " " + reason);
            }
        };
    }

    private void await(String line) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(heard).containsExactly(line));
    }
}
