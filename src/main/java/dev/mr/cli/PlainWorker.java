package dev.mr.cli;

import java.io.FileDescriptor;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * {@code mr-worker} as it is nearly always started, by a driver too: with {@code --dir DIR}, {@code --id LABEL}, both or neither. So
 * much is read without picocli, to which learning all options of the program is half of the start of a process.
 */
final class PlainWorker {
    private PlainWorker() {}

    /** Runs the program; the answer is its exit code. */
    static int run(String... arguments) {
        MrWorker worker = read(arguments);
        if (worker == null || !worker.problems().isEmpty()) {
            return Program.run(MrWorker.NAME, new MrWorker(), arguments); // says what is wrong
        }
        QuickLog.install(false);
        PrintWriter err = new PrintWriter(StandardStream.to(FileDescriptor.err), true);
        try {
            return worker.work(err);
        } catch (Exception | Error failure) {
            return new Ending(MrWorker.NAME, err, false).failed(failure);
        } finally {
            err.flush();
        }
    }

    /** The worker that picocli would make of them, if nothing in them needs it; else null. */
    static @Nullable MrWorker read(String... arguments) {
        String dir = null;
        String label = null;
        for (int i = 0; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length && isPlain(arguments[i + 1]) ? arguments[i + 1] : null;
            if (value != null && dir == null && arguments[i].equals("--dir")) {
                dir = value;
            } else if (value != null && label == null && arguments[i].equals("--id")) {
                label = value;
            } else {
                return null;
            }
        }
        return new MrWorker(dir == null ? null : Path.of(dir), label);
    }

    /** Whether it can be no option, and no file of arguments. */
    private static boolean isPlain(String value) {
        return !value.isEmpty() && (Character.isLetterOrDigit(value.charAt(0)) || "/._".indexOf(value.charAt(0)) >= 0);
    }
}
