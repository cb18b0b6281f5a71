package dev.mr.jobs;

import dev.mr.api.TaskContext;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a command learns of its task, as variables of its environment; null for those that it must not inherit. */
final class TaskVariables {
    private TaskVariables() {}

    static Map<String, @Nullable String> ofMap(TaskContext task) {
        Map<String, @Nullable String> variables = of(task, "map-");
        variables.put("MR_INPUT_FILE", task.inputName());
        variables.put("MR_INPUT_OFFSET", Long.toString(task.inputOffset()));
        return variables;
    }

    static Map<String, @Nullable String> ofReduce(TaskContext task) {
        Map<String, @Nullable String> variables = of(task, "reduce-");
        variables.put("MR_PARTITION", Integer.toString(task.id()));
        return variables;
    }

    private static Map<String, @Nullable String> of(TaskContext task, String kind) {
        Map<String, @Nullable String> variables = new HashMap<>();
        variables.put("MR_TASK", kind + task.id());
        variables.put("MR_ATTEMPT", Integer.toString(task.attempt()));
        variables.put("MR_JOB_DIR", task.jobDirectory().toAbsolutePath().toString());
        variables.put("MR_REDUCE_TASKS", Integer.toString(task.reduceTasks()));
        variables.put("MR_INPUT_FILE", null);
        variables.put("MR_INPUT_OFFSET", null);
        variables.put("MR_PARTITION", null);
        return variables;
    }
}
