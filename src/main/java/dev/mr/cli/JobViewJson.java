package dev.mr.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.mr.rpc.JobLine;
import dev.mr.rpc.JobView;
import java.time.Instant;
import java.util.Optional;

/** The JSON forms of what a service tells of a job, as {@code docs/status-json.md} describes them. Times are RFC 3339, UTC. */
final class JobViewJson {
    private JobViewJson() {}

    static JsonObject of(JobView view) {
        JsonObject object = new JsonObject();
        object.addProperty("v", StatusJson.VERSION);
        object.addProperty("job", view.job());
        object.addProperty("request", view.request());
        object.addProperty("name", view.name());
        object.addProperty("state", view.state().name());
        object.addProperty("message", view.message());
        object.addProperty("directory", view.directory());
        object.addProperty("output", view.output().isEmpty() ? null : view.output());
        object.addProperty("created", time(view.createdMillis()));
        object.add("begun", time(view.begunMillis()));
        object.add("finished", time(view.finishedMillis()));
        view.progress().ifPresent(progress -> {
            JsonObject tasks = new JsonObject();
            tasks.add("maps", counts(progress.mapTasks(), progress.mapsCommitted()));
            tasks.add("reduces", counts(progress.reduceTasks(), progress.reducesCommitted()));
            object.add("tasks", tasks);
        });
        return object;
    }

    static JsonObject of(JobLine line) {
        JsonObject object = new JsonObject();
        object.addProperty("v", StatusJson.VERSION);
        object.addProperty("sequence", line.sequence());
        object.addProperty("at", time(line.atMillis()));
        object.addProperty("epoch", line.epoch());
        object.addProperty("what", line.what());
        object.addProperty("task", line.task());
        object.addProperty("attempt", line.attempt());
        object.addProperty("worker", line.worker());
        object.addProperty("text", line.text());
        return object;
    }

    private static JsonObject counts(long total, long committed) {
        JsonObject object = new JsonObject();
        object.addProperty("total", total);
        object.addProperty("committed", committed);
        return object;
    }

    static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static JsonElement time(Optional<Long> millis) {
        return millis.<JsonElement>map(at -> new JsonPrimitive(time(at))).orElse(JsonNull.INSTANCE);
    }
}
