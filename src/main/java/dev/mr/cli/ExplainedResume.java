package dev.mr.cli;

import com.google.gson.JsonObject;
import dev.mr.driver.Explanation;
import dev.mr.driver.JobResume;
import dev.mr.task.Counted;
import dev.mr.task.ExitCode;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What {@code resume --explain} says: a line a task, and at the end how many of which. */
final class ExplainedResume {
    private final List<Explanation.Line> lines;
    private final String refusal;

    ExplainedResume(JobResume.Explained explained) {
        this.lines = explained.lines();
        this.refusal = explained.refusal();
    }

    void print(PrintWriter out, boolean json) {
        for (Explanation.Line line : lines) {
            if (json) {
                JsonObject object = StatusJson.event("explain");
                object.addProperty("task", line.task().toString());
                object.addProperty("action", line.action().name());
                object.addProperty("because", line.because());
                out.println(object);
            } else {
                String because = line.because().isEmpty() ? "" : " because " + line.because();
                out.println(String.format("%-8s %s%s", line.action(), line.task(), because));
            }
        }
        out.flush();
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
        StringBuilder text = new StringBuilder(Counted.of(lines.size(), "task")).append(": ");
        String between = "";
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
