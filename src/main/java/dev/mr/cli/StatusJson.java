package dev.mr.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.mr.store.AttemptStatus;
import dev.mr.store.JobStatus;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The JSON forms of a job's status, as {@code docs/status-json.md} describes them. Times are RFC 3339, UTC. */
final class StatusJson {
    static final int VERSION = 1;

    private StatusJson() {}

    /** The beginning of an event object. */
    static JsonObject event(String event) {
        JsonObject object = new JsonObject();
        object.addProperty("v", VERSION);
        object.addProperty("event", event);
        return object;
    }

    /** The whole status; {@code alive} says whether the driver named in it still runs. */
    static JsonObject of(JobStatus status, boolean alive, Path output) {
        JsonObject object = new JsonObject();
        object.addProperty("v", VERSION);
        object.addProperty("job", status.uuid());
        object.addProperty("name", status.name());
        object.addProperty("state", status.state().name());
        object.addProperty("message", status.message());
        object.addProperty("epoch", status.epoch());
        object.addProperty("started", time(status.startedMillis()));
        object.add("finished", time(status.finishedMillis()));
        JsonObject driver = new JsonObject();
        driver.addProperty("pid", status.driver().pid());
        driver.addProperty("host", status.driver().host());
        driver.addProperty("alive", alive);
        driver.addProperty("started", time(status.driver().startedMillis()));
        object.add("driver", driver);
        JsonObject tasks = new JsonObject();
        tasks.add("map", counts(status.maps()));
        tasks.add("reduce", counts(status.reduces()));
        object.add("tasks", tasks);
        JsonArray workers = new JsonArray();
        status.workers().forEach(worker -> workers.add(worker(worker)));
        object.add("workers", workers);
        object.add("attempts", attempts(status.attempts(), status.backups()));
        JsonObject counters = new JsonObject();
        status.counters().forEach(counters::addProperty);
        object.add("counters", counters);
        JsonArray failures = new JsonArray();
        status.failures().forEach(failure -> failures.add(failure(failure)));
        object.add("failures", failures);
        JsonObject options = new JsonObject();
        status.options().forEach(options::addProperty);
        object.add("options", options);
        JsonObject inputs = new JsonObject();
        inputs.addProperty("files", status.inputs().files());
        inputs.addProperty("bytes", status.inputs().bytes());
        object.add("inputs", inputs);
        if (status.state() == JobState.SUCCEEDED) {
            object.addProperty("output", output.toString());
        } else {
            object.add("output", JsonNull.INSTANCE);
        }
        return object;
    }

    /** One task with each of its attempts, oldest first. */
    static JsonObject of(TaskId task, List<AttemptStatus> attempts) {
        JsonObject object = new JsonObject();
        object.addProperty("v", VERSION);
        object.addProperty("task", task.toString());
        JsonArray array = new JsonArray();
        for (AttemptStatus attempt : attempts) {
            JsonObject one = new JsonObject();
            one.addProperty("attempt", attempt.attempt().number());
            one.addProperty("state", attempt.state().name());
            one.addProperty("worker", attempt.worker());
            one.addProperty("label", attempt.workerLabel());
            one.addProperty("epoch", attempt.epoch());
            one.addProperty("started", time(attempt.startedMillis()));
            one.add("ended", time(attempt.endedMillis()));
            one.addProperty("kind", attempt.kind().map(Enum::name).orElse(""));
            one.addProperty("message", attempt.message());
            array.add(one);
        }
        object.add("attempts", array);
        return object;
    }

    private static JsonObject counts(JobStatus.TaskCounts tasks) {
        JsonObject object = new JsonObject();
        object.addProperty("total", tasks.total());
        object.addProperty("pending", tasks.pending());
        object.addProperty("leased", tasks.leased());
        object.addProperty("committed", tasks.committed());
        object.addProperty("failed", tasks.failed());
        return object;
    }

    private static JsonObject attempts(JobStatus.AttemptCounts attempts, long backups) {
        JsonObject object = new JsonObject();
        object.addProperty("started", attempts.started());
        object.addProperty("live", attempts.live());
        object.addProperty("backups", backups);
        object.addProperty("won", attempts.won());
        object.addProperty("failed", attempts.failed());
        object.addProperty("lost", attempts.lost());
        object.addProperty("rejected", attempts.rejected());
        return object;
    }

    private static JsonObject worker(JobStatus.Worker worker) {
        JsonObject object = new JsonObject();
        object.addProperty("id", worker.id());
        object.addProperty("label", worker.label());
        object.addProperty("host", worker.host());
        object.addProperty("pid", worker.pid());
        object.addProperty("slots", worker.slots());
        object.addProperty("build", worker.build());
        object.addProperty("attached", worker.leftMillis().isEmpty());
        object.addProperty("running", worker.liveAttempts());
        object.addProperty("joined", time(worker.joinedMillis()));
        object.add("left", time(worker.leftMillis()));
        object.addProperty("reason", worker.leftReason());
        return object;
    }

    private static JsonObject failure(JobStatus.Failure failure) {
        JsonObject object = new JsonObject();
        object.addProperty("task", failure.task().toString());
        object.addProperty("attempt", failure.attempt());
        object.addProperty("worker", failure.worker());
        object.addProperty("state", failure.state().name());
        object.addProperty("kind", failure.kind().name());
        object.addProperty("message", failure.message());
        object.addProperty("ended", time(failure.endedMillis()));
        return object;
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static JsonElement time(Optional<Long> millis) {
        return millis.<JsonElement>map(at -> new JsonPrimitive(time(at))).orElse(JsonNull.INSTANCE);
    }
}
