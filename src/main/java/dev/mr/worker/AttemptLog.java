package dev.mr.worker;

import dev.mr.files.BoundedLog;
import dev.mr.task.AttemptId;
import dev.mr.task.TaskKind;
import java.nio.file.Path;

/** What the job's code prints during one attempt, and the stack of its failure: {@code .mr/logs/<m|r>-<task>.<attempt>.log}. */
final class AttemptLog extends BoundedLog {
    AttemptLog(Path logs, AttemptId attempt) {
        super(logs.resolve((attempt.task().kind() == TaskKind.MAP ? "m-" : "r-")
                + attempt.task().index() + "." + attempt.number() + ".log"));
    }
}
