package dev.mr.rpc;

import com.google.protobuf.MessageLite;
import dev.mr.rpc.v1.jobs.CancelRequest;
import dev.mr.rpc.v1.jobs.GetRequest;
import dev.mr.rpc.v1.jobs.Job;
import dev.mr.rpc.v1.jobs.JobServiceGrpc;
import dev.mr.rpc.v1.jobs.ListRequest;
import dev.mr.rpc.v1.jobs.ListResponse;
import dev.mr.rpc.v1.jobs.SubmitRequest;
import dev.mr.rpc.v1.jobs.SubmitResponse;
import dev.mr.rpc.v1.jobs.WatchRequest;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JobService of a service, over what it can do. Transport threads only hand over: what is asked runs, and may wait, on threads of
 * the endpoint's own, a few calls at once with a short line behind them; who comes when that is full is told to come again.
 */
final class JobEndpoint extends JobServiceGrpc.JobServiceImplBase implements AutoCloseable {
    /** Calls that are worked on at once. */
    static final int MAX_CALLS = 16;
    /** Calls that wait for those. */
    static final int MAX_WAITING = 256;

    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 1_000;
    /** A page ends before it grows beyond this, so that every client can take it: their bound is 4 MiB by default. */
    private static final int MAX_PAGE_BYTES = 1 << 20;

    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private static final Logger LOG = LoggerFactory.getLogger(JobEndpoint.class);

    private final JobRequests requests;
    private final ThreadPoolExecutor calls;
    private final JobWatches watches;
    private volatile boolean stopping;

    JobEndpoint(JobRequests requests) {
        this.requests = requests;
        this.calls = new ThreadPoolExecutor(
                MAX_CALLS, MAX_CALLS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), threads("mr-call"));
        this.calls.allowCoreThreadTimeOut(true);
        this.watches = new JobWatches(requests, threads("mr-watch"));
    }

    @Override
    public void submit(SubmitRequest request, StreamObserver<SubmitResponse> responses) {
        answer(responses, () -> {
            if (!REQUEST_ID.matcher(request.getRequestId()).matches()) {
                throw new JobRefusal(
                        JobRefusal.Kind.INVALID,
                        "request_id is \"" + request.getRequestId() + "\", expected 1 to 100 of A-Z a-z 0-9 . _ -");
            }
            return SubmitResponse.newBuilder()
                    .setJob(requests.submit(JobMessages.fromProto(request)))
                    .build();
        });
    }

    @Override
    public void get(GetRequest request, StreamObserver<Job> responses) {
        answer(responses, () -> JobMessages.toProto(requests.get(request.getJob())));
    }

    @Override
    public void list(ListRequest request, StreamObserver<ListResponse> responses) {
        answer(responses, () -> page(request));
    }

    @Override
    public void cancel(CancelRequest request, StreamObserver<Job> responses) {
        answer(responses, () -> JobMessages.toProto(requests.cancel(request.getJob())));
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<dev.mr.rpc.v1.jobs.JobLine> responses) {
        watches.add(
                request.getJob(), request.getAfter(), (ServerCallStreamObserver<dev.mr.rpc.v1.jobs.JobLine>) responses);
    }

    /** From now on nothing is begun; watches end, and calls that have begun are answered. */
    void stop() {
        stopping = true;
        watches.stop();
        calls.shutdown();
    }

    /** Forgets all calls. What some thread does for one still is finished, and interests nobody. */
    @Override
    public void close() {
        stop();
        calls.getQueue().clear();
        watches.close();
    }

    private ListResponse page(ListRequest request) {
        int limit = request.getLimit() == 0 ? DEFAULT_LIMIT : request.getLimit();
        if (limit < 0 || limit > MAX_LIMIT) {
            throw new JobRefusal(
                    JobRefusal.Kind.INVALID,
                    "limit is " + Integer.toUnsignedString(limit) + ", expected at most " + MAX_LIMIT);
        }
        List<JobView> found = requests.list(request.getAfter(), limit + 1);
        ListResponse.Builder page = ListResponse.newBuilder();
        int bytes = 0;
        for (JobView view : found) {
            Job job = JobMessages.toProto(view);
            bytes += job.getSerializedSize();
            if (page.getJobsCount() == limit || (bytes > MAX_PAGE_BYTES && page.getJobsCount() > 0)) {
                return page.setNext(page.getJobs(page.getJobsCount() - 1).getJob())
                        .build();
            }
            page.addJobs(job);
        }
        return page.build();
    }

    /** Works on a call as soon as there is a thread for it, unless its client has gone by then. */
    private <A extends MessageLite> void answer(StreamObserver<A> responses, Supplier<A> work) {
        ServerCallStreamObserver<A> call = (ServerCallStreamObserver<A>) responses;
        // With a handler of its own, a call that has ended takes its answer and drops it.
        call.setOnCancelHandler(() -> {});
        try {
            calls.execute(() -> {
                try {
                    answerNow(call, work);
                } catch (RejectedExecutionException ended) {
                    LOG.debug("the connection ended before its call was answered", ended);
                }
            });
        } catch (RejectedExecutionException full) {
            call.onError(JobErrors.exception(
                    stopping
                            ? JobWatches.STOPPING
                            : Status.UNAVAILABLE.withDescription(
                                    "the service is busy with " + (MAX_CALLS + MAX_WAITING) + " calls; try again")));
        }
    }

    private static <A extends MessageLite> void answerNow(ServerCallStreamObserver<A> call, Supplier<A> work) {
        if (call.isCancelled()) {
            return;
        }
        try {
            tell(call, work);
        } catch (RejectedExecutionException gone) {
            // The server was closed while the call was worked on: its transport takes no answer any more.
            return;
        }
    }

    private static <A extends MessageLite> void tell(ServerCallStreamObserver<A> call, Supplier<A> work) {
        A answer;
        try {
            answer = work.get();
        } catch (RuntimeException | Error failure) {
            call.onError(JobErrors.exception(JobErrors.of(failure)));
            return;
        }
        call.onNext(answer);
        call.onCompleted();
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger made = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + made.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
