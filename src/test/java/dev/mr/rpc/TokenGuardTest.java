package dev.mr.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.rpc.v1.WorkerServiceGrpc;
import dev.mr.rpc.v1.jobs.JobServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every method of every service, by enumeration: one that is added later is guarded or fails here. */
class TokenGuardTest {
    private final JobServer service = new JobServer();
    private final ManagedChannel channel = service.channel();

    @AfterEach
    void close() throws Exception {
        service.close();
    }

    @Test
    void a_driver_of_one_job_offers_workers_their_service_and_no_other() {
        try (DriverServer driver = new DriverServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                JobServer.TOKEN,
                new KeptWork(),
                new JobServer.NoWorkers())) {
            assertThat(names(driver)).containsExactly(WorkerServiceGrpc.SERVICE_NAME);
        }
    }

    @Test
    void a_service_offers_the_services_of_the_contract_and_no_other() {
        assertThat(names(service.server))
                .containsExactlyInAnyOrder(
                        WorkerServiceGrpc.SERVICE_NAME,
                        JobServiceGrpc.SERVICE_NAME,
                        "grpc.health.v1.Health",
                        "grpc.reflection.v1.ServerReflection",
                        "grpc.reflection.v1alpha.ServerReflection");
        assertThat(methods()).hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void every_method_without_the_token_or_with_another_is_unauthenticated() throws Exception {
        for (MethodDescriptor<?, ?> method : methods()) {
            for (@Nullable
            String header : new @Nullable String[] {
                null,
                "",
                "Bearer ",
                "Bearer guess",
                "Bearer secre",
                "Bearer secrets",
                "bearer secret",
                "secret",
                "Basic secret"
            }) {
                assertThat(call(method, header))
                        .as("%s with %s", method.getFullMethodName(), header)
                        .isEqualTo(Status.Code.UNAUTHENTICATED);
            }
        }
    }

    @Test
    void a_token_does_not_show_itself_and_an_empty_one_is_none() {
        assertThat(new Token("secret").toString()).doesNotContain("secret");
        assertThat(new Token("secret").isCarriedBy(new Token("secret").metadata()))
                .isTrue();
    }

    private static List<String> names(DriverServer server) {
        return server.services().stream().map(ServiceDescriptor::getName).toList();
    }

    private List<MethodDescriptor<?, ?>> methods() {
        return service.server.services().stream()
                .flatMap(offered -> offered.getMethods().stream())
                .toList();
    }

    private <Q, A> Status.Code call(MethodDescriptor<Q, A> method, @Nullable String header) throws Exception {
        CompletableFuture<Status.Code> ended = new CompletableFuture<>();
        Metadata headers = new Metadata();
        if (header != null) {
            headers.put(Token.HEADER, header);
        }
        ClientCall<Q, A> call = channel.newCall(method, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        ended.complete(status.getCode());
                    }
                },
                headers);
        call.request(1);
        call.halfClose(); // what has one message at most is not sent before
        return ended.get(10, TimeUnit.SECONDS);
    }
}
