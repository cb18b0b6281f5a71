package dev.mr.driver;

import dev.mr.files.JobDirectory;
import dev.mr.job.NewJob;
import dev.mr.rpc.JobLine;
import dev.mr.rpc.JobRefusal;
import dev.mr.rpc.JobRefusal.Kind;
import dev.mr.rpc.JobRequests;
import dev.mr.rpc.JobView;
import dev.mr.rpc.Submission;
import dev.mr.store.HistoryLine;
import dev.mr.store.JobStatus;
import dev.mr.store.JobSummary;
import dev.mr.store.StatusReader;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What clients ask of a service. What changes something is done by the driver thread; what only looks reads the database beside it.
 * Thread-safe.
 */
final class ServiceRequests implements JobRequests {
    private static final int LARGE_DIGITS = 6;

    private final Site site;
    private final Errands errands;
    private final Agenda agenda;
    private final Growth growth;
    private final JobPlanner planner;
    private final JobMemory memory;
    private final Object large = new Object();

    ServiceRequests(Site site, Errands errands, Agenda agenda, Growth growth, JobPlanner planner, JobMemory memory) {
        this.memory = memory;
        this.site = site;
        this.errands = errands;
        this.agenda = agenda;
        this.growth = growth;
        this.planner = planner;
    }

    private record Known(Optional<String> job, String fresh) {}

    @Override
    public String submit(Submission submission) {
        String request = submission.request();
        if (!Submission.isRequest(request)) {
            throw new JobRefusal(
                    Kind.INVALID, "the request id is \"" + request + "\", expected 1 to 100 of A-Z a-z 0-9 . _ -");
        }
        Known known = errands.run(() -> new Known(agenda.accepted(request), site.randomName()));
        if (known.job().isPresent()) {
            return known.job().get();
        }
        return isLarge(submission) ? planLarge(submission, known.fresh()) : plan(submission, known.fresh());
    }

    /** One after the other, since each takes much memory before it is stored. */
    private String planLarge(Submission submission, String fresh) {
        synchronized (large) {
            return plan(submission, fresh);
        }
    }

    private static boolean isLarge(Submission submission) {
        return submission.options().getOrDefault("map-tasks", "").length() >= LARGE_DIGITS;
    }

    private String plan(Submission submission, String fresh) {
        String request = submission.request();
        JobPlanner.Planned planned;
        try {
            planned = planner.plan(submission, site.directory().sample(fresh));
        } catch (IOException failure) {
            throw new MrException(ExitCode.ENVIRONMENT, "the job cannot be planned: " + failure.getMessage(), failure);
        }
        String tooLarge =
                memory.refusal(planned.spec().mapTasks(), planned.spec().reduceTasks());
        if (!tooLarge.isEmpty()) {
            throw new JobRefusal(Kind.INVALID, tooLarge);
        }
        NewJob job = new NewJob(
                fresh,
                planned.spec(),
                planned.inputs().inputs(),
                planned.inputs().splits());
        return errands.run(() -> agenda.accept(job, request))
                .orElseThrow(() -> new MrException(
                        ExitCode.ENVIRONMENT,
                        "the service cannot store the job now, see what it says about its disk; submit it again"));
    }

    @Override
    public JobView get(String job) {
        JobSummary summary = find(job);
        Optional<JobStatus> status = StatusReader.read(site.directory().database(), summary.job());
        return view(
                summary,
                status.map(found -> new JobView.Progress(
                        found.maps().total(),
                        found.maps().committed(),
                        found.reduces().total(),
                        found.reduces().committed())));
    }

    @Override
    public List<JobView> list(String after, int limit) {
        long number = after.isEmpty() ? 0 : find(after).job();
        return StatusReader.jobs(site.directory().database(), number, limit).stream()
                .map(summary -> view(summary, Optional.empty()))
                .toList();
    }

    @Override
    public JobView cancel(String job) {
        Optional<JobState> state = errands.run(() -> agenda.cancel(job));
        JobSummary summary = find(job);
        if (state.equals(Optional.of(JobState.COMMITTING)) && !summary.state().isFinished()) {
            throw new JobRefusal(Kind.LATE, "job " + job + " is already committing; it ends with its output");
        }
        if (summary.state() != JobState.CANCELLED) {
            throw new JobRefusal(Kind.LATE, "job " + job + " has finished already (" + summary.state() + ")");
        }
        return view(summary, Optional.empty());
    }

    @Override
    public Page history(String job, long after, int limit) {
        JobSummary summary = find(job); // before its lines: none follows the end
        List<HistoryLine> lines = StatusReader.events(site.directory().database(), summary.job(), after, limit);
        boolean complete = summary.state().isFinished() && lines.size() < limit;
        if (complete) {
            find(job); // else it was forgotten in between, and its lines with it
        }
        return new Page(lines.stream().map(ServiceRequests::line).toList(), complete);
    }

    @Override
    public void onGrowth(Consumer<String> listener) {
        growth.tell(listener);
    }

    private JobSummary find(String job) {
        return StatusReader.job(site.directory().database(), job)
                .filter(summary -> summary.request().isPresent())
                .orElseThrow(() ->
                        new JobRefusal(Kind.UNKNOWN, "there is no job " + job + " (any more); see mr-driver list"));
    }

    private JobView view(JobSummary job, Optional<JobView.Progress> progress) {
        JobDirectory directory = site.directory().in(job.folder());
        JobState state = job.state() == JobState.COMMITTING ? JobState.RUNNING : job.state();
        return new JobView(
                job.uuid(),
                job.request().orElse(""),
                job.name(),
                state,
                job.message(),
                directory.root().toString(),
                state == JobState.SUCCEEDED ? directory.output().toString() : "",
                job.createdMillis(),
                job.begunMillis(),
                job.finishedMillis(),
                progress);
    }

    private static JobLine line(HistoryLine line) {
        return new JobLine(
                line.sequence(),
                line.atMillis(),
                line.epoch(),
                line.what(),
                line.task().map(Object::toString).orElse(""),
                line.attempt(),
                line.worker(),
                line.text());
    }
}
