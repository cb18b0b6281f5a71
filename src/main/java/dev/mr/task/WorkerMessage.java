package dev.mr.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a worker says to its driver, in the order it happened. */
public sealed interface WorkerMessage {
    /**
     * The first message of a stream.
     *
     * @param label the user's name for the worker ({@code --id})
     * @param reconnectMillis how long the worker would look for a resumed driver; 0 when it ends with its stream
     * @param jobUuid the job the worker believes it serves, or empty
     * @param held attempts that are with it since its last stream: they run, or have ended and nobody is known to have heard
     * @param formerWorker what it was on its last stream; 0 on its first
     */
    record Hello(
            String label,
            String host,
            long pid,
            int slots,
            String build,
            long reconnectMillis,
            String jobUuid,
            List<AttemptId> held,
            int formerWorker)
            implements WorkerMessage {
        public Hello {
            held = List.copyOf(held);
        }

        /** Of a worker that holds nothing. */
        public Hello(
                String label, String host, long pid, int slots, String build, long reconnectMillis, String jobUuid) {
            this(label, host, pid, slots, build, reconnectMillis, jobUuid, List.of(), 0);
        }
    }

    /** {@code credits} more tasks may be assigned. */
    record Ready(int credits) implements WorkerMessage {}

    /** The worker and the listed attempts are alive; {@code sequence} rises by one. */
    record Heartbeat(long sequence, List<Progress> progress) implements WorkerMessage {
        public Heartbeat {
            progress = List.copyOf(progress);
        }
    }

    /** How far a running attempt has come. */
    record Progress(AttemptId attempt, long records, long bytes, String position) {}

    /** The attempt's directory is complete; {@code receiptCrc32c} is the checksum its RECEIPT states of itself. */
    record Succeeded(AttemptId attempt, int receiptCrc32c) implements WorkerMessage {}

    /** The attempt ended without output. {@code stack} may be empty; {@code record} is what the map function failed on, if it is known. */
    record Failed(
            AttemptId attempt,
            FailureKind kind,
            String message,
            String stack,
            @Nullable BadRecord record) implements WorkerMessage {
        public Failed(AttemptId attempt, FailureKind kind, String message, String stack) {
            this(attempt, kind, message, stack, null);
        }
    }

    /** A reduce attempt read a damaged or missing bucket: file {@code mr-m-bucket} of {@code winner}. */
    record InputBad(AttemptId attempt, AttemptId winner, int bucket, String detail) implements WorkerMessage {}

    /** The worker ends of its own will and gives back whatever it holds. */
    record Goodbye(String reason) implements WorkerMessage {}
}
