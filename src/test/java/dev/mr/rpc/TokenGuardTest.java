package dev.mr.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.rpc.v1.WorkerServiceGrpc;
import dev.mr.task.WorkerMessage;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
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
    private final DriverServer server = new DriverServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new Token("secret"),
            new KeptWork(),
            new DriverServer.Listener() {
                @Override
                public void said(long session, WorkerMessage message) {
                    throw new AssertionError("an unauthenticated worker was heard");
                }

                @Override
                public void closed(long session, String reason) {
                    throw new AssertionError("an unauthenticated worker had a session");
                }
            });
    private final ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
            .usePlaintext()
            .build();

    @AfterEach
    void close() {
        channel.shutdownNow();
        server.close();
    }

    @Test
    void the_server_offers_the_services_of_the_contract_and_no_other() {
        assertThat(server.services().stream().map(ServiceDescriptor::getName))
                .containsExactly(WorkerServiceGrpc.SERVICE_NAME);
        assertThat(methods()).isNotEmpty();
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

    private List<MethodDescriptor<?, ?>> methods() {
        return server.services().stream()
                .flatMap(service -> service.getMethods().stream())
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
        return ended.get(10, TimeUnit.SECONDS);
    }
}
