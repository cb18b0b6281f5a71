package dev.mr.cli;

import com.google.gson.JsonObject;
import dev.mr.driver.Explanation;
import dev.mr.driver.JobResume;
import dev.mr.driver.ServiceExplanation;
import dev.mr.task.Counted;
import dev.mr.task.ExitCode;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What {@code resume --explain} and {@code serve --explain} say: a line a task, and at the end how many of which. */
final class ExplainedResume {
    private final List<ServiceExplanation.Job> jobs;
    private final List<Explanation.Line> lines;
    private final String refusal;

    /** Of the one job of a directory, which goes without a name. */
    ExplainedResume(JobResume.Explained explained) {
        this(List.of(new ServiceExplanation.Job("", explained.lines())), explained.refusal());
    }

    /** Of the jobs of a service. */
    ExplainedResume(List<ServiceExplanation.Job> jobs) {
        this(jobs, "");
    }

    private ExplainedResume(List<ServiceExplanation.Job> jobs, String refusal) {
        this.jobs = jobs;
        this.lines = jobs.stream().flatMap(job -> job.lines().stream()).toList();
        this.refusal = refusal;
    }

    void print(PrintWriter out, boolean json) {
        jobs.forEach(job -> print(job, out, json));
        out.flush();
    }

    private static void print(ServiceExplanation.Job job, PrintWriter out, boolean json) {
        String name = job.job().isEmpty() ? "" : job.job() + " ";
        for (Explanation.Line line : job.lines()) {
            if (json) {
                JsonObject object = StatusJson.event("explain");
                if (!job.job().isEmpty()) {
                    object.addProperty("job", job.job());
                }
                object.addProperty("task", line.task().toString());
                object.addProperty("action", line.action().name());
                object.addProperty("because", line.because());
                out.println(object);
            } else {
                String because = line.because().isEmpty() ? "" : " because " + line.because();
                out.println(String.format("%s%-8s %s%s", name, line.action(), line.task(), because));
            }
        }
    }

    /** Lines for people: how many of which, and why a resume would be refused, if it would. */
    List<String> remarks() {
        return refusal.isEmpty()
                ? List.of(summary())
                : List.of(summary(), "a resume is refused as things are: " + refusal);
    }

    private String summary() {
        Map<Explanation.Action, Integer> counts = new EnumMap<>(Explanation.Action.class);
        lines.forEach(line -> counts.merge(line.action(), 1, Integer::sum));
        StringBuilder text = new StringBuilder(Counted.of(lines.size(), "task"));
        String between = ": ";
        for (Map.Entry<Explanation.Action, Integer> count : counts.entrySet()) {
            text.append(between).append(count.getValue()).append(' ').append(count.getKey());
            between = ", ";
        }
        return text.append("; nothing was changed").toString();
    }

    ExitCode exitCode() {
        return lines.stream().anyMatch(line -> line.action().runs()) ? ExitCode.WOULD_RUN : ExitCode.DONE;
    }
}
