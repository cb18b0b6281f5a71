package dev.mr.cli;

import dev.mr.driver.InputPlan;
import dev.mr.driver.JobStart;
import dev.mr.driver.SampleProcess;
import dev.mr.driver.Site;
import dev.mr.files.FileSystem;
import dev.mr.shuffle.JobPlan;
import dev.mr.shuffle.RangeSample;
import dev.mr.shuffle.SampleRequest;
import dev.mr.shuffle.TaskException;
import dev.mr.shuffle.TaskProgress;
import dev.mr.task.ExitCode;
import dev.mr.task.JobSpec;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Where the partitions of a new job begin, if it has partitions by range. */
final class RangePoints implements JobStart.Completion {
    private final Site site;
    private final JobPlan plan;
    private final InputPlan inputs;
    private final List<String> command;
    private final Duration longest;
    private final BooleanSupplier stopping;

    /**
     * @param command how to start a process that samples; its folder is appended
     * @param longest how long such a process may take
     * @param stopping whether this driver has been told to stop
     */
    RangePoints(
            Site site,
            JobPlan plan,
            InputPlan inputs,
            List<String> command,
            Duration longest,
            BooleanSupplier stopping) {
        this.site = site;
        this.plan = plan;
        this.inputs = inputs;
        this.command = command;
        this.longest = longest;
        this.stopping = stopping;
    }

    @Override
    public JobSpec complete(JobSpec spec, Path scratch) throws IOException {
        SampleRequest request = SampleRequest.of(spec, site.directory().root(), plan.input(), inputs.inputs());
        List<String> points = isOurs(spec)
                ? here(request, plan, scratch, site.files())
                : new SampleProcess(site, command, longest, stopping)
                        .points(
                                spec,
                                scratch,
                                request.format(),
                                i -> inputs.inputs().get(i).path());
        return spec.withShuffle(spec.shuffle().withRangePoints(points));
    }

    /** A bundled job without options runs nothing of its user's, and its map function no longer than its input lasts. */
    private static boolean isOurs(JobSpec spec) {
        return spec.code().jars().isEmpty() && spec.code().settings().isEmpty();
    }

    /** On this thread, which is right for code that may run in this process; what it fails on is left to the job. */
    static List<String> here(SampleRequest request, JobPlan plan, Path scratch, FileSystem files) throws IOException {
        try {
            return RangeSample.points(request, plan, scratch, true, new TaskProgress(), files);
        } catch (TaskException failed) {
            throw new MrException(ExitCode.INPUT_CHANGED, String.valueOf(failed.getMessage()), failed);
        }
    }
}
