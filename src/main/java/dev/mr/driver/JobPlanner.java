package dev.mr.driver;

import dev.mr.rpc.Submission;
import dev.mr.task.JobSpec;
import java.io.IOException;
import java.nio.file.Path;

/** Makes a job of what a client asks for. Called on threads of clients, several at once. */
@FunctionalInterface
public interface JobPlanner {
    /**
     * The job, its inputs looked up and its partitions known.
     *
     * @param scratch a path for a directory of its own, which does not exist and is deleted afterwards
     * @throws dev.mr.rpc.JobRefusal INVALID, with everything that is wrong in one line
     * @throws dev.mr.task.MrException when it cannot be planned for other reasons
     */
    Planned plan(Submission submission, Path scratch) throws IOException;

    /** What a job is to do, over which inputs. */
    record Planned(JobSpec spec, InputPlan inputs) {}
}
