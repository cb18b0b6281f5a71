package dev.mr.task;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a process that sampled a job's keys found: the points, or why there are none. As text, {@link CheckedText}: the line {@code
 * points} and one line for each, or {@code failed KIND} and a line for people.
 *
 * @param points the least key of each partition but the first, as {@link ShuffleSpec} has them
 * @param failure null for none
 * @param message one line about the failure; empty for none
 */
public record SampleAnswer(List<String> points, @Nullable FailureKind failure, String message) {
    private static final String POINTS = "points";
    private static final String FAILED = "failed ";

    public SampleAnswer {
        points = List.copyOf(points);
    }

    public static SampleAnswer ofPoints(List<String> points) {
        return new SampleAnswer(points, null, "");
    }

    public static SampleAnswer ofFailure(FailureKind kind, String message) {
        return new SampleAnswer(List.of(), kind, OneLine.of(message));
    }

    public byte[] format() {
        List<String> lines = new ArrayList<>();
        if (failure == null) {
            lines.add(POINTS);
            lines.addAll(points);
        } else {
            lines.add(FAILED + failure);
            lines.add(message);
        }
        return CheckedText.format(lines);
    }

    /**
     * The inverse of {@link #format}.
     *
     * @throws IllegalArgumentException when it is not that
     */
    public static SampleAnswer parse(byte[] content) {
        List<String> lines = CheckedText.parse(content);
        String first = lines.isEmpty() ? "" : lines.get(0);
        if (first.equals(POINTS)) {
            return ofPoints(lines.subList(1, lines.size()));
        }
        if (first.startsWith(FAILED) && lines.size() == 2) {
            return ofFailure(FailureKind.valueOf(first.substring(FAILED.length())), lines.get(1));
        }
        throw new IllegalArgumentException("begins with \"" + first + "\", expected points or failed");
    }
}
