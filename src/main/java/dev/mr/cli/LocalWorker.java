package dev.mr.cli;

import java.io.FileDescriptor;
import java.io.PrintWriter;
import java.nio.file.Path;

/**
 * {@code mr-worker} as a driver starts it: {@code --dir DIR --id LABEL} and nothing else. So much is read without picocli, to
 * which learning all options of the program is half of the start of a process.
 */
final class LocalWorker {
    private LocalWorker() {}

    /** Runs the program; the answer is its exit code. */
    static int run(String... arguments) {
        if (!isPlain(arguments)) {
            return Program.run(MrWorker.NAME, new MrWorker(), arguments);
        }
        QuickLog.install(false);
        PrintWriter err = new PrintWriter(StandardStream.to(FileDescriptor.err), true);
        try {
            MrWorker worker = new MrWorker(Path.of(arguments[1]), arguments[3]);
            return worker.problems().isEmpty()
                    ? worker.work(err)
                    : Program.run(MrWorker.NAME, new MrWorker(), arguments); // says what is wrong
        } catch (Exception | Error failure) {
            return new Ending(MrWorker.NAME, err, false).failed(failure);
        } finally {
            err.flush();
        }
    }

    /** Whether picocli would read nothing else in them. */
    static boolean isPlain(String... arguments) {
        return arguments.length == 4
                && arguments[0].equals("--dir")
                && arguments[1].startsWith("/")
                && arguments[2].equals("--id")
                && !arguments[3].isEmpty()
                && Character.isLetterOrDigit(arguments[3].charAt(0));
    }
}
