package dev.mr.embed;

import dev.mr.driver.DriverRun;
import dev.mr.embed.MapReduceException.Reason;
import dev.mr.files.IoFailure;
import dev.mr.shuffle.UserFailureException;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells a program why its job has no result. */
final class Verdict {
    /** As {@code UserCode} words it; for failures of which nothing else is left. */
    private static final Pattern PLACE = Pattern.compile("failed on input (.+?) at offset ([0-9]+) \\(");

    private final String directory;
    private final boolean durable;
    private final int maxAttempts;
    private final Failures failures;

    Verdict(String directory, boolean durable, int maxAttempts, Failures failures) {
        this.directory = directory;
        this.durable = durable;
        this.maxAttempts = maxAttempts;
        this.failures = failures;
    }

    /** It was cancelled. */
    MapReduceException cancelled(List<String> stuck) {
        String left = durable
                ? "what is committed in " + directory + " is kept, run the job again to go on"
                : "nothing of it is kept";
        return new MapReduceException(Reason.CANCELLED, "the job was cancelled; " + left + stuck(stuck), null);
    }

    private static String stuck(List<String> stuck) {
        return stuck.isEmpty() ? "" : "; the job's code did not end when interrupted: " + String.join(", ", stuck);
    }

    /** The run ended without success. */
    MapReduceException of(DriverRun.Outcome outcome) {
        String line = Wording.forProgram(outcome.line());
        @Nullable Throwable thrown = thrown(outcome.line());
        if (outcome.state().isEmpty()) {
            return new MapReduceException(reason(outcome.exitCode()), line, thrown);
        }
        Failures.@Nullable Blamed blamed = Failures.blamed(outcome.line()).orElse(null);
        String before = outcome.ranNothing() ? "the job in " + directory + " failed before, nothing was run: " : "";
        if (blamed == null) {
            return new MapReduceException(Reason.JOB_FAILED, before + line, null);
        }
        String next = durable ? "; mend it and run it again with retryFailed()" : "";
        if (thrown instanceof UserFailureException failure) {
            return new MapReduceException(
                    Reason.JOB_FAILED,
                    who(blamed) + failure.getMessage() + next,
                    failure.getCause() == null ? failure : failure.getCause(),
                    blamed.task(),
                    blamed.attempt(),
                    failure.inputName(),
                    failure.inputOffset());
        }
        if (thrown != null) {
            return new MapReduceException(
                    Reason.JOB_FAILED,
                    who(blamed) + said(thrown) + next,
                    thrown,
                    blamed.task(),
                    blamed.attempt(),
                    "",
                    -1);
        }
        Matcher place = PLACE.matcher(outcome.line());
        boolean known = place.find();
        return new MapReduceException(
                Reason.JOB_FAILED,
                before + line,
                null,
                blamed.task(),
                blamed.attempt(),
                known ? place.group(1) : "",
                known ? Long.parseLong(place.group(2)) : -1);
    }

    private String who(Failures.Blamed blamed) {
        return blamed.task() + " failed on attempt " + blamed.attempt() + ", " + maxAttempts + " of " + maxAttempts
                + " spent: ";
    }

    /** The job's own exceptions may fail when they are asked. */
    private static String said(Throwable failure) {
        try {
            return failure.toString();
        } catch (RuntimeException | Error ofItsOwn) {
            return failure.getClass().getName();
        }
    }

    private @Nullable Throwable thrown(String line) {
        return Failures.blamed(line).flatMap(failures::of).orElse(null);
    }

    /** The run ended with this. */
    static MapReduceException of(Throwable failure) {
        if (failure instanceof MapReduceException told) {
            return told;
        }
        if (failure instanceof MrException known) {
            return new MapReduceException(
                    reason(known.exitCode()),
                    Wording.forProgram(known.line()),
                    Optional.ofNullable(known.getCause()).orElse(known));
        }
        if (failure instanceof UncheckedIOException unchecked) {
            return of(Objects.requireNonNull(unchecked.getCause()));
        }
        if (failure instanceof IOException io) {
            return new MapReduceException(
                    Reason.ENVIRONMENT, IoFailure.text(io) + "; " + IoFailure.remedy(io) + " and run it again", io);
        }
        return new MapReduceException(
                failure instanceof OutOfMemoryError ? Reason.ENVIRONMENT : Reason.INTERNAL,
                failure instanceof OutOfMemoryError
                        ? "the program's heap is used up; give it more with -Xmx, or the job fewer workers or less memory"
                        : "internal error: " + said(failure) + "; please report it with its stack",
                failure);
    }

    private static Reason reason(ExitCode exitCode) {
        return switch (exitCode) {
            case JOB_FAILED -> Reason.JOB_FAILED;
            case USAGE -> Reason.REFUSED;
            case STATE_UNUSABLE -> Reason.STATE_UNUSABLE;
            case ENVIRONMENT -> Reason.ENVIRONMENT;
            case OTHER_DRIVER -> Reason.DIRECTORY_IN_USE;
            case INPUT_CHANGED -> Reason.INPUT_CHANGED;
            case DONE, AUTHENTICATION, INTERNAL, DRIVER_LOST, WOULD_RUN -> Reason.INTERNAL;
        };
    }
}
