package dev.mr.rpc;

import dev.mr.task.MrException;
import dev.mr.task.OneLine;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How what goes wrong in the service is told to its clients: a code to act on and one line to read, never a stack. */
final class JobErrors {
    /** Tells the service's own words from those of whatever lies between: a broken connection is UNAVAILABLE too. */
    private static final Metadata.Key<String> OWN_WORDS = Metadata.Key.of("mr-line", Metadata.ASCII_STRING_MARSHALLER);
    /** Escaped threefold it still fits with the other headers into the 8 KiB that clients take. */
    private static final int MAX_BYTES = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(JobErrors.class);

    private JobErrors() {}

    static Status of(Throwable failure) {
        if (failure instanceof JobRefusal refusal) {
            return code(refusal.kind()).withDescription(refusal.getMessage());
        }
        if (failure instanceof MrException known) {
            return code(known).withDescription(known.line());
        }
        LOG.error("a call of a client failed", failure);
        return Status.INTERNAL.withDescription(
                "a bug of the service, see its log: " + failure.getClass().getSimpleName());
    }

    /** What a call ends with, marked as the service's own. */
    static StatusRuntimeException exception(Status status) {
        Metadata trailers = new Metadata();
        trailers.put(OWN_WORDS, "1");
        String description = status.getDescription();
        return (description == null ? status : status.withDescription(fitting(OneLine.of(description))))
                .asRuntimeException(trailers);
    }

    /** Whether a service said so itself. */
    static boolean isOwn(StatusRuntimeException failure) {
        Metadata trailers = failure.getTrailers();
        return trailers != null && trailers.containsKey(OWN_WORDS);
    }

    private static Status code(JobRefusal.Kind kind) {
        return switch (kind) {
            case UNKNOWN -> Status.NOT_FOUND;
            case INVALID -> Status.INVALID_ARGUMENT;
            case LATE -> Status.FAILED_PRECONDITION;
        };
    }

    private static Status code(MrException failure) {
        return switch (failure.exitCode()) {
            // the last two from a look at what is asked for: its keys are sampled before it is accepted
            case USAGE, INPUT_CHANGED, JOB_FAILED -> Status.INVALID_ARGUMENT;
            case ENVIRONMENT, OTHER_DRIVER, INTERNAL -> Status.UNAVAILABLE;
            case DONE, STATE_UNUSABLE, AUTHENTICATION, DRIVER_LOST, WOULD_RUN -> Status.INTERNAL;
        };
    }

    private static String fitting(String line) {
        int bytes = 0;
        for (int i = 0; i < line.length(); i = line.offsetByCodePoints(i, 1)) {
            bytes += new String(Character.toChars(line.codePointAt(i))).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_BYTES) {
                return line.substring(0, i);
            }
        }
        return line;
    }
}
