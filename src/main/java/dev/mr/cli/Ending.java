package dev.mr.cli;

import dev.mr.files.IoFailure;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.OneLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a program ends that has failed: one line on stderr, and its exit code. It knows nothing of picocli. */
final class Ending {
    private final String name;
    private final PrintWriter err;
    private final boolean verbose;

    /** {@code verbose} adds the stack. */
    Ending(String name, PrintWriter err, boolean verbose) {
        this.name = name;
        this.err = err;
        this.verbose = verbose;
    }

    /** Says what failed; the answer is the exit code. */
    int failed(Throwable failure) {
        if (failure instanceof MrException known) {
            print(known.line(), known);
            return known.exitCode().code();
        }
        if (failure instanceof IOException environment) {
            return failed(Trouble.of(environment));
        }
        if (failure instanceof UncheckedIOException environment) {
            return failed(Trouble.of(Objects.requireNonNull(environment.getCause())));
        }
        IOException shortage = shortage(failure);
        if (shortage != null) {
            return failed(Trouble.of(shortage));
        }
        print("internal error: " + failure + "; please report it with the output of --verbose", failure);
        return ExitCode.INTERNAL.code();
    }

    /** A class that could not be initialized, for one, when there was no file descriptor left; null when that is not the cause. */
    private static @Nullable IOException shortage(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException found && IoFailure.isUsedUp(found)) {
                return found;
            }
        }
        return null;
    }

    /** One line. */
    void print(String what, Throwable cause) {
        err.println(name + ": " + OneLine.whole(what));
        if (verbose) {
            cause.printStackTrace(err);
        }
        err.flush();
    }
}
