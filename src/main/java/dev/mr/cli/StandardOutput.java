package dev.mr.cli;

import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.PrintWriter;

/** Standard output at the end of a command: when it cannot be written, that alone has failed, and not what was done. */
final class StandardOutput {
    private StandardOutput() {}

    /**
     * Flushes it.
     *
     * @param done what is done whatever becomes of standard output, and where its result lies
     * @throws MrException ENVIRONMENT when anything written there was lost
     */
    static void finish(PrintWriter out, String done) {
        if (out.checkError()) {
            throw new MrException(
                    ExitCode.ENVIRONMENT,
                    done + "; only standard output could not be written: it is closed, or its disk is full");
        }
    }
}
