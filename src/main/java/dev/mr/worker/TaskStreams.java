package dev.mr.worker;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the job's code prints goes to its attempt's log, and not between this program's own lines. The threads that a task starts
 * print to the log of their task.
 */
public final class TaskStreams {
    private static final InheritableThreadLocal<@Nullable AttemptLog> LOG = new InheritableThreadLocal<>();

    private TaskStreams() {}

    /** Takes over {@code System.out} and {@code System.err} of this process; what no task prints goes where it went. */
    public static void install() {
        System.setOut(new PrintStream(new Router(System.out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new Router(System.err), true, StandardCharsets.UTF_8));
    }

    /** From here on this thread prints to {@code log}; null for where it did before. */
    static void enter(@Nullable AttemptLog log) {
        if (log == null) {
            LOG.remove();
        } else {
            LOG.set(log);
        }
    }

    /** Sends bytes on, depending on who prints them. */
    private static final class Router extends OutputStream {
        private final PrintStream otherwise;

        Router(PrintStream otherwise) {
            this.otherwise = otherwise;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            AttemptLog log = LOG.get();
            if (log == null) {
                otherwise.write(bytes, from, length);
            } else {
                log.write(bytes, from, length);
            }
        }

        @Override
        public void flush() {
            if (LOG.get() == null) {
                otherwise.flush();
            }
        }
    }
}
