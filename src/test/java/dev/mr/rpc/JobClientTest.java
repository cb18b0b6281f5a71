package dev.mr.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.AbstractThrowableAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client makes of a service that is not there, not one, or not its own. */
class JobClientTest {
    private final JobServer service = new JobServer();

    @AfterEach
    void close() throws Exception {
        service.close();
    }

    @Test
    void where_nothing_listens_there_is_no_service_until_one_does() {
        JobClient client = service.client();
        int port = service.server.port();
        service.server.close();
        assertFails(client, ExitCode.ENVIRONMENT)
                .hasMessageStartingWith("there is no service at 127.0.0.1:" + port + " (")
                .hasMessageContaining("refused");
        assertThatThrownBy(() -> client.watch("x", 0, line -> {})).hasMessageStartingWith("there is no service at");
    }

    @Test
    void a_wrong_token_is_an_error_of_authentication() {
        assertFails(service.client(new Token("guess")), ExitCode.AUTHENTICATION)
                .hasMessageEndingWith("refuses the call: missing or wrong token");
    }

    @Test
    void a_driver_of_one_job_is_no_service_and_says_so() {
        try (DriverServer driver = new DriverServer(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        JobServer.TOKEN,
                        new KeptWork(),
                        new JobServer.NoWorkers());
                JobClient client = new JobClient(DriverAddress.of("127.0.0.1", driver.port()), JobServer.TOKEN)) {
            assertFails(client, ExitCode.USAGE).hasMessageEndingWith("expected a service (mr-driver serve)");
        }
    }

    @Test
    void a_service_that_goes_away_under_a_call_breaks_it_and_nothing_is_repeated() {
        JobClient client = service.client();
        service.jobs.gate = new CountDownLatch(1);
        CompletableFuture<JobView> asked = CompletableFuture.supplyAsync(() -> client.get("x"));
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> service.jobs.waiting.get() == 1);
        service.server.close();
        assertThatThrownBy(asked::join)
                .cause()
                .isInstanceOfSatisfying(
                        MrException.class,
                        broken -> assertThat(broken.exitCode()).isEqualTo(ExitCode.ENVIRONMENT));
        assertThat(service.jobs.waiting).hasValue(1);
    }

    @Test
    void a_call_that_has_begun_is_answered_while_the_service_stops() {
        String job = service.jobs.accept("a", "wordcount");
        JobClient client = service.client();
        service.jobs.gate = new CountDownLatch(1);
        CompletableFuture<JobView> asked = CompletableFuture.supplyAsync(() -> client.get(job));
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> service.jobs.waiting.get() == 1);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> service.server.shutdown(60_000));
        service.jobs.gate.countDown();
        assertThat(asked.join().job()).isEqualTo(job);
        stopped.join();
    }

    @Test
    void a_client_that_is_closed_ends_its_calls() {
        JobClient client = service.client();
        String job = service.jobs.accept("a", "wordcount");
        CompletableFuture<Void> watching = CompletableFuture.runAsync(() -> client.watch(job, 0, line -> {}));
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> service.jobs.reads.get() > 0);
        client.close();
        assertThatThrownBy(watching::join).cause().isInstanceOf(MrException.class);
    }

    private static AbstractThrowableAssert<?, ?> assertFails(JobClient client, ExitCode code) {
        return assertThatThrownBy(() -> client.get("x"))
                .isInstanceOfSatisfying(
                        MrException.class,
                        failed -> assertThat(failed.exitCode()).isEqualTo(code));
    }
}
