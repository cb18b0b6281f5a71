package dev.mr.cli;

import dev.mr.rpc.DriverAddress;
import dev.mr.rpc.JobLine;
import dev.mr.rpc.JobView;
import dev.mr.rpc.Submission;
import dev.mr.rpc.Token;
import java.util.List;
import java.util.function.Consumer;

/**
 * A connection to a service that runs jobs. What goes wrong is a {@link dev.mr.task.MrException}: USAGE when the service refuses,
 * ENVIRONMENT when there is none or it cannot now, AUTHENTICATION for a wrong token, else INTERNAL.
 */
interface ServiceClient extends AutoCloseable {
    /** The id of the job, which is committed; the same for the same request. */
    String submit(Submission submission);

    JobView get(String job);

    /** The first {@code limit} jobs after {@code after}, which is an id, or empty for the first of all; fewer when there are no more. */
    List<JobView> list(String after, int limit);

    /** Ends a job; answers with what it is then. */
    JobView cancel(String job);

    /** Gives every line above {@code after}, in order, to {@code sink}, until the last of a job that has finished. */
    void watch(String job, long after, Consumer<JobLine> sink);

    @Override
    void close();

    /** How a connection is made; it need not find out whether anybody is there. */
    interface Factory {
        ServiceClient open(DriverAddress address, Token token);
    }
}
