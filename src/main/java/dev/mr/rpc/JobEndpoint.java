package dev.mr.rpc;

import dev.mr.rpc.v1.jobs.CancelRequest;
import dev.mr.rpc.v1.jobs.GetRequest;
import dev.mr.rpc.v1.jobs.Job;
import dev.mr.rpc.v1.jobs.JobServiceGrpc;
import dev.mr.rpc.v1.jobs.ListRequest;
import dev.mr.rpc.v1.jobs.ListResponse;
import dev.mr.rpc.v1.jobs.SubmitRequest;
import dev.mr.rpc.v1.jobs.SubmitResponse;
import dev.mr.rpc.v1.jobs.WatchRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;

/**
 * The JobService of a service, over what it can do. Transport threads only hand over: what is asked runs, and may wait, on threads of
 * the endpoint's own. A submit looks at jars and inputs, and may sample keys, which can take a minute: submits have threads to themselves, so
 * that no other call waits behind them.
 */
final class JobEndpoint extends JobServiceGrpc.JobServiceImplBase implements AutoCloseable {
    /** Calls but for submits that are worked on at once. */
    static final int MAX_CALLS = 16;
    /** Calls that wait for those. */
    static final int MAX_WAITING = 256;
    /** Submits that are worked on at once. */
    static final int MAX_SUBMITS = 4;
    /** Submits that wait for those. */
    static final int MAX_SUBMITS_WAITING = 64;

    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 1_000;
    /** A page ends before it grows beyond this, so that every client can take it: their bound is 4 MiB by default. */
    private static final int MAX_PAGE_BYTES = 1 << 20;

    private final JobRequests requests;
    private final CallPool calls = new CallPool("mr-call", "calls", MAX_CALLS, MAX_WAITING);
    private final CallPool submits = new CallPool("mr-submit", "submits", MAX_SUBMITS, MAX_SUBMITS_WAITING);
    private final JobWatches watches;

    JobEndpoint(JobRequests requests) {
        this.requests = requests;
        this.watches = new JobWatches(requests, CallPool.threads("mr-watch"));
    }

    @Override
    public void submit(SubmitRequest request, StreamObserver<SubmitResponse> responses) {
        submits.answer(responses, () -> {
            if (!Submission.isRequest(request.getRequestId())) {
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
        calls.answer(responses, () -> JobMessages.toProto(requests.get(request.getJob())));
    }

    @Override
    public void list(ListRequest request, StreamObserver<ListResponse> responses) {
        calls.answer(responses, () -> page(request));
    }

    @Override
    public void cancel(CancelRequest request, StreamObserver<Job> responses) {
        calls.answer(responses, () -> JobMessages.toProto(requests.cancel(request.getJob())));
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<dev.mr.rpc.v1.jobs.JobLine> responses) {
        watches.add(
                request.getJob(), request.getAfter(), (ServerCallStreamObserver<dev.mr.rpc.v1.jobs.JobLine>) responses);
    }

    /** From now on nothing is begun; watches end, and calls that have begun are answered. */
    void stop() {
        watches.stop();
        calls.stop();
        submits.stop();
    }

    /** Forgets all calls. What some thread does for one still is finished, and interests nobody. */
    @Override
    public void close() {
        stop();
        calls.close();
        submits.close();
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
}
