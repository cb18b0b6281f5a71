package dev.mr.cli;

import dev.mr.driver.InputPlan;
import dev.mr.driver.InputPlanner;
import dev.mr.driver.JobPlanner;
import dev.mr.driver.SampleProcess;
import dev.mr.driver.Site;
import dev.mr.rpc.JobRefusal;
import dev.mr.rpc.Submission;
import dev.mr.shuffle.JobPlan;
import dev.mr.task.JobSpec;
import dev.mr.task.MrException;
import dev.mr.task.PartitionerName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

/** Makes jobs of what clients submit, with the checks of the command line, out of the operator's jobs and inputs alone. */
final class SubmissionPlanner implements JobPlanner {
    /** Other clients wait for it, and a client may set the job's own time to days. */
    private static final Duration LONGEST_SAMPLING = Duration.ofSeconds(60);

    private final Site site;
    private final JobsFolder jobs;
    private final InputRoots roots;
    private final Rules rules;
    private final InputPlanner inputs;
    private final Object sampling = new Object();

    /**
     * What a service has for all its jobs.
     *
     * @param shortage what is wrong with so much memory for one task; empty when nothing is
     * @param stopping whether the service has been told to stop
     */
    record Rules(Duration lease, Duration heartbeat, LongFunction<String> shortage, BooleanSupplier stopping) {}

    SubmissionPlanner(Site site, JobsFolder jobs, InputRoots roots, Rules rules) {
        this.site = site;
        this.jobs = jobs;
        this.roots = roots;
        this.rules = rules;
        this.inputs = new InputPlanner(site.files());
    }

    @Override
    public Planned plan(Submission submission, Path scratch) throws IOException {
        List<String> problems = new ArrayList<>();
        SubmittedOptions options = SubmittedOptions.of(submission.options(), problems);
        options.check(problems);
        String shortage = rules.shortage().apply(options.memoryBytes());
        if (!shortage.isEmpty()) {
            problems.add(shortage);
        }
        List<Path> paths = roots.find(submission.inputs(), problems);
        JobsFolder.Found found;
        try {
            found = jobs.find(submission.job());
        } catch (IllegalArgumentException unknown) {
            problems.add(String.valueOf(unknown.getMessage()));
            throw refusal(problems);
        }
        try (var catalog = found.catalog()) {
            JobChoice.Chosen chosen;
            try {
                chosen = JobChoice.choose(catalog, found.job(), submission.settings(), "see mr-driver jobs");
            } catch (IllegalArgumentException unusable) {
                problems.add(String.valueOf(unusable.getMessage()));
                throw refusal(problems);
            }
            if (!problems.isEmpty()) {
                throw refusal(problems);
            }
            return plan(chosen, options, paths, scratch);
        }
    }

    private Planned plan(JobChoice.Chosen chosen, SubmittedOptions options, List<Path> paths, Path scratch)
            throws IOException {
        JobPlan plan = options.isCombined() ? chosen.plan().combined() : chosen.plan();
        InputPlan planned;
        try {
            planned = inputs.plan(paths, options.mapTasks(), JobOptions.reading(plan));
        } catch (MrException unusable) {
            throw refusal(List.of(unusable.line()));
        }
        List<String> problems = new ArrayList<>();
        roots.check(planned.inputs(), problems);
        if (!problems.isEmpty()) {
            throw refusal(problems);
        }
        JobSpec spec = options.spec(
                chosen.code(), chosen.partitioner(), planned.splits().size(), rules.lease(), rules.heartbeat());
        return new Planned(
                spec.shuffle().partitioner() == PartitionerName.RANGE ? sampled(spec, plan, planned, scratch) : spec,
                planned);
    }

    /** One after the other: what its process says goes to one log. */
    private JobSpec sampled(JobSpec spec, JobPlan plan, InputPlan planned, Path scratch) throws IOException {
        synchronized (sampling) {
            site.files().createDirectory(scratch);
            try {
                Duration unhurried = SampleProcess.unhurried(spec);
                Duration longest = unhurried.compareTo(LONGEST_SAMPLING) < 0 ? unhurried : LONGEST_SAMPLING;
                return new RangePoints(site, plan, planned, RunOptionsMixin.samplerCommand(), longest, rules.stopping())
                        .complete(spec, scratch);
            } catch (MrException failed) {
                if (rules.stopping().getAsBoolean()) {
                    throw failed;
                }
                throw refusal(List.of(failed.line()));
            } finally {
                site.files().deleteTree(scratch);
            }
        }
    }

    private static JobRefusal refusal(List<String> problems) {
        return new JobRefusal(JobRefusal.Kind.INVALID, String.join("; ", problems));
    }
}
