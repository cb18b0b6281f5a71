package dev.mr.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.stub.CallStreamObserver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SerialSenderTest {
    private final Peer peer = new Peer();
    private final SerialSender<Integer> sender = new SerialSender<>(peer);

    /** A peer that reads when it is told to. */
    private static final class Peer extends CallStreamObserver<Integer> {
        final List<Integer> read = Collections.synchronizedList(new ArrayList<>());
        final List<String> ends = Collections.synchronizedList(new ArrayList<>());
        volatile boolean ready = true;

        @Override
        public void onNext(Integer value) {
            assertThat(ends).as("written after the end").isEmpty();
            read.add(value);
        }

        @Override
        public void onError(Throwable failure) {
            ends.add(Status.fromThrowable(failure).getCode().toString());
        }

        @Override
        public void onCompleted() {
            ends.add("completed");
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void setOnReadyHandler(Runnable handler) {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void request(int count) {}

        @Override
        public void setMessageCompression(boolean enable) {}
    }

    @Test
    void messages_wait_while_the_peer_does_not_read_and_keep_their_order() {
        sender.send(1);
        peer.ready = false;
        sender.send(2);
        sender.send(3);
        assertThat(peer.read).containsExactly(1);
        peer.ready = true;
        sender.send(4);
        assertThat(peer.read).containsExactly(1, 2, 3, 4);
    }

    @Test
    void what_does_not_fit_into_the_queue_is_not_taken_and_nothing_that_waits_is_sent_after_the_end() {
        peer.ready = false;
        for (int i = 0; i < SerialSender.MAX_QUEUED; i++) {
            assertThat(sender.send(i)).isTrue();
        }
        assertThat(sender.send(-1)).isFalse();
        assertThat(peer.ends).isEmpty();
        sender.fail(SerialSender.UNREAD);
        assertThat(peer.ends).containsExactly("RESOURCE_EXHAUSTED");
        peer.ready = true;
        sender.drain();
        sender.send(-2);
        sender.complete();
        assertThat(peer.read).isEmpty();
        assertThat(peer.ends).hasSize(1);
    }

    @Test
    void an_orderly_end_comes_after_everything_that_was_handed_over_and_once() {
        peer.ready = false;
        sender.send(1);
        sender.complete();
        sender.send(2);
        assertThat(peer.ends).isEmpty();
        peer.ready = true;
        sender.drain();
        sender.complete();
        sender.fail(Status.INTERNAL);
        assertThat(peer.read).containsExactly(1);
        assertThat(peer.ends).containsExactly("completed");
    }

    @Test
    void nothing_is_written_to_a_stream_that_ended_by_itself() {
        sender.closed();
        sender.send(1);
        sender.complete();
        sender.fail(Status.INTERNAL);
        assertThat(peer.read).isEmpty();
        assertThat(peer.ends).isEmpty();
    }

    @Test
    void many_threads_send_one_after_the_other_each_in_its_own_order() throws InterruptedException {
        int threads = 4;
        int each = 5_000;
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> writers = IntStream.range(0, threads)
                .mapToObj(t -> new Thread(() -> {
                    awaitUnchecked(start);
                    for (int i = 0; i < each; i++) {
                        sender.send(t * each + i);
                    }
                }))
                .toList();
        writers.forEach(Thread::start);
        start.countDown();
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(peer.read).hasSize(threads * each);
        for (int t = 0; t < threads; t++) {
            int from = t * each;
            assertThat(peer.read.stream().filter(i -> i >= from && i < from + each))
                    .isSorted();
        }
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
