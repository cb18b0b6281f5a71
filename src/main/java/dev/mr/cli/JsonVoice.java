package dev.mr.cli;

import com.google.gson.JsonObject;
import dev.mr.driver.Voice;
import dev.mr.job.JobProgress;
import java.io.PrintWriter;

/** A driver's words as JSON lines on stdout, besides those for people. One object a line, each with {@code v} and {@code event}. */
final class JsonVoice implements Voice {
    private final PrintWriter out;
    private final TerminalVoice people;
    private String lastProgress = "";

    JsonVoice(PrintWriter out, TerminalVoice people) {
        this.out = out;
        this.people = people;
    }

    @Override
    public void info(String line) {
        people.info(line);
        print("info", line);
    }

    @Override
    public void warn(String line) {
        people.warn(line);
        print("warn", line);
    }

    private void print(String event, String line) {
        JsonObject object = StatusJson.event(event);
        object.addProperty("line", line);
        out.println(object);
        out.flush();
    }

    @Override
    public void progress(JobProgress progress) {
        people.progress(progress);
        JsonObject object = StatusJson.event("progress");
        object.add("map", phase(progress.maps(), progress.mapsLeased(), progress.mapsCommitted()));
        object.add("reduce", phase(progress.reduces(), progress.reducesLeased(), progress.reducesCommitted()));
        object.addProperty("workers", progress.workers());
        String line = object.toString();
        if (!line.equals(lastProgress)) {
            lastProgress = line;
            out.println(line);
            out.flush();
        }
    }

    private static JsonObject phase(int total, int leased, int committed) {
        JsonObject phase = new JsonObject();
        phase.addProperty("total", total);
        phase.addProperty("leased", leased);
        phase.addProperty("committed", committed);
        return phase;
    }
}
