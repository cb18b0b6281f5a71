package dev.mr.rpc;

import dev.mr.rpc.v1.jobs.CancelRequest;
import dev.mr.rpc.v1.jobs.GetRequest;
import dev.mr.rpc.v1.jobs.Job;
import dev.mr.rpc.v1.jobs.JobServiceGrpc;
import dev.mr.rpc.v1.jobs.JobServiceGrpc.JobServiceBlockingStub;
import dev.mr.rpc.v1.jobs.ListRequest;
import dev.mr.rpc.v1.jobs.SubmitRequest;
import dev.mr.rpc.v1.jobs.WatchRequest;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A client's connection to a service that runs jobs. It connects with its first call, and again with a later one; a call is made once
 * and never repeated here. Thread-safe.
 *
 * <p>What goes wrong is an {@link MrException}: USAGE when the service refuses what is asked, ENVIRONMENT when there is no service or it
 * cannot now, so that the same call may be repeated, AUTHENTICATION for a wrong token, else INTERNAL.
 */
public final class JobClient implements AutoCloseable {
    private static final long ANSWER_SECONDS = 60;
    /** A job is accepted after a look at its inputs, whose keys may have to be sampled. */
    private static final long SUBMIT_SECONDS = 600;

    private final DriverAddress address;
    private final EventLoop loop = new EventLoop();
    private final ManagedChannel channel;
    private final JobServiceBlockingStub service;

    public JobClient(DriverAddress address, Token token) {
        this.address = address;
        this.channel = address.channel(loop).disableRetry().build();
        this.service = JobServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(token.metadata()));
    }

    /** The id of the job, which is committed. May be repeated with the same {@link Submission#request}. */
    public String submit(Submission submission) {
        SubmitRequest request = JobMessages.toProto(submission);
        if (request.getSerializedSize() > DriverServer.MAX_MESSAGE_BYTES) {
            throw new MrException(
                    ExitCode.USAGE,
                    "the job with its " + submission.inputs().size() + " inputs is a message of "
                            + request.getSerializedSize() + " bytes, expected at most "
                            + DriverServer.MAX_MESSAGE_BYTES + "; name folders instead of the files in them");
        }
        return ask(SUBMIT_SECONDS, stub -> stub.submit(request)).getJob();
    }

    public JobView get(String job) {
        return view(ask(
                ANSWER_SECONDS,
                stub -> stub.get(GetRequest.newBuilder().setJob(job).build())));
    }

    /** At most {@code limit} of the jobs after {@code after}, in the order in which they were accepted; fewer when there are no more. */
    public List<JobView> list(String after, int limit) {
        List<JobView> jobs = new ArrayList<>();
        String from = after;
        do {
            ListRequest request = ListRequest.newBuilder()
                    .setAfter(from)
                    .setLimit(Math.min(limit - jobs.size(), JobEndpoint.MAX_LIMIT))
                    .build();
            var page = ask(ANSWER_SECONDS, stub -> stub.list(request));
            page.getJobsList().forEach(job -> jobs.add(view(job)));
            from = page.getNext();
        } while (!from.isEmpty() && jobs.size() < limit);
        return jobs;
    }

    public JobView cancel(String job) {
        return view(ask(
                ANSWER_SECONDS,
                stub -> stub.cancel(CancelRequest.newBuilder().setJob(job).build())));
    }

    /**
     * Blocks; gives every line above {@code after}, in order, to {@code sink}, until the last line of a job that has finished. When it
     * throws instead, another call goes on after the last line that {@code sink} got. What {@code sink} throws ends the call.
     */
    public void watch(String job, long after, Consumer<JobLine> sink) {
        WatchRequest request =
                WatchRequest.newBuilder().setJob(job).setAfter(after).build();
        Context.CancellableContext call = Context.current().withCancellation();
        Context before = call.attach();
        try {
            Iterator<dev.mr.rpc.v1.jobs.JobLine> lines = service.watch(request);
            while (hasNext(lines)) {
                sink.accept(JobMessages.fromProto(lines.next()));
            }
        } finally {
            call.detach(before);
            call.cancel(null);
        }
    }

    /** Ends the calls of other threads too. */
    @Override
    public void close() {
        channel.shutdownNow();
        loop.close();
    }

    private boolean hasNext(Iterator<?> lines) {
        try {
            return lines.hasNext();
        } catch (StatusRuntimeException failure) {
            throw JobFailures.of(failure, address);
        }
    }

    private <A> A ask(long seconds, Function<JobServiceBlockingStub, A> question) {
        try {
            return question.apply(service.withDeadlineAfter(seconds, TimeUnit.SECONDS));
        } catch (StatusRuntimeException failure) {
            throw JobFailures.of(failure, address);
        }
    }

    private JobView view(Job job) {
        try {
            return JobMessages.fromProto(job);
        } catch (MalformedMessageException malformed) {
            throw new MrException(
                    ExitCode.INTERNAL, "the service at " + address + " sent " + malformed.getMessage(), malformed);
        }
    }
}
