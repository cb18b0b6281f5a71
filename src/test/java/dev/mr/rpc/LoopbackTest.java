package dev.mr.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.ExitCode;
import dev.mr.task.FailureKind;
import dev.mr.task.MrException;
import dev.mr.task.TaskId;
import dev.mr.task.WorkerMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Driver and worker over real sockets. */
class LoopbackTest {
    private static final Token TOKEN = new Token("secret");

    private final Driver heardByDriver = new Driver();
    private final KeptWork work = new KeptWork();
    private final CountDownLatch reading = new CountDownLatch(1);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final DriverServer server =
            new DriverServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TOKEN, work, heardByDriver);

    /** What the driver hears, as lines. */
    private static final class Driver implements DriverServer.Listener {
        final List<WorkerMessage> said = new CopyOnWriteArrayList<>();
        final List<String> closed = new CopyOnWriteArrayList<>();
        volatile CountDownLatch reading = new CountDownLatch(0);

        @Override
        public void said(long session, WorkerMessage message) {
            awaitUnchecked(reading);
            assertThat(closed).as("heard after the end: %s", message).isEmpty();
            said.add(message);
        }

        @Override
        public void closed(long session, String reason) {
            closed.add(session + " " + reason);
        }
    }

    /** What a worker hears. */
    private static class Worker implements DriverConnection.Listener {
        final List<DriverMessage> said = new CopyOnWriteArrayList<>();
        final List<String> closed = new CopyOnWriteArrayList<>();

        @Override
        public void said(DriverMessage message) {
            said.add(message);
        }

        @Override
        public void closed(DriverConnection.End end, String reason) {
            closed.add(end + " " + reason);
        }
    }

    /** Patient: the machine may be busy, and nothing here is about time. */
    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(1));
    }

    @AfterEach
    void close() throws Exception {
        reading.countDown();
        for (AutoCloseable one : open) {
            one.close();
        }
        server.close();
    }

    private DriverConnection connect(Token token, Worker worker) {
        DriverConnection connection = new DriverConnection("127.0.0.1", server.port(), token, work, worker);
        open.add(connection);
        return connection;
    }

    @Test
    void both_sides_hear_everything_in_order() {
        Worker worker = new Worker();
        DriverConnection connection = connect(TOKEN, worker);
        List<WorkerMessage> up = new ArrayList<>();
        List<DriverMessage> down = new ArrayList<>();
        for (long i = 0; i < 500; i++) {
            up.add(new WorkerMessage.Heartbeat(i, List.of()));
            down.add(new DriverMessage.HeartbeatAck(i));
        }
        down.add(new RandomMessages(3).reduceOf(100_000));
        up.forEach(connection::send);
        await().until(() -> heardByDriver.said.size() == up.size());
        assertThat(heardByDriver.said).isEqualTo(up);
        down.forEach(message -> server.send(1, message));
        // the comparison is made once: to describe a difference among 100,000 buckets takes seconds
        await().until(() -> worker.said.size() == down.size());
        assertThat(worker.said).isEqualTo(down);
        assertThat(heardByDriver.closed).isEmpty();
        assertThat(worker.closed).isEmpty();
    }

    @Test
    void the_end_by_the_driver_comes_after_what_it_said_and_is_heard_once_on_both_sides() {
        Worker worker = new Worker();
        DriverConnection connection = connect(TOKEN, worker);
        connection.send(new WorkerMessage.Ready(1));
        await().until(() -> !heardByDriver.said.isEmpty());
        server.send(1, new DriverMessage.HeartbeatAck(7));
        server.shutdown(5_000);
        await().untilAsserted(() -> assertThat(worker.closed).containsExactly("LOST the driver closed the stream"));
        assertThat(worker.said).containsExactly(new DriverMessage.HeartbeatAck(7));
        await().untilAsserted(() -> assertThat(heardByDriver.closed).containsExactly("1 the driver ended it"));
        connection.close();
        assertStaysAtOneEnd(worker);
    }

    @Test
    void the_end_by_the_worker_comes_after_what_it_said_and_is_heard_once_by_the_driver() {
        Worker worker = new Worker();
        DriverConnection connection = connect(TOKEN, worker);
        connection.send(new WorkerMessage.Goodbye("enough"));
        connection.shutdown(5_000);
        await().untilAsserted(() -> assertThat(heardByDriver.closed).containsExactly("1 the worker ended it"));
        assertThat(heardByDriver.said).containsExactly(new WorkerMessage.Goodbye("enough"));
        assertThat(worker.closed).as("it ended the stream itself").isEmpty();
        server.send(1, new DriverMessage.HeartbeatAck(1));
        server.refuse(1, "too late");
        assertThat(heardByDriver.closed).hasSize(1);
    }

    @Test
    void a_worker_that_vanishes_is_heard_of_once() {
        DriverConnection connection = connect(TOKEN, new Worker());
        connection.send(new WorkerMessage.Ready(1));
        await().until(() -> !heardByDriver.said.isEmpty());
        connection.close();
        await().untilAsserted(() -> assertThat(heardByDriver.closed).containsExactly("1 the connection broke"));
    }

    @Test
    void a_refused_worker_hears_why() {
        Worker worker = new Worker();
        DriverConnection connection = connect(TOKEN, worker);
        connection.send(new WorkerMessage.Ready(1));
        await().until(() -> !heardByDriver.said.isEmpty());
        server.refuse(1, "you are of another build");
        connection.send(new WorkerMessage.Ready(1));
        await().untilAsserted(() -> assertThat(worker.closed).containsExactly("REFUSED you are of another build"));
        assertThat(heardByDriver.closed).containsExactly("1 refused: you are of another build");
    }

    @Test
    void a_worker_that_does_not_read_is_dropped_and_the_driver_hears_why() {
        Worker worker = new Worker() {
            @Override
            public void said(DriverMessage message) {
                awaitUnchecked(reading);
            }
        };
        connect(TOKEN, worker).send(new WorkerMessage.Ready(1));
        await().until(() -> !heardByDriver.said.isEmpty());
        AttemptId attempt = new AttemptId(TaskId.map(0), 1, 0);
        DriverMessage large = new DriverMessage.Rejected(attempt, "x".repeat(100_000));
        for (int i = 0; i < 2 * SerialSender.MAX_QUEUED; i++) {
            server.send(1, large);
        }
        assertThat(heardByDriver.closed).containsExactly("1 it does not read what it is sent");
        reading.countDown();
        await().untilAsserted(() ->
                assertThat(worker.closed).containsExactly("LOST the peer does not read: 1024 messages wait"));
        assertStaysAtOneEnd(worker);
    }

    @Test
    void a_driver_that_does_not_read_is_lost_and_the_worker_hears_why() {
        Worker worker = new Worker();
        DriverConnection connection = connect(TOKEN, worker);
        connection.send(new WorkerMessage.Ready(1));
        await().until(() -> !heardByDriver.said.isEmpty());
        heardByDriver.reading = reading;
        AttemptId attempt = new AttemptId(TaskId.map(0), 1, 0);
        WorkerMessage large = new WorkerMessage.Failed(attempt, FailureKind.USER, "x".repeat(100_000), "");
        for (int i = 0; i < 2 * SerialSender.MAX_QUEUED; i++) {
            connection.send(large);
        }
        assertThat(worker.closed).containsExactly("LOST the peer does not read: 1024 messages wait");
        server.send(1, new DriverMessage.HeartbeatAck(1));
        reading.countDown();
        await().untilAsserted(() -> assertThat(heardByDriver.closed).containsExactly("1 the connection broke"));
        assertStaysAtOneEnd(worker);
        assertThat(worker.said).isEmpty();
    }

    @Test
    void nothing_more_is_heard_of_a_session_that_was_refused() {
        Worker worker = new Worker();
        DriverConnection connection = connect(TOKEN, worker);
        connection.send(new WorkerMessage.Ready(1));
        await().until(() -> !heardByDriver.said.isEmpty());
        for (int i = 0; i < 200; i++) {
            connection.send(new WorkerMessage.Ready(1));
        }
        server.refuse(1, "no");
        await().until(() -> !worker.closed.isEmpty());
        assertStaysAtOneEnd(worker);
    }

    @Test
    void a_wrong_token_is_heard_of_as_such_and_never_reaches_the_driver() {
        Worker worker = new Worker();
        connect(new Token("guess"), worker).send(new WorkerMessage.Ready(1));
        await().untilAsserted(
                        () -> assertThat(worker.closed).containsExactly("UNAUTHENTICATED missing or wrong token"));
        assertThat(heardByDriver.said).isEmpty();
        assertThat(heardByDriver.closed).isEmpty();
    }

    @Test
    void a_driver_that_is_not_there_is_a_lost_one() {
        Worker worker = new Worker();
        int port = server.port();
        server.close();
        await().untilAsserted(() -> new java.net.ServerSocket(port).close());
        open.add(new DriverConnection("127.0.0.1", port, TOKEN, work, worker));
        await().untilAsserted(() ->
                assertThat(worker.closed).singleElement().asString().startsWith("LOST "));
    }

    @Test
    void a_message_that_is_too_large_ends_the_session_and_nothing_else() {
        Worker large = new Worker();
        Worker other = new Worker();
        AttemptId attempt = new AttemptId(TaskId.map(0), 1, 0);
        connect(TOKEN, large).send(new WorkerMessage.Failed(attempt, FailureKind.USER, "x".repeat(2 << 20), ""));
        await().until(() -> !large.closed.isEmpty() && !heardByDriver.closed.isEmpty());
        assertThat(heardByDriver.said).isEmpty();
        heardByDriver.closed.clear();
        connect(TOKEN, other).send(new WorkerMessage.Ready(2));
        await().untilAsserted(() -> assertThat(heardByDriver.said).containsExactly(new WorkerMessage.Ready(2)));
    }

    @Test
    void a_work_file_that_was_tampered_with_ends_the_stream_with_its_name() {
        Worker worker = new Worker();
        connect(TOKEN, worker).send(new WorkerMessage.Ready(1));
        await().until(() -> !heardByDriver.said.isEmpty());
        WorkFiles tampering = new WorkFiles() {
            @Override
            public String save(String folder, AttemptId attempt, byte[] content) {
                return work.save(folder, attempt, content);
            }

            @Override
            public byte[] load(String folder, String name) throws java.io.IOException {
                byte[] content = work.load(folder, name).clone();
                content[9] ^= 1;
                return content;
            }
        };
        Worker deceived = new Worker();
        DriverConnection second = new DriverConnection("127.0.0.1", server.port(), TOKEN, tampering, deceived);
        open.add(second);
        second.send(new WorkerMessage.Ready(1));
        await().until(() -> heardByDriver.said.size() == 2);
        server.send(2, new RandomMessages(3).reduceOf(100_000));
        await().untilAsserted(() -> assertThat(deceived.closed)
                .singleElement()
                .asString()
                .startsWith("LOST the driver sent work-r-")
                .endsWith("does not match its checksum"));
        assertThat(deceived.said).isEmpty();
        assertThat(worker.closed).isEmpty();
    }

    @Test
    void a_port_in_use_is_an_error_of_the_environment_that_names_it() {
        assertThatThrownBy(() -> new DriverServer(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                        TOKEN,
                        work,
                        heardByDriver))
                .isInstanceOfSatisfying(
                        MrException.class,
                        refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.ENVIRONMENT))
                .hasMessageContainingAll(":" + server.port() + ": ", "Address already in use", "--listen HOST:PORT");
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private void assertStaysAtOneEnd(Worker worker) {
        await().during(java.time.Duration.ofMillis(200))
                .until(() -> heardByDriver.closed.size() <= 1 && worker.closed.size() == 1);
    }
}
