package dev.mr.rpc;

import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.OneLine;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a client makes of a call that failed: who is to act, and a line that says what on. */
final class JobFailures {
    private JobFailures() {}

    static MrException of(StatusRuntimeException failure, DriverAddress address) {
        Status status = failure.getStatus();
        String said = OneLine.of(status.getDescription() == null ? "no reason given" : status.getDescription());
        return switch (status.getCode()) {
            case NOT_FOUND, INVALID_ARGUMENT, FAILED_PRECONDITION -> new MrException(ExitCode.USAGE, said, failure);
            case UNIMPLEMENTED ->
                new MrException(
                        ExitCode.USAGE,
                        "what listens at " + address + " does not take jobs; expected a service (mr-driver serve)",
                        failure);
            case UNAVAILABLE ->
                new MrException(
                        ExitCode.ENVIRONMENT,
                        JobErrors.isOwn(failure) ? said : unreached(status.getCause(), said, address),
                        failure);
            case DEADLINE_EXCEEDED ->
                new MrException(
                        ExitCode.ENVIRONMENT,
                        "the service at " + address + " did not answer in time (" + said + ")",
                        failure);
            case CANCELLED ->
                new MrException(
                        ExitCode.ENVIRONMENT, "the call of the service at " + address + " was broken off", failure);
            case UNAUTHENTICATED, PERMISSION_DENIED ->
                new MrException(
                        ExitCode.AUTHENTICATION, "the service at " + address + " refuses the call: " + said, failure);
            case OK, UNKNOWN, ALREADY_EXISTS, RESOURCE_EXHAUSTED, ABORTED, OUT_OF_RANGE, INTERNAL, DATA_LOSS ->
                new MrException(
                        ExitCode.INTERNAL,
                        "the service at " + address + " failed: " + status.getCode() + ": " + said,
                        failure);
        };
    }

    /** The complaint of TLS among the causes; null when there is none. */
    static @Nullable String ofTls(@Nullable Throwable failure) {
        String complaint = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException || complaint != null) {
                complaint = String.valueOf(cause.getMessage());
            }
        }
        return complaint == null ? null : OneLine.of(complaint);
    }

    private static String unreached(@Nullable Throwable cause, String said, DriverAddress address) {
        String tls = ofTls(cause);
        if (tls != null) {
            return "no TLS connection with " + address + ": " + tls;
        }
        if (cause == null) {
            // It took the connection, then dropped it without a word.
            return "the connection with " + address + " broke (" + said
                    + (address.speaksTls() ? ")" : "; a service that expects TLS does that too)");
        }
        Throwable deepest = cause;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        if (deepest instanceof UnresolvedAddressException) {
            return "there is no service at " + address + " (no such host is known)";
        }
        String reason = deepest.getMessage() == null ? said : OneLine.of(deepest.getMessage());
        return "there is no service at " + address + " (" + reason + ")";
    }
}
