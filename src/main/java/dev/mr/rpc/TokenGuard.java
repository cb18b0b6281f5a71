package dev.mr.rpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Refuses every call, of whatever method, that does not carry the token. */
final class TokenGuard implements ServerInterceptor {
    private final Token token;

    TokenGuard(Token token) {
        this.token = token;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (token.isCarriedBy(headers)) {
            return next.startCall(call, headers);
        }
        call.close(Status.UNAUTHENTICATED.withDescription("missing or wrong token"), new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
