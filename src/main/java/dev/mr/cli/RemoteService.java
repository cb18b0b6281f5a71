package dev.mr.cli;

import dev.mr.rpc.DriverAddress;
import dev.mr.rpc.JobClient;
import dev.mr.rpc.JobLine;
import dev.mr.rpc.JobView;
import dev.mr.rpc.Submission;
import dev.mr.rpc.Token;
import java.util.List;
import java.util.function.Consumer;

/** A service in another process. */
final class RemoteService implements ServiceClient {
    private final JobClient client;

    RemoteService(DriverAddress address, Token token) {
        client = new JobClient(address, token);
    }

    @Override
    public String submit(Submission submission) {
        return client.submit(submission);
    }

    @Override
    public JobView get(String job) {
        return client.get(job);
    }

    @Override
    public List<JobView> list(String after, int limit) {
        return client.list(after, limit);
    }

    @Override
    public JobView cancel(String job) {
        return client.cancel(job);
    }

    @Override
    public void watch(String job, long after, Consumer<JobLine> sink) {
        client.watch(job, after, sink);
    }

    @Override
    public void close() {
        client.close();
    }
}
