package dev.mr.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.rpc.v1.DriverMessage;
import dev.mr.rpc.v1.HeartbeatAck;
import dev.mr.rpc.v1.Ready;
import dev.mr.rpc.v1.WorkerMessage;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A worker's stream over a transport that is as quick as can be: it says that a stream is closed while it is being ended. */
class WorkerStreamTest {
    private static final WorkerMessage READY = WorkerMessage.newBuilder()
            .setReady(Ready.newBuilder().setCredits(1))
            .build();
    private static final DriverMessage ACK = DriverMessage.newBuilder()
            .setHeartbeatAck(HeartbeatAck.newBuilder().setSequence(1))
            .build();

    private final List<String> heard = new ArrayList<>();
    private final Transport transport = new Transport();
    private final WorkerStream stream = new WorkerStream(
            1,
            transport,
            new DriverServer.Listener() {
                @Override
                public void said(long session, dev.mr.task.WorkerMessage message) {
                    heard.add(message.getClass().getSimpleName());
                }

                @Override
                public void closed(long session, String reason) {
                    heard.add(session + " " + reason);
                }
            },
            () -> heard.add("over"));

    /** Keeps what was sent, as lines. */
    private static final class Transport extends ServerCallStreamObserver<DriverMessage> {
        final List<String> sent = new ArrayList<>();
        boolean ready = true;
        Runnable whenReady = () -> {};
        Runnable whenClosed = () -> {};
        Runnable whenCancelled = () -> {};

        @Override
        public void onNext(DriverMessage message) {
            sent.add(message.getKindCase().toString());
        }

        @Override
        public void onError(Throwable failure) {
            Status status = Status.fromThrowable(failure);
            sent.add(status.getCode() + " " + status.getDescription());
            whenClosed.run();
        }

        @Override
        public void onCompleted() {
            sent.add("end");
            whenClosed.run();
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void setOnReadyHandler(Runnable handler) {
            whenReady = handler;
        }

        @Override
        public void setOnCloseHandler(Runnable handler) {
            whenClosed = handler;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {
            whenCancelled = handler;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void setCompression(String compression) {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void request(int count) {}

        @Override
        public void setMessageCompression(boolean enable) {}
    }

    @Test
    void a_refusal_is_heard_as_one_on_both_sides_however_soon_the_transport_closes() {
        stream.end(Status.FAILED_PRECONDITION.withDescription("another build"), "refused: another build");
        assertThat(transport.sent).containsExactly("FAILED_PRECONDITION another build");
        assertThat(heard).containsExactly("over", "1 refused: another build");
    }

    @Test
    void nothing_is_heard_after_the_end() {
        stream.onNext(READY);
        stream.end(Status.FAILED_PRECONDITION, "refused");
        stream.onNext(READY);
        stream.onNext(WorkerMessage.getDefaultInstance());
        stream.onCompleted();
        stream.onError(new IllegalStateException());
        transport.whenCancelled.run();
        stream.end(Status.FAILED_PRECONDITION, "refused again");
        assertThat(heard).containsExactly("Ready", "over", "1 refused");
        assertThat(transport.sent).hasSize(1);
    }

    @Test
    void a_malformed_message_ends_the_stream_for_what_it_is() {
        stream.onNext(WorkerMessage.getDefaultInstance());
        assertThat(heard).containsExactly("over", "1 it sent a message of no known kind");
        assertThat(transport.sent).containsExactly("INVALID_ARGUMENT a message of no known kind");
    }

    @Test
    void a_worker_that_does_not_read_is_dropped_as_such() {
        transport.ready = false;
        for (int i = 0; i <= SerialSender.MAX_QUEUED; i++) {
            stream.send(ACK);
        }
        assertThat(heard).containsExactly("over", "1 it does not read what it is sent");
        assertThat(transport.sent).containsExactly("RESOURCE_EXHAUSTED the peer does not read: 1024 messages wait");
    }

    @Test
    void the_end_by_the_driver_comes_after_all_that_was_sent() {
        transport.ready = false;
        stream.send(ACK);
        stream.complete("the job is done");
        assertThat(transport.sent).isEmpty();
        assertThat(heard).containsExactly("over", "1 the job is done");
        transport.ready = true;
        transport.whenReady.run();
        assertThat(transport.sent).containsExactly("HEARTBEAT_ACK", "end");
        assertThat(heard).hasSize(2);
    }

    @Test
    void a_worker_that_leaves_still_gets_what_waits_for_it_and_then_the_end() {
        transport.ready = false;
        stream.send(ACK);
        stream.onCompleted();
        transport.ready = true;
        transport.whenReady.run();
        assertThat(transport.sent).containsExactly("HEARTBEAT_ACK", "end");
        assertThat(heard).containsExactly("over", "1 the worker ended it");
    }

    @Test
    void a_broken_connection_is_heard_of_once_and_nothing_is_sent_to_it() {
        transport.whenCancelled.run();
        stream.onError(new IllegalStateException());
        transport.whenClosed.run();
        stream.send(ACK);
        stream.complete("the driver ended it");
        assertThat(heard).containsExactly("over", "1 the connection broke");
        assertThat(transport.sent).isEmpty();
    }
}
