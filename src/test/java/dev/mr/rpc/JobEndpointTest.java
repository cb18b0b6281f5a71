package dev.mr.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.rpc.v1.jobs.CancelRequest;
import dev.mr.rpc.v1.jobs.GetRequest;
import dev.mr.rpc.v1.jobs.JobServiceGrpc;
import dev.mr.rpc.v1.jobs.JobServiceGrpc.JobServiceBlockingStub;
import dev.mr.rpc.v1.jobs.ListRequest;
import dev.mr.rpc.v1.jobs.ListResponse;
import dev.mr.rpc.v1.jobs.SubmitRequest;
import dev.mr.rpc.v1.jobs.SubmitResponse;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All calls that are answered once, over real sockets. */
class JobEndpointTest {
    private static final Submission WORDS = new Submission(
            "r-1", "wordcount", List.of("books", "/data/more"), Map.of("language", "de"), Map.of("map-tasks", "7"));

    private final JobServer service = new JobServer();
    private final KeptJobs jobs = service.jobs;
    private final JobClient client = service.client();
    private final JobServiceBlockingStub stub = JobServiceGrpc.newBlockingStub(service.channel())
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(JobServer.TOKEN.metadata()));

    @AfterEach
    void close() throws Exception {
        service.close();
    }

    @Test
    void a_job_arrives_as_it_was_submitted_and_a_repeated_request_is_the_same_job() {
        assertThat(client.submit(WORDS)).isEqualTo("job-r-1");
        assertThat(client.submit(WORDS)).isEqualTo("job-r-1");
        assertThat(jobs.submitted).containsExactly(WORDS, WORDS);
        assertThat(client.list("", 10)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "../x", "ä", "a\n", "a/b"})
    void a_request_id_that_is_none_is_refused_before_anything_is_asked(String id) {
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                "expected 1 to 100 of A-Z a-z 0-9 . _ -",
                () -> stub.submit(SubmitRequest.newBuilder().setRequestId(id).build()));
        assertThat(jobs.submitted).isEmpty();
    }

    @Test
    void a_request_id_has_at_most_a_hundred_characters() {
        stub.submit(SubmitRequest.newBuilder().setRequestId("x".repeat(100)).build());
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                "1 to 100",
                () -> stub.submit(
                        SubmitRequest.newBuilder().setRequestId("x".repeat(101)).build()));
        assertThat(jobs.submitted).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"})
    void a_job_is_seen_as_it_is_in_every_state(JobState state) {
        String job = jobs.accept("a", "wordcount");
        jobs.become(job, state, "why: ä€😀");
        JobView seen = client.get(job);
        assertThat(seen).isEqualTo(jobs.get(job));
        assertThat(seen.state()).isEqualTo(state);
        assertThat(seen.progress()).contains(new JobView.Progress(10, 7, 3, 1));
        assertThat(seen.finishedMillis().isPresent()).isEqualTo(state.isFinished());
        assertThat(client.list("", 1)).containsExactlyElementsOf(jobs.list("", 1));
    }

    @Test
    void a_job_that_is_committing_still_runs_to_its_clients() {
        String job = jobs.accept("a", "wordcount");
        jobs.become(job, JobState.COMMITTING, "");
        assertThat(client.get(job).state()).isEqualTo(JobState.RUNNING);
    }

    @Test
    void a_cancelled_job_is_answered_as_it_is_then_and_a_finished_one_is_too_late() {
        String job = jobs.accept("a", "wordcount");
        assertThat(client.cancel(job).state()).isEqualTo(JobState.CANCELLED);
        assertThat(client.cancel(job).message()).isEqualTo("cancelled by a client");
        jobs.become(job, JobState.SUCCEEDED, "");
        assertRefused(
                Status.Code.FAILED_PRECONDITION,
                job + " has succeeded",
                () -> stub.cancel(CancelRequest.newBuilder().setJob(job).build()));
    }

    @Test
    void an_unknown_job_is_not_found() {
        assertRefused(
                Status.Code.NOT_FOUND,
                "there is no job x",
                () -> stub.get(GetRequest.newBuilder().setJob("x").build()));
        assertRefused(
                Status.Code.NOT_FOUND,
                "there is no job x",
                () -> stub.cancel(CancelRequest.newBuilder().setJob("x").build()));
        assertRefused(
                Status.Code.NOT_FOUND,
                "there is no job x",
                () -> stub.list(ListRequest.newBuilder().setAfter("x").build()));
    }

    @Test
    void pages_join_without_gap_or_repetition_and_the_last_one_says_so() {
        List<String> accepted = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            accepted.add(jobs.accept("n" + i, "wordcount"));
        }
        ListResponse first = stub.list(ListRequest.getDefaultInstance());
        assertThat(first.getJobsCount()).isEqualTo(JobEndpoint.DEFAULT_LIMIT);
        assertThat(first.getNext()).isEqualTo("job-n99");
        ListResponse last = stub.list(
                ListRequest.newBuilder().setAfter("job-n99").setLimit(150).build());
        assertThat(last.getJobsCount()).isEqualTo(150);
        assertThat(last.getNext()).isEmpty();
        assertThat(client.list("", 5_000)).extracting(JobView::job).isEqualTo(accepted);
        assertThat(client.list("job-n99", 3)).extracting(JobView::job).isEqualTo(accepted.subList(100, 103));
        assertThat(client.list("job-n249", 3)).isEmpty();
    }

    @Test
    void a_page_has_at_most_a_thousand_jobs() {
        stub.list(ListRequest.newBuilder().setLimit(1_000).build());
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                "limit is 1001, expected at most 1000",
                () -> stub.list(ListRequest.newBuilder().setLimit(1_001).build()));
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                "limit is 4294967295",
                () -> stub.list(ListRequest.newBuilder().setLimit(-1).build()));
    }

    @Test
    void a_page_of_large_jobs_is_shorter_than_asked_for_and_fits_every_client() {
        List<String> accepted = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String job = jobs.accept("n" + i, "x".repeat(20_000));
            accepted.add(job);
        }
        ListResponse page = stub.list(ListRequest.newBuilder().setLimit(1_000).build());
        assertThat(page.getJobsCount()).isBetween(10, 60);
        assertThat(page.getNext()).isEqualTo(accepted.get(page.getJobsCount() - 1));
        assertThat(client.list("", 1_000)).extracting(JobView::job).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({
        "USAGE, INVALID_ARGUMENT, USAGE",
        "INPUT_CHANGED, INVALID_ARGUMENT, USAGE",
        "JOB_FAILED, INVALID_ARGUMENT, USAGE",
        "ENVIRONMENT, UNAVAILABLE, ENVIRONMENT",
        "OTHER_DRIVER, UNAVAILABLE, ENVIRONMENT",
        "INTERNAL, UNAVAILABLE, ENVIRONMENT",
        "STATE_UNUSABLE, INTERNAL, INTERNAL"
    })
    void an_error_that_is_known_arrives_as_its_line(ExitCode thrown, Status.Code code, ExitCode seen) {
        jobs.failure = new MrException(thrown, "no space left on /dev/sdb1");
        assertRefused(code, "no space left on /dev/sdb1", () -> stub.get(GetRequest.getDefaultInstance()));
        assertThatThrownBy(() -> client.get("x"))
                .isInstanceOfSatisfying(
                        MrException.class,
                        refused -> assertThat(refused.exitCode()).isEqualTo(seen))
                .hasMessageEndingWith("no space left on /dev/sdb1");
    }

    @Test
    void a_bug_of_the_service_arrives_without_its_message_or_stack_and_costs_one_call() {
        String job = jobs.accept("a", "wordcount");
        jobs.failure = new IllegalStateException("row 17 is gone");
        assertRefused(
                Status.Code.INTERNAL,
                "a bug of the service, see its log: IllegalStateException",
                () -> stub.get(GetRequest.newBuilder().setJob(job).build()));
        jobs.failure = new StackOverflowError();
        assertThatThrownBy(() -> client.get(job)).isInstanceOfSatisfying(MrException.class, refused -> {
            assertThat(refused.exitCode()).isEqualTo(ExitCode.INTERNAL);
            assertThat(refused.line()).doesNotContain("\n");
        });
        jobs.failure = null;
        assertThat(client.get(job).job()).isEqualTo(job);
    }

    @Test
    void a_long_line_of_any_letters_is_cut_and_arrives() {
        jobs.failure = new JobRefusal(JobRefusal.Kind.INVALID, "€\n".repeat(10_000));
        assertThatThrownBy(() -> client.get("x"))
                .isInstanceOfSatisfying(
                        MrException.class,
                        refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageStartingWith("€\\n€\\n");
    }

    @Test
    void calls_that_wait_hold_up_no_thread_of_the_transport_and_too_many_are_told_to_come_again() {
        jobs.gate = new CountDownLatch(1);
        List<CompletableFuture<?>> calls = new ArrayList<>();
        var future = JobServiceGrpc.newStub(service.channel())
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(JobServer.TOKEN.metadata()));
        int most = JobEndpoint.MAX_CALLS + JobEndpoint.MAX_WAITING;
        for (int i = 0; i <= most; i++) {
            Answer<dev.mr.rpc.v1.jobs.Job> answer = new Answer<>();
            calls.add(answer.ended);
            future.get(GetRequest.newBuilder().setJob("x").build(), answer);
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> calls.stream().anyMatch(CompletableFuture::isDone));
        assertThat(jobs.waiting).hasValue(JobEndpoint.MAX_CALLS);
        assertThat(calls.stream().filter(CompletableFuture::isDone)).hasSize(1);
        assertRefused(
                Status.Code.UNAVAILABLE,
                "the service is busy with " + most + " calls; try again",
                () -> stub.get(GetRequest.getDefaultInstance()));
        jobs.gate.countDown();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> calls.stream().allMatch(CompletableFuture::isDone));
    }

    @Test
    void submits_that_wait_hold_up_no_other_call_and_too_many_of_them_are_told_to_come_again() {
        String job = jobs.accept("a", "wordcount");
        jobs.submitGate = new CountDownLatch(1);
        List<Answer<SubmitResponse>> answers = new ArrayList<>();
        int most = JobEndpoint.MAX_SUBMITS + JobEndpoint.MAX_SUBMITS_WAITING;
        for (int i = 0; i <= most; i++) {
            answers.add(submit("r-" + i));
        }
        Awaitility.await().until(() -> answers.stream().anyMatch(answer -> answer.ended.isDone()));
        Awaitility.await().untilAsserted(() -> assertThat(jobs.waiting).hasValue(JobEndpoint.MAX_SUBMITS));
        assertThat(client.get(job).job()).isEqualTo(job);
        assertThat(client.list("", 10)).hasSize(1);
        assertThat(client.cancel(job).state()).isEqualTo(JobState.CANCELLED);
        assertRefused(
                Status.Code.UNAVAILABLE,
                "the service is busy with " + most + " submits; try again",
                () -> stub.submit(SubmitRequest.newBuilder().setRequestId("r").build()));
        jobs.submitGate.countDown();
        Awaitility.await().until(() -> answers.stream().allMatch(answer -> answer.ended.isDone()));
        assertThat(answers.stream().filter(answer -> answer.ended.join() == Status.Code.OK))
                .hasSize(most);
        assertThat(jobs.submitted).hasSize(most);
    }

    @Test
    void a_submit_whose_client_goes_away_while_it_waits_makes_room_and_is_not_begun() {
        jobs.submitGate = new CountDownLatch(1);
        List<Answer<SubmitResponse>> answers = new ArrayList<>();
        for (int i = 0; i < JobEndpoint.MAX_SUBMITS; i++) {
            answers.add(submit("first-" + i));
        }
        Awaitility.await().untilAsserted(() -> assertThat(jobs.waiting).hasValue(JobEndpoint.MAX_SUBMITS));
        Answer<SubmitResponse> gone = new Answer<>();
        Context.CancellableContext leaving = Context.current().withCancellation();
        leaving.run(() -> submit("gone", gone));
        for (int i = 0; i < JobEndpoint.MAX_SUBMITS_WAITING; i++) {
            answers.add(submit("next-" + i));
        }
        Awaitility.await().until(() -> answers.stream().anyMatch(answer -> answer.ended.isDone()));
        assertThat(gone.ended).isNotDone();
        leaving.cancel(null);
        assertThat(gone.ended.join()).isEqualTo(Status.Code.CANCELLED);
        // Who is in line until its time is over found a place there.
        Awaitility.await()
                .untilAsserted(() -> assertRefused(
                        Status.Code.DEADLINE_EXCEEDED,
                        "",
                        () -> stub.withDeadlineAfter(1, TimeUnit.SECONDS)
                                .submit(SubmitRequest.newBuilder()
                                        .setRequestId("late")
                                        .build())));
        jobs.submitGate.countDown();
        Awaitility.await().until(() -> answers.stream().allMatch(answer -> answer.ended.isDone()));
        assertThat(jobs.submitted)
                .extracting(Submission::request)
                .contains("next-0")
                .doesNotContain("gone");
    }

    private Answer<SubmitResponse> submit(String request) {
        Answer<SubmitResponse> answer = new Answer<>();
        submit(request, answer);
        return answer;
    }

    private void submit(String request, Answer<SubmitResponse> answer) {
        JobServiceGrpc.newStub(stub.getChannel())
                .submit(SubmitRequest.newBuilder().setRequestId(request).build(), answer);
    }

    @Test
    void a_message_that_is_too_large_is_refused_before_it_is_sent_and_when_it_comes() {
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            inputs.add("/a/folder/that/has/a/rather/long/name/and/in/it/input-" + i);
        }
        Submission large = new Submission("a", "wordcount", inputs, Map.of(), Map.of());
        assertThatThrownBy(() -> client.submit(large))
                .isInstanceOfSatisfying(
                        MrException.class,
                        refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("name folders instead of the files in them");
        assertThatThrownBy(() -> stub.submit(JobMessages.toProto(large))).isInstanceOf(StatusRuntimeException.class);
        assertThat(jobs.submitted).isEmpty();
    }

    private static void assertRefused(Status.Code code, String phrase, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
            assertThat(refused.getStatus().getCode()).isEqualTo(code);
            assertThat(refused.getStatus().getDescription()).contains(phrase).doesNotContain("\n");
        });
    }
}
