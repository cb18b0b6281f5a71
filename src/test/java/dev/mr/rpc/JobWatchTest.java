package dev.mr.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.rpc.v1.jobs.JobServiceGrpc;
import dev.mr.rpc.v1.jobs.WatchRequest;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Following a job's history, over real sockets. */
class JobWatchTest {
    private final JobServer service = new JobServer();
    private final KeptJobs jobs = service.jobs;
    private final JobClient client = service.client();
    private final String job = jobs.accept("a", "wordcount");

    @AfterEach
    void close() throws Exception {
        service.close();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(1));
    }

    @Test
    void a_finished_job_is_told_from_the_line_asked_for_to_its_last_and_then_ends() {
        jobs.write(job, 3 * JobWatch.PAGE, "x");
        jobs.become(job, JobState.SUCCEEDED, "");
        assertThat(watched(0)).isEqualTo(jobs.lines(job));
        assertThat(watched(700)).isEqualTo(jobs.lines(job).subList(700, 3 * JobWatch.PAGE + 1));
        assertThat(watched(3 * JobWatch.PAGE)).hasSize(1);
        assertThat(watched(3 * JobWatch.PAGE + 1)).isEmpty();
        assertThat(watched(1_000_000)).isEmpty();
    }

    @Test
    void a_job_without_a_line_that_has_ended_ends_the_watch_at_once() {
        String other = jobs.accept("b", "wordcount");
        jobs.become(other, JobState.FAILED, "no input");
        List<JobLine> seen = new ArrayList<>();
        client.watch(other, 1, seen::add);
        assertThat(seen).isEmpty();
    }

    @Test
    void lines_are_told_as_they_are_written_each_once() throws Exception {
        List<JobLine> seen = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> watching = watching(seen::add);
        for (int i = 0; i < 50; i++) {
            jobs.write(job, i % 3 + 1, "round " + i);
            if (i % 10 == 0) {
                int written = jobs.lines(job).size();
                await().until(() -> seen.size() >= written);
            }
        }
        assertThat(watching).isNotDone();
        jobs.become(job, JobState.CANCELLED, "");
        watching.get();
        assertThat(seen).isEqualTo(jobs.lines(job));
    }

    @Test
    void a_client_that_takes_nothing_is_sent_little_and_the_rest_once_it_does() {
        jobs.write(job, 40 * JobWatch.PAGE, "x".repeat(500));
        SlowReader reader = new SlowReader();
        watchAsync(reader);
        await().until(() -> jobs.reads.get() > 0);
        await().during(Duration.ofMillis(300)).until(() -> jobs.reads.get() < 10);
        jobs.become(job, JobState.SUCCEEDED, "");
        reader.take(Integer.MAX_VALUE);
        await().until(reader.answer.ended::isDone);
        assertThat(reader.answer.ended).isCompletedWithValue(Status.Code.OK);
        assertThat(reader.answer.messages.stream().map(JobMessages::fromProto)).isEqualTo(jobs.lines(job));
    }

    @Test
    void what_is_written_while_a_client_takes_nothing_is_told_when_it_does() {
        jobs.write(job, JobWatch.PAGE / 2, "x".repeat(2_000));
        SlowReader reader = new SlowReader();
        watchAsync(reader);
        await().until(() -> jobs.reads.get() > 0);
        jobs.write(job, 3, "y");
        reader.take(Integer.MAX_VALUE);
        await().until(() -> reader.answer.messages.size() == JobWatch.PAGE / 2 + 3);
    }

    @Test
    void hundreds_of_watches_see_all_and_read_nothing_while_nothing_happens() {
        List<Answer<dev.mr.rpc.v1.jobs.JobLine>> watchers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            SlowReader reader = new SlowReader();
            watchAsync(reader);
            reader.take(Integer.MAX_VALUE);
            watchers.add(reader.answer);
        }
        String other = jobs.accept("b", "wordcount");
        jobs.write(job, 20, "x");
        await().until(() -> watchers.stream().allMatch(watcher -> watcher.messages.size() == 20));
        // what is still read was asked for by the lines above
        await().during(Duration.ofMillis(200)).until(() -> {
            int before = jobs.reads.get();
            jobs.write(other, 1, "of no interest");
            return jobs.reads.get() == before;
        });
        jobs.become(job, JobState.SUCCEEDED, "");
        await().until(() -> watchers.stream().allMatch(watcher -> watcher.ended.isDone()));
        assertThat(watchers).allSatisfy(watcher -> {
            assertThat(watcher.ended).isCompletedWithValue(Status.Code.OK);
            assertThat(watcher.messages.stream().map(JobMessages::fromProto)).isEqualTo(jobs.lines(job));
        });
    }

    @Test
    void a_watch_goes_on_from_the_last_line_seen_when_it_was_broken_off() {
        jobs.write(job, 1_000, "x");
        List<JobLine> seen = new ArrayList<>();
        Consumer<JobLine> breaking = line -> {
            if (line.sequence() == 613) {
                throw new IllegalStateException("enough");
            }
            seen.add(line);
        };
        assertThatThrownBy(() -> client.watch(job, 0, breaking)).hasMessage("enough");
        jobs.become(job, JobState.SUCCEEDED, "");
        client.watch(job, seen.get(seen.size() - 1).sequence(), seen::add);
        assertThat(seen).isEqualTo(jobs.lines(job));
    }

    @Test
    void a_watch_that_was_broken_off_is_forgotten() {
        try (JobClient leaving = service.client()) {
            jobs.write(job, 1, "x");
            assertThatThrownBy(() -> leaving.watch(job, 0, line -> {
                        throw new IllegalStateException("enough");
                    }))
                    .hasMessage("enough");
        }
        await().until(() -> {
            int before = jobs.reads.get();
            jobs.write(job, 1, "y");
            Awaitility.await().during(Duration.ofMillis(50)).until(() -> true);
            return jobs.reads.get() == before;
        });
    }

    @Test
    void an_unknown_job_cannot_be_watched_nor_can_a_line_before_the_first() {
        assertThatThrownBy(() -> client.watch("x", 0, line -> {}))
                .isInstanceOfSatisfying(
                        MrException.class,
                        refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessage("there is no job x");
        assertThatThrownBy(() -> client.watch(job, -1, line -> {})).hasMessageContaining("expected the sequence");
    }

    @Test
    void what_goes_wrong_on_the_way_ends_the_watch_with_its_line() {
        List<JobLine> seen = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> watching = watching(seen::add);
        jobs.write(job, 3, "x");
        await().until(() -> seen.size() == 3);
        jobs.failure = new MrException(ExitCode.ENVIRONMENT, "the disk is gone");
        jobs.write(job, 1, "y");
        assertThatThrownBy(watching::get)
                .cause()
                .isInstanceOfSatisfying(
                        MrException.class,
                        broken -> assertThat(broken.exitCode()).isEqualTo(ExitCode.ENVIRONMENT))
                .hasMessage("the disk is gone");
    }

    @Test
    void the_end_of_the_service_ends_its_watches_and_says_so() {
        List<JobLine> seen = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> watching = watching(seen::add);
        jobs.write(job, 3, "x");
        await().until(() -> seen.size() == 3);
        service.server.shutdown(10_000);
        assertThatThrownBy(watching::get)
                .cause()
                .isInstanceOfSatisfying(
                        MrException.class,
                        broken -> assertThat(broken.exitCode()).isEqualTo(ExitCode.ENVIRONMENT))
                .hasMessage("the service stops");
    }

    private List<JobLine> watched(long after) {
        List<JobLine> seen = new ArrayList<>();
        client.watch(job, after, seen::add);
        return seen;
    }

    private CompletableFuture<Void> watching(Consumer<JobLine> sink) {
        return CompletableFuture.runAsync(() -> client.watch(job, 0, sink));
    }

    private void watchAsync(SlowReader reader) {
        JobServiceGrpc.newStub(service.channel())
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(JobServer.TOKEN.metadata()))
                .watch(WatchRequest.newBuilder().setJob(job).build(), reader);
    }

    /** Takes what it was told to, and no more. */
    private static final class SlowReader implements ClientResponseObserver<WatchRequest, dev.mr.rpc.v1.jobs.JobLine> {
        final Answer<dev.mr.rpc.v1.jobs.JobLine> answer = new Answer<>();
        private @Nullable ClientCallStreamObserver<WatchRequest> call;

        @Override
        public void beforeStart(ClientCallStreamObserver<WatchRequest> stream) {
            call = stream;
            stream.disableAutoRequestWithInitial(0);
        }

        void take(int messages) {
            if (call != null) {
                call.request(messages);
            }
        }

        @Override
        public void onNext(dev.mr.rpc.v1.jobs.JobLine line) {
            answer.onNext(line);
        }

        @Override
        public void onError(Throwable failure) {
            answer.onError(failure);
        }

        @Override
        public void onCompleted() {
            answer.onCompleted();
        }
    }
}
