package dev.mr.task;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One task of a job: {@code map-m} with m in {@code [0, N)} or {@code reduce-r} with r in {@code [0, M)}. Maps order before
 * reduces, then by index.
 */
public record TaskId(TaskKind kind, int index) implements Comparable<TaskId> {
    private static final Comparator<TaskId> ORDER =
            Comparator.comparing(TaskId::kind).thenComparingInt(TaskId::index);

    public TaskId {
        if (index < 0) {
            throw new IllegalArgumentException("task index " + index + " is negative");
        }
    }

    public static TaskId map(int index) {
        return new TaskId(TaskKind.MAP, index);
    }

    public static TaskId reduce(int index) {
        return new TaskId(TaskKind.REDUCE, index);
    }

    /**
     * Reads {@code map-17} or {@code reduce-5}.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static TaskId parse(String text) {
        for (TaskKind kind : TaskKind.values()) {
            String prefix = kind.label() + "-";
            String digits = text.startsWith(prefix) ? text.substring(prefix.length()) : "";
            if (!digits.isEmpty() && digits.length() <= 9 && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return new TaskId(kind, Integer.parseInt(digits));
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" is not a task id such as map-17 or reduce-5");
    }

    @Override
    public int compareTo(TaskId other) {
        return ORDER.compare(this, other);
    }

    /** Written out, as in {@link AttemptId}: what a record has of itself is linked at run time, ten milliseconds of each start. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TaskId that && kind == that.kind && index == that.index;
    }

    @Override
    public int hashCode() {
        return kind == TaskKind.MAP ? index : ~index;
    }

    @Override
    public String toString() {
        return kind.label() + "-" + index;
    }
}
