package dev.mr.cli;

import dev.mr.job.Change;
import dev.mr.task.JobState;
import dev.mr.task.TaskKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** An instant in the life of a driver at which it can be made to die; each the n-th time something is about to be, or was, done. */
public enum HaltPoint {
    BEFORE_THE_JOB_IS_STORED(1, "before create"),
    AFTER_THE_JOB_IS_STORED(1, "after create"),
    BEFORE_THE_CLAIM(1, "before claim"),
    AFTER_THE_CLAIM(1, "after claim"),
    AFTER_AN_ASSIGNMENT_BEFORE_IT_IS_SENT(1, "after AttemptStarted"),
    BEFORE_A_MAP_IS_COMMITTED(2, "before won map"),
    AFTER_A_MAP_IS_COMMITTED_BEFORE_ITS_PUBLISH(2, "after won map"),
    BETWEEN_THE_FILES_OF_A_PUBLISH(2, "before rename mr-"),
    AFTER_A_PUBLISH_BEFORE_ITS_RECORD(1, "before MapPublished"),
    AFTER_ALL_PUBLISHES(3, "after MapPublished"),
    AFTER_A_REDUCE_IS_COMMITTED(1, "after won reduce"),
    BEFORE_THE_JOB_COMMIT(1, "before moved COMMITTING"),
    BEFORE_THE_ASSEMBLY(1, "before mkdir publish-"),
    BEFORE_THE_LINKS(1, "before link"),
    BETWEEN_THE_LINKS(2, "before link"),
    BEFORE_THE_RENAME_TO_OUT(1, "before rename out"),
    AFTER_THE_RENAME_TO_OUT(1, "after rename out"),
    BEFORE_SUCCEEDED(1, "before moved SUCCEEDED"),
    AFTER_SUCCEEDED(1, "after moved SUCCEEDED"),
    BEFORE_THE_CLEAN_UP(1, "before delete attempts"),
    AFTER_THE_CLEAN_UP(1, "after delete attempts");

    private final int count;
    private final String step;

    HaltPoint(int count, String step) {
        this.count = count;
        this.step = step;
    }

    /** The n-th step of this kind is the last. */
    int count() {
        return count;
    }

    boolean matches(String met) {
        return met.startsWith(step);
    }

    /** What a turn's changes are called. */
    static List<String> names(List<Change> changes) {
        return changes.stream().map(HaltPoint::name).toList();
    }

    private static String name(Change change) {
        if (change instanceof Change.JobMoved moved) {
            return "moved " + moved.to();
        }
        if (change instanceof Change.Won won) {
            TaskKind kind = won.receipt().attempt().task().kind();
            return "won " + kind.name().toLowerCase(Locale.ROOT);
        }
        return change.getClass().getSimpleName();
    }

    /** What a file operation on this path is called. */
    static String name(String operation, Path path) {
        return operation + " " + path.getFileName();
    }

    /** Whether this names the state from which nothing more is run. */
    public boolean isAfterTheEnd() {
        return compareTo(AFTER_SUCCEEDED) >= 0;
    }

    /** The state in which the job is then, as its database has it. */
    public JobState state() {
        return isAfterTheEnd()
                ? JobState.SUCCEEDED
                : compareTo(BEFORE_THE_JOB_COMMIT) > 0 ? JobState.COMMITTING : JobState.RUNNING;
    }
}
