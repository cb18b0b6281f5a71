package dev.mr.cli;

import dev.mr.rpc.JobLine;
import dev.mr.rpc.JobView;
import dev.mr.task.OneLine;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What a service tells of a job, as lines and columns for people. */
final class JobViewText {
    private JobViewText() {}

    static void print(JobView view, PrintWriter out) {
        out.println("job      " + view.job() + "  " + OneLine.whole(view.name()) + "  " + view.state()
                + (view.message().isEmpty() ? "" : ": " + OneLine.whole(view.message())));
        out.println("request  " + OneLine.whole(view.request()));
        out.println("created  " + JobViewJson.time(view.createdMillis()));
        view.begunMillis().ifPresent(at -> out.println("begun    " + JobViewJson.time(at)));
        view.finishedMillis().ifPresent(at -> out.println("finished " + JobViewJson.time(at)));
        view.progress().ifPresent(progress -> {
            out.println("map      " + progress.mapsCommitted() + " of " + progress.mapTasks() + " committed");
            out.println("reduce   " + progress.reducesCommitted() + " of " + progress.reduceTasks() + " committed");
        });
        out.println("folder   " + OneLine.whole(view.directory()));
        if (!view.output().isEmpty()) {
            out.println("output   " + OneLine.whole(view.output()));
        }
    }

    /** One line for each job, and one above them. */
    static void print(List<JobView> views, PrintWriter out) {
        int job = Math.max(
                3, views.stream().mapToInt(view -> view.job().length()).max().orElse(0));
        String columns = "%-" + job + "s  %-10s  %-24s  %s";
        out.println(String.format(Locale.ROOT, columns, "JOB", "STATE", "CREATED", "NAME"));
        for (JobView view : views) {
            out.println(String.format(
                    Locale.ROOT,
                    columns,
                    view.job(),
                    view.state(),
                    JobViewJson.time(view.createdMillis()),
                    OneLine.whole(view.name())
                            + (view.message().isEmpty() ? "" : ": " + OneLine.whole(view.message()))));
        }
    }

    /** One line; what is not about a task, an attempt or a worker does not name one. */
    static String of(JobLine line) {
        return line.sequence() + "  " + JobViewJson.time(line.atMillis()) + "  " + OneLine.whole(line.what())
                + (line.task().isEmpty() ? "" : " " + OneLine.whole(line.task()))
                + (line.attempt() == 0 ? "" : " attempt " + line.attempt())
                + (line.worker() == 0 ? "" : " worker " + line.worker())
                + (line.text().isEmpty() ? "" : ": " + OneLine.whole(line.text()));
    }
}
