package dev.mr.cli;

import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.OneLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Objects;

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
        print("internal error: " + failure + "; please report it with the output of --verbose", failure);
        return ExitCode.INTERNAL.code();
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
